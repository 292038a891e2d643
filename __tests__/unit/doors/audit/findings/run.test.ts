import { describe, expect, test } from 'vitest'
import { isOn, runRules } from '../../../../../src/doors/audit/findings/run.ts'
import type { Settings } from '../../../../../src/doors/audit/plan/settings.ts'
import type { Rule } from '../../../../../src/doors/audit/rules/rule.ts'
import type { Severity } from '../../../../../src/report/finding.ts'
import { auditedFiles, someSettings, wordRule } from '../../../../support/audit/word-rule.ts'

const FILES = { 'a.yaml': 'a: latest\n' }

describe('a rule', () => {
  const registries = [{ account: '465002806239', region: 'eu-west-1' }]
  const rows: readonly (readonly [string, Partial<Rule>, Partial<Settings>, boolean])[] = [
    ['runs', {}, {}, true],
    ['that settings turn off does not run', {}, { rules: new Map([['no-latest', 'off']]) }, false],
    ['that is off does not run', { off: true }, {}, false],
    [
      'that is off runs when it is asked for',
      { off: true },
      { rules: new Map([['no-latest', 'notice']]) },
      true,
    ],
    ['without its list does not run', { needs: 'registries' }, {}, false],
    ['with its list runs', { needs: 'registries' }, { registries }, true],
    ['for roles needs their accounts', { needs: 'roleAccounts' }, { registries }, false],
    ['for roles runs with them', { needs: 'roleAccounts' }, { roleAccounts: ['465002806239'] }, true],
    ['for pull secrets needs to know of nodes', { needs: 'nodesPullWithRole' }, {}, false],
    ['for pull secrets runs then', { needs: 'nodesPullWithRole' }, { nodesPullWithRole: true }, true],
    ['that counts needs a number', { needs: 'expectedImages' }, {}, false],
    ['that counts runs with it', { needs: 'expectedImages' }, { expectedImages: new Map([['a', 1]]) }, true],
    ['that asks AWS does not run', { needs: 'aws' }, {}, false],
    [
      'without its list does not run, though it is asked for',
      { needs: 'registries' },
      { rules: new Map([['no-latest', 'error']]) },
      false,
    ],
  ]
  test.each(rows)('%s', (_, rule, settings, runs) => {
    expect(isOn(wordRule('latest', rule), someSettings(settings))).toBe(runs)
    const ran = runRules([wordRule('latest', rule)], auditedFiles(FILES, settings))
    expect(ran.found).toHaveLength(runs ? 1 : 0)
    expect(ran.finished.has('no-latest')).toBe(runs)
  })
})

describe('a severity', () => {
  const rows: readonly (readonly [string, Severity, Severity | undefined, Severity | undefined, Severity])[] =
    [
      ['is that of the rule', 'warning', undefined, undefined, 'warning'],
      ['is that of the settings', 'warning', undefined, 'error', 'error'],
      ['is that of the finding', 'warning', 'error', undefined, 'error'],
      ['of the finding is not raised by the settings', 'warning', 'notice', 'error', 'notice'],
      ['of the finding is not above that of the settings', 'warning', 'error', 'notice', 'notice'],
    ]
  test.each(rows)('%s', (_, own, found, said, is) => {
    const rules: Settings['rules'] = new Map(said ? [['no-latest', said]] : [])
    const rule = wordRule('latest', { severity: own }, found ? { severity: found } : {})
    expect(runRules([rule], auditedFiles(FILES, { rules })).found).toMatchObject([{ severity: is }])
  })
})

describe('findings of one rule at one place', () => {
  const twice = (first: object, second: object): Rule => ({
    ...wordRule('latest'),
    check: (audited) => [
      ...wordRule('latest', {}, first).check(audited),
      ...wordRule('latest', {}, second).check(audited),
    ],
  })

  test('in the same words are one, with all that inherit it and the worst severity', () => {
    const rule = twice(
      { inheritedBy: ['b', 'a'], severity: 'notice' },
      { inheritedBy: ['c', 'a'], severity: 'error' },
    )
    const { found } = runRules([rule], auditedFiles(FILES))
    expect(found).toMatchObject([{ severity: 'error', found: { inheritedBy: ['a', 'b', 'c'] } }])
  })

  test('are inherited by others than the file and its folder', () => {
    const rule = wordRule('latest', {}, { inheritedBy: ['x/a.yaml', 'x', 'x/y', 'o', ''] })
    const { found } = runRules([rule], auditedFiles({ 'x/a.yaml': 'a: latest\n' }))
    expect(found).toMatchObject([{ found: { inheritedBy: ['', 'o', 'x/y'] } }])
  })

  test('in other words are two', () => {
    const rule = twice({ message: 'one' }, { message: 'two' })
    expect(runRules([rule], auditedFiles(FILES)).found).toHaveLength(2)
  })
})

describe('a rule that throws', () => {
  const throwing = (thrown: unknown): Rule => ({
    ...wordRule('latest', { id: 'broken' }),
    check: function* (audited) {
      yield* wordRule('latest').check(audited)
      throw thrown
    },
  })

  test.each([
    ['an error', new Error('no such node'), { path: undefined, message: 'no such node' }],
    [
      'an error that knows its file',
      Object.assign(new Error('bad'), { path: 'a.yaml' }),
      { path: 'a.yaml', message: 'bad' },
    ],
    ['something else', 'text', { path: undefined, message: 'text' }],
  ])('%s is told of, keeps what it has found, and costs the others nothing', (_, thrown, told) => {
    const ran = runRules([throwing(thrown), wordRule('latest')], auditedFiles(FILES))
    expect(ran.broken).toEqual([{ rule: 'broken', ...told }])
    expect(ran.found.map(({ rule }) => rule)).toEqual(['broken', 'no-latest'])
    expect([...ran.finished]).toEqual(['no-latest'])
  })
})
