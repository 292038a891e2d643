import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSettingsFile } from '../../../../../src/doors/audit/plan/settings-file.ts'
import { classify } from '../../../../../src/effective/classify.ts'

const RULES = ['image-mutable-tag', 'ecr-account-placeholder']
const read = (text: string) => readSettingsFile(classify('.ecr-gitops.yaml', text), RULES)
const told = (text: string) =>
  read(text).problems.map(({ message, checkoutPlace }) => `${checkoutPlace?.line}: ${message}`)

describe('readSettingsFile', () => {
  test('reads what inputs say too, and what it says alone', () => {
    const { settings, problems } = read(`
allowed-registries:
  - 465002806239/ap-southeast-2
  - 012345678901.dkr.ecr.us-east-1.amazonaws.com
allowed-role-accounts: ["012345678901"] # a leading zero
placeholder-accounts: 999
rules:
  image-mutable-tag: error
  ecr-account-placeholder: off
ignore: ["{a,b}/**", "image-mutable-tag: dev/**"]
production-paths:
  - overlays/prod
nodes-pull-with-role: true
expected-images:
  709825985650.dkr.ecr.us-east-1.amazonaws.com: 9
fail-on: warning
sarif: out/audit.sarif
baseline:
`)
    expect(problems).toEqual([])
    expect(settings).toMatchObject({
      registries: [
        { account: '465002806239', region: 'ap-southeast-2' },
        { account: '012345678901', region: 'us-east-1' },
      ],
      roleAccounts: ['012345678901'],
      placeholderAccounts: ['999'],
      rules: [
        { rule: 'image-mutable-tag', severity: 'error' },
        { rule: 'ecr-account-placeholder', severity: 'off' },
      ],
      ignore: ['{a,b}/**', 'image-mutable-tag: dev/**'],
      productionPaths: ['overlays/prod'],
      nodesPullWithRole: true,
      expectedImages: [{ registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com', count: 9 }],
      failOn: 'warning',
      sarif: 'out/audit.sarif',
      baseline: undefined,
    })
  })

  test('is that of no file where there is none, or nothing in it', () => {
    const none = { settings: readSettingsFile(undefined, RULES).settings, problems: [] }
    expect(readSettingsFile(undefined, RULES)).toEqual(none)
    expect(read('')).toEqual(none)
    expect(read('# nothing\n---\n')).toEqual(none)
  })

  test('tells every mistake at its line, in the order of lines', () => {
    const text = `alowed-registries: [x]
allowed-registries:
  - 465002806239/ap-southeast-2
  - 46500280623/ap-southeast-2
github-token: abc
rules:
  image-mutable-tag: error
  image-mutabel-tag: off
fail-on: [error, warning]
sarif: ../../etc/cron.d/x
`
    expect(told(text)).toEqual([
      '1: .ecr-gitops.yaml has no key alowed-registries. Did you mean allowed-registries?',
      expect.stringMatching(/^4: allowed-registries is "46500280623\/ap-southeast-2", which /),
      '5: .ecr-gitops.yaml has the key github-token, which is an input alone',
      expect.stringMatching(/^8: rules is "image-mutabel-tag: off", which names no rule/),
      '9: fail-on is not one value',
      expect.stringMatching(
        /^10: sarif is "\.\.\/\.\.\/etc\/cron\.d\/x", which leads out of the repository$/,
      ),
    ])
  })

  test.each([
    ['rules: [a\n', 'cannot be read'],
    ['- a\n', 'is not one mapping'],
    ['fail-on: error\n---\nfail-on: error\n', 'is not one mapping'],
    ['a: 1\na: 2\n', 'cannot be read'],
  ])('refuses %j', (text, why) => {
    expect(told(text)).toEqual([expect.stringContaining(why)])
  })

  test('does not let a stranger choose a role, whatever is written', () => {
    expect(told('role-to-assume: arn:aws:iam::465002806239:role/x\n')).toHaveLength(1)
  })

  test('never throws, and tells a place of everything', () => {
    const key = fc.constantFrom('rules', 'ignore', 'fail-on', 'expected-images', 'x', 'allowed-registries')
    const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.dictionary(fc.string(), fc.string()))
    fc.assert(
      fc.property(fc.dictionary(key, value), (settings) => {
        const lines = read(JSON.stringify(settings, null, 1)).problems.map(
          ({ checkoutPlace }) => checkoutPlace?.line,
        )
        expect(lines.filter((line) => line === undefined)).toEqual([])
      }),
    )
  })
})
