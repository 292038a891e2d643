import { describe, expect, test } from 'vitest'
import type { FailOn } from '../../../../src/doors/audit/inputs.ts'
import { outputsOf } from '../../../../src/doors/audit/outputs.ts'
import { type AuditRecord, exitCodeOf } from '../../../../src/doors/audit/record.ts'
import { renderSummary } from '../../../../src/doors/audit/summary.ts'
import { StepError } from '../../../../src/errors/errors.ts'
import type { Finding, Findings, Severity } from '../../../../src/report/finding.ts'
import { someSettings } from '../../../support/audit/word-rule.ts'

const finding = (severity: Severity, path = 'a.yaml'): Finding => ({
  rule: 'no-x',
  severity,
  path,
  line: 2,
  column: 3,
  endLine: 2,
  endColumn: 4,
  message: 'It is x',
  hint: 'Write y',
  fixable: 'no',
  inheritedBy: [],
  fingerprint: 'f',
  excerpt: '  x',
})

const found = (findings: readonly Finding[], more: Partial<Findings> = {}): Findings => ({
  findings,
  suppressed: { comments: 0, globs: 0, baseline: 0 },
  files: 1,
  skipped: [],
  broken: [],
  ...more,
})

const record = (failOn: FailOn, more: Partial<AuditRecord>): AuditRecord => ({
  plan: {
    settings: someSettings(),
    baseline: undefined,
    changedOnly: 'auto',
    failOn,
    fix: 'off',
    fixAs: 'files',
    reports: { sarif: undefined, json: undefined, junit: undefined },
  },
  place: { root: '/r', scope: '', shown: (path: string) => path },
  findings: found([]),
  ...more,
})

const ERROR = new StepError([{ code: 'INPUT_INVALID', message: 'fix is odd', hint: 'Give it a value.' }])
const BROKEN = { broken: [{ rule: 'no-x', path: 'a.yaml', message: 'oops' }] }

describe('exitCodeOf', () => {
  test.each([
    ['error', [], 0],
    ['error', ['warning', 'notice'], 0],
    ['error', ['error'], 1],
    ['warning', ['notice'], 0],
    ['warning', ['warning'], 1],
    ['warning', ['error'], 1],
    ['never', ['error', 'warning'], 0],
  ] as const)('fail-on %s with %j is %i', (failOn, severities, code) => {
    expect(exitCodeOf(record(failOn, { findings: found(severities.map((one) => finding(one))) }))).toBe(code)
  })

  test('is 2 where not everything could be looked at, whatever was found', () => {
    expect(exitCodeOf(record('never', { findings: found([], BROKEN) }))).toBe(2)
    expect(exitCodeOf(record('never', { error: ERROR }))).toBe(2)
    expect(exitCodeOf({})).toBe(2)
  })
})

describe('outputsOf', () => {
  test('counts, and names files from where the run began', () => {
    const findings = found([finding('error'), finding('error'), finding('notice', 'b.yaml')])
    const place = { root: '/r/config', scope: '', shown: (path: string) => `config/${path}` }
    expect(outputsOf(record('error', { findings, place, written: { sarif: 'a.sarif' } }))).toEqual({
      errors: '2',
      warnings: '0',
      notices: '1',
      files: 'config/a.yaml\nconfig/b.yaml',
      'fixed-files': '',
      sarif: 'a.sarif',
      json: '',
      junit: '',
    })
  })

  test('are empty where nothing could be counted', () => {
    expect(new Set(Object.values(outputsOf({})))).toEqual(new Set(['']))
  })
})

describe('renderSummary', () => {
  test('says why nothing could be audited', () => {
    const summary = renderSummary({ error: ERROR }, {})
    expect(summary).toContain('## Audit: it could not run')
    expect(summary).toContain('fix is odd')
  })

  test('links to lines of the repository of the run, at the commit of it', () => {
    const env = {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'acme/config',
      GITHUB_SHA: 'c1',
    }
    const one = record('error', { findings: found([finding('error', 'a b.yaml')]) })
    expect(renderSummary(one, env)).toContain('(https://github.com/acme/config/blob/c1/a%20b.yaml#L2)')
    const elsewhere = { ...one, place: { root: '/r', scope: '', shown: (path: string) => `config/${path}` } }
    expect(renderSummary(elsewhere, env)).not.toContain('https://')
  })

  test('tells of the change, of fixes, and of those that were not made', () => {
    const fixed = {
      findings: [finding('error')],
      files: ['a.yaml'],
      refused: [{ finding: finding('warning', 'b.yaml'), why: 'it is encrypted' }],
    }
    const change = { since: 'abcdef0123456789', changed: new Set<string>() }
    const summary = renderSummary(record('error', { fixed, change }), {})
    expect(summary).toContain('since abcdef012345 causes')
    expect(summary).toContain('Fixed 1 finding in 1 file.')
    expect(summary).toContain('Not fixed: b.yaml:2: it is encrypted')
  })

  test.each([
    [{ patch: 'audit.patch' }, 'are in audit.patch (git apply audit.patch).'],
    [{ pullRequest: 'https://github.com/a/b/pull/7' }, 'are proposed in https://github.com/a/b/pull/7.'],
    [{ suggestions: { made: 2, elsewhere: 0 } }, '2 suggestions on the pull request.'],
    [{ suggestions: { made: 1, elsewhere: 3 } }, '1 suggestion on the pull request; 3 concern lines'],
  ])('says where fixes are: %j', (delivered, text) => {
    const fixed = { findings: [finding('error')], files: ['a.yaml'], refused: [], ...delivered }
    expect(renderSummary(record('error', { fixed }), {})).toContain(text)
  })

  test.each([
    ['../..', 'git -C ../.. apply "$PWD/audit.patch"'],
    ['config', 'git -C config apply "$PWD/audit.patch"'],
    ['$(reboot)', 'for git apply in the root of the repository'],
    ['-c', 'for git apply in the root of the repository'],
  ])('says how git applies a patch of %s from another folder', (above, command) => {
    const fixed = { findings: [finding('error')], files: ['a.yaml'], refused: [], patch: 'audit.patch' }
    const place = { root: '/r', scope: '', shown: () => above }
    expect(renderSummary(record('error', { fixed, place }), {})).toContain(`are in audit.patch (${command}).`)
  })

  test('proposes registries, or says that none are known', () => {
    const proposal = { registries: [{ account: '465002806239', region: 'us-east-1', images: 3 }] }
    expect(renderSummary(record('error', { proposal }), {})).toContain(
      '  - 465002806239/us-east-1 # 3 images',
    )
    expect(renderSummary(record('error', {}), {})).toContain('No allowed-registries are given')
  })
})
