import { describe, expect, test } from 'vitest'
import type { Findings } from '../../../../src/report/finding.ts'
import { renderSarif, type SarifOptions } from '../../../../src/report/findings/sarif.ts'
import type { SarifResult } from '../../../../src/report/findings/sarif-types.ts'
import { aFinding, aReport, HOSTILE, manyFindings, RULES } from '../../../support/audit/findings.ts'
import { sarifValidator } from '../../../support/audit/sarif-schema.ts'
import { processorTime } from '../../processor-time.ts'

const validate = sarifValidator()

interface Log {
  readonly version: string
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
      readonly automationDetails: { readonly id: string }
      readonly invocations: readonly [
        { readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly unknown[] },
      ]
      readonly results: readonly SarifResult[]
    },
  ]
}

function render(report: Findings, but: Partial<SarifOptions> = {}) {
  const text = renderSarif(report, { version: '1.2.3', rules: RULES, category: 'audit', ...but })
  const log = JSON.parse(text) as Log
  expect(validate(log)).toEqual([])
  return { text, run: log.runs[0] }
}

test('the schema finds fault with what is none', () => {
  expect(validate({ version: '2.1.0' })).not.toEqual([])
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).not.toEqual([])
})

test('a repository without findings has an empty list of results', () => {
  const { run } = render(aReport([]))
  expect(run.results).toEqual([])
  expect(run.automationDetails.id).toBe('audit/')
  expect(run.invocations[0].executionSuccessful).toBe(true)
})

test('a result says where, what, since when and for whom', () => {
  const { run } = render(
    aReport([aFinding({ path: 'a b/ü#?.yaml', inheritedBy: ['overlays/a', ''], severity: 'notice' })]),
  )
  expect(run.results).toEqual([
    {
      ruleId: 'image-mutable-tag',
      ruleIndex: 0,
      level: 'note',
      message: {
        text: 'The tag "latest" can move, so nobody knows what runs. What to change: Name the tag of a commit, or a digest',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a%20b/%C3%BC%23%3F.yaml', uriBaseId: '%SRCROOT%' },
            region: {
              startLine: 4,
              startColumn: 13,
              endLine: 4,
              endColumn: 19,
              snippet: { text: '    newTag: latest # for now' },
            },
          },
        },
      ],
      partialFingerprints: { 'ecrGitops/v1': `${'0'.repeat(63)}1` },
      relatedLocations: [
        {
          id: 1,
          message: { text: 'inherited by overlays/a' },
          physicalLocation: { artifactLocation: { uri: 'overlays/a', uriBaseId: '%SRCROOT%' } },
        },
        {
          id: 2,
          message: { text: 'inherited by the root' },
          physicalLocation: { artifactLocation: { uri: './', uriBaseId: '%SRCROOT%' } },
        },
      ],
    },
  ])
})

test('the rules have their pages, and a finding of an unknown one no index', () => {
  const { run } = render(aReport([aFinding({ rule: 'else' })]), { project: 'https://example.test/x' })
  expect(run.tool.driver.rules).toMatchObject([
    { id: 'image-mutable-tag', helpUri: RULES[0]?.help, defaultConfiguration: { level: 'warning' } },
    { id: 'image-empty' },
  ])
  expect(run.tool.driver.rules[1]).not.toHaveProperty('helpUri')
  expect(run.results[0]).not.toHaveProperty('ruleIndex')
})

test('a rule that broke and files that were not read are told of', () => {
  const { run } = render(
    aReport([], {
      broken: [
        { rule: 'image-empty', path: 'a.yaml', message: 'x' },
        { rule: 'image-empty', path: undefined, message: '\ud800' },
      ],
      skipped: [{ path: 'big.yaml', why: 'large' }],
    }),
  )
  expect(run.invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [{ level: 'error' }, { level: 'error' }, { level: 'note' }],
  })
})

test('a fix is a change of text', () => {
  const place = { line: 4, column: 13, endLine: 4, endColumn: 19 }
  const finding = aFinding()
  const edits = [
    { path: finding.path, ...place, text: '"latest"' },
    { path: 'b.yaml', ...place, text: '' },
  ]
  const { run } = render(aReport([finding]), {
    fixes: new Map([[finding.fingerprint, { title: 'Quote it', edits }]]),
  })
  expect(run.results[0]?.fixes).toMatchObject([
    {
      description: { text: 'Quote it' },
      artifactChanges: [
        { replacements: [{ deletedRegion: { startColumn: 13 }, insertedContent: { text: '"latest"' } }] },
        { artifactLocation: { uri: 'b.yaml' } },
      ],
    },
  ])
})

test.each(HOSTILE)('%j breaks nothing', (text) => {
  const { run } = render(
    aReport([aFinding({ path: `a/${text}`, message: text, hint: text, excerpt: text, inheritedBy: [text] })]),
  )
  const [result] = run.results
  expect(result?.message.text).not.toMatch(/(?<!\\)[[\]]/)
  expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^[\w%./~!*'()-]+$/)
})

describe('limits', () => {
  test('of more than 25,000 the worst are kept, in no time, and the rest is counted', () => {
    const report = aReport([...manyFindings(30_000)])
    const before = processorTime()
    const text = renderSarif(report, { version: '1', rules: RULES, category: 'a' })
    expect(processorTime() - before).toBeLessThan(3000)
    const log = JSON.parse(text) as Log
    const { results, invocations } = log.runs[0]
    expect(results).toHaveLength(25_000)
    expect(results.filter(({ level }) => level === 'error')).toHaveLength(10_000)
    expect(invocations[0].toolExecutionNotifications).toEqual([
      { level: 'warning', message: { text: '5,000 findings more did not fit' } },
    ])
  })

  test('long texts are cut', () => {
    const long = 'x'.repeat(1_000_000)
    const { text } = render(aReport([aFinding({ message: long, hint: long, excerpt: long })]))
    expect(text.length).toBeLessThan(10_000)
  })
})
