import { describe, expect, test } from 'vitest'
import { type AnnotationOptions, renderAnnotations } from '../../../../src/report/findings/annotations.ts'
import { aFinding, aReport, HOSTILE, manyFindings, RULES } from '../../../support/audit/findings.ts'

const OPTIONS: AnnotationOptions = { changed: new Set(), rules: RULES, everything: 'in the job summary' }

test('a finding is a command with its place, its name, and what to change', () => {
  const finding = aFinding({ severity: 'notice', path: 'a,b:c.yaml', inheritedBy: ['x', 'y'] })
  expect(renderAnnotations(aReport([finding]), OPTIONS)).toEqual([
    '::notice file=a%2Cb%3Ac.yaml,line=4,endLine=4,col=13,endColumn=19,title=image-mutable-tag::' +
      'The tag "latest" can move, so nobody knows what runs%0A' +
      'What to change: Name the tag of a commit, or a digest%0AInherited by x, y%0A' +
      'More: https://example.test/rules/image-mutable-tag.md',
  ])
})

test('a place of several lines has no columns', () => {
  const [command] = renderAnnotations(aReport([aFinding({ endLine: 6 })]), OPTIONS)
  expect(command).toMatch(/^::warning file=[^,]+,line=4,endLine=6,title=/)
})

describe('of many', () => {
  const commandsOf = (lines: readonly string[], level: string) =>
    lines.filter((line) => line.startsWith(`::${level} `))

  test('the first ten of each level are shown, and the rest is counted', () => {
    const lines = renderAnnotations(aReport(manyFindings(300)), OPTIONS)
    for (const level of ['error', 'warning', 'notice']) expect(commandsOf(lines, level)).toHaveLength(10)
    expect(lines.at(-1)).toBe('90 errors, 90 warnings, 90 notices more: everything is in the job summary')
    expect(lines).toHaveLength(31)
  })

  test('those in changed files come first', () => {
    const findings = manyFindings(300)
    const late = findings.at(-3)
    const lines = renderAnnotations(aReport(findings), { ...OPTIONS, changed: new Set([late?.path ?? '']) })
    expect(commandsOf(lines, late?.severity ?? '')[0]).toContain(`line=${late?.line},`)
  })

  test('rules that broke come before all, and take their places', () => {
    const broken = [{ rule: 'image-empty', path: 'a.yaml', message: 'no\nnode' }]
    const lines = renderAnnotations(aReport(manyFindings(300), { broken }), OPTIONS)
    expect(lines[0]).toBe(
      '::error file=a.yaml,title=image-empty::The rule image-empty could not finish: no%0Anode. What the others found counts; please report this.',
    )
    expect(commandsOf(lines, 'error')).toHaveLength(10)
    expect(lines.at(-1)).toContain('91 errors')
  })
})

test.each(HOSTILE)('%j is one command, with nothing in it that acts', (text) => {
  const finding = aFinding({ path: text, message: text, hint: text, inheritedBy: [text], rule: text })
  const broken = [{ rule: text, path: text, message: text }]
  const lines = renderAnnotations(aReport([finding], { broken }), OPTIONS)
  expect(lines).toHaveLength(2)
  for (const line of lines) {
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
    const [, properties = '', message] = /^::(?:error|warning) (.*?)::(.*)$/.exec(line) ?? []
    const keys = properties.split(',').map((one) => one.split('=')[0])
    expect(['file', 'line', 'endLine', 'col', 'endColumn', 'title']).toEqual(expect.arrayContaining(keys))
    expect(properties).not.toContain(':')
    expect(message).toBeDefined()
  }
})

test('a long message keeps what to change', () => {
  const finding = aFinding({ message: 'x'.repeat(1_000_000), hint: 'Do this' })
  const [command = ''] = renderAnnotations(aReport([finding]), OPTIONS)
  expect(command.length).toBeLessThan(4300)
  expect(command).toContain('xxx...%0AWhat to change: Do this')
})

test('nothing found, nothing said', () => {
  expect(renderAnnotations(aReport([]), OPTIONS)).toEqual([])
})
