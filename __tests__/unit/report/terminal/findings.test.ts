import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { renderTerminal } from '../../../../src/report/terminal/findings.ts'
import { aFinding, aReport, HOSTILE, manyFindings } from '../../../support/audit/findings.ts'
import { processorTime } from '../../processor-time.ts'

const PLAIN = { colours: false, columns: 80 }

test('a finding is a place, what is wrong, the line with its part underlined, and what to change', () => {
  const report = aReport(
    [
      aFinding({ fixable: 'safe', inheritedBy: ['', 'overlays/b'] }),
      aFinding({
        severity: 'error',
        line: 12,
        endLine: 13,
        column: 3,
        endColumn: 7,
        excerpt: '- name: a\n  tag: b',
      }),
    ],
    { suppressed: { comments: 1, globs: 1, baseline: 0 }, files: 1204 },
  )
  expect(renderTerminal(report, PLAIN)).toBe(
    `overlays/prod/kustomization.yaml:4:13: warning: The tag "latest" can move, so nobody knows what runs [image-mutable-tag]
 4 |     newTag: latest # for now
   |             ^^^^^^
    help (safe fix): Name the tag of a commit, or a digest
    inherited by: ., overlays/b

overlays/prod/kustomization.yaml:12:3: error: The tag "latest" can move, so nobody knows what runs [image-mutable-tag]
 12 | - name: a
    |   ^^^^^^^ and 1 line more
     help: Name the tag of a commit, or a digest

1 error, 1 warning in 1,204 files, 1 with a safe fix (--fix safe), 2 kept quiet
`,
  )
})

test('of many that inherit it three are named', () => {
  const text = renderTerminal(aReport([aFinding({ inheritedBy: ['a', 'b', 'c', 'd', 'e'] })]), PLAIN)
  expect(text).toContain('inherited by: a, b, c and 2 more\n')
})

test('nothing found is one line', () => {
  expect(renderTerminal(aReport([], { files: 1 }), PLAIN)).toBe('Nothing found in 1 file\n')
})

test('what could not be done is said at the end', () => {
  const report = aReport([], {
    broken: [{ rule: 'image-empty', path: 'a\u001b.yaml', message: 'no\nnode' }],
    skipped: [{ path: 'big.yaml', why: 'large' }],
  })
  expect(renderTerminal(report, PLAIN)).toBe(
    String.raw`error: the rule image-empty could not finish in a\u001b.yaml: no\u000anode
Nothing found in 12 files, 1 file not read, 1 rule could not finish
`,
  )
})

describe('colours', () => {
  test('are there when they are asked for, and change no letter', () => {
    const report = aReport(manyFindings(10))
    const coloured = renderTerminal(report, { ...PLAIN, colours: true })
    expect(coloured).toContain('\u001b[31;1merror:\u001b[0m')
    expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(report, PLAIN))
  })
})

test.each(HOSTILE)('%j does nothing to a terminal', (text) => {
  const finding = aFinding({
    path: text,
    message: text,
    hint: text,
    inheritedBy: [text],
    excerpt: text,
  })
  expect(renderTerminal(aReport([finding]), PLAIN)).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}]/u)
})

test('10,000 findings on one line of a megabyte take no time', () => {
  const excerpt = 'a: latest, '.repeat(100_000)
  const findings = manyFindings(10_000).map((finding, index) => ({
    ...finding,
    excerpt,
    column: index * 11 + 4,
    endColumn: index * 11 + 10,
    endLine: finding.line,
  }))
  const before = processorTime()
  const text = renderTerminal(aReport(findings), PLAIN)
  expect(processorTime() - before).toBeLessThan(3000)
  expect(text.length).toBeLessThan(10_000 * 600)
})
