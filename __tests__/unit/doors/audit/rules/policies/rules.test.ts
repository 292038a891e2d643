import { describe, expect, test } from 'vitest'
import { policiesIn } from '../../../../../../src/diagnosis/policy/policies.ts'
import { POLICY_RULES } from '../../../../../../src/doors/audit/rules/policies/rules.ts'
import type { Audited, Found, Rule } from '../../../../../../src/doors/audit/rules/rule.ts'
import { readYaml } from '../../../../../../src/effective/yaml/read.ts'

const REGISTRIES = [
  { account: '465002806239', region: 'us-east-1' },
  { account: '709825985650', region: 'us-east-1' },
]

function foundIn(rule: Rule, text: string, path = 'policy.json'): readonly Found[] {
  const source = { path, text, exact: true }
  const documents = readYaml(source).documents.flatMap(({ root }) => root ?? [])
  const audited = { policies: policiesIn([{ ...source, documents }]), settings: { registries: REGISTRIES } }
  // The rules of policies look at nothing else.
  return [...rule.check(audited as unknown as Audited)]
}

function ruleOf(id: string): Rule {
  const rule = POLICY_RULES.find((one) => one.id === id)
  if (!rule) throw new Error(id)
  return rule
}

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })

const TOKEN = {
  Effect: 'Allow',
  Action: 'ecr:GetAuthorizationToken',
  Resource: 'arn:aws:ecr:eu-west-1:1:repository/x',
}
const PULL = { Effect: 'Allow', Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] }

test.each(POLICY_RULES)('$id finds its bad example at fault, and not the good one', (rule) => {
  expect(foundIn(rule, rule.example?.bad ?? '')).toHaveLength(1)
  expect(foundIn(rule, rule.example?.good ?? '')).toEqual([])
})

describe('iam-token-resource-scoped', () => {
  const rule = ruleOf('iam-token-resource-scoped')
  const silent: readonly (readonly [name: string, text: string])[] = [
    ['on all resources', policy({ ...TOKEN, Resource: '*' })],
    ['on all resources among others', policy({ ...TOKEN, Resource: ['arn:aws:ecr:x', '*'] })],
    ['allowed elsewhere in the policy', policy(TOKEN, { Effect: 'Allow', Action: 'ecr:*', Resource: '*' })],
    ['denied', policy({ ...TOKEN, Effect: 'Deny' })],
    ['under a condition', policy({ ...TOKEN, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    ['for a principal', policy({ ...TOKEN, Principal: '*' })],
    ['as a pattern that may mean the repositories', policy({ ...TOKEN, Action: 'ecr:*' })],
    ['without a resource', policy({ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken' })],
  ]
  test.each(silent)('says nothing of one that is %s', (_, text) => {
    expect(foundIn(rule, text)).toEqual([])
  })

  test('names the action, and adds a statement in front', () => {
    const text = `{\r\n  "Statement": [\r\n    ${JSON.stringify(TOKEN)}\r\n  ]\r\n}\r\n`
    const [found] = foundIn(rule, text)
    expect(text.slice(found?.at.start, found?.at.end)).toBe('"ecr:GetAuthorizationToken"')
    const [change] = found?.fix?.changes ?? []
    if (change?.kind !== 'splice') throw new Error('no splice')
    const fixed = text.slice(0, change.start) + change.to + text.slice(change.end)
    expect(JSON.parse(fixed)).toEqual({
      Statement: [{ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' }, TOKEN],
    })
    expect(fixed.replaceAll('\r\n', '')).not.toContain('\n')
  })

  test('has no fix where the statement is no item of a list, or the text is none of JSON', () => {
    expect(foundIn(rule, JSON.stringify({ Statement: TOKEN }))).toMatchObject([
      { hint: expect.stringContaining('"*"') },
    ])
    expect(foundIn(rule, JSON.stringify({ Statement: TOKEN }))[0]?.fix).toBeUndefined()
    expect(foundIn(rule, policy(TOKEN), 'stack.yaml')[0]?.fix).toBeUndefined()
  })
})

describe('iam-registry-missing', () => {
  const rule = ruleOf('iam-registry-missing')
  const one = 'arn:aws:ecr:us-east-1:465002806239:repository/team/*'
  const other = 'arn:aws:ecr:us-east-1:709825985650:repository/*'
  const silent: readonly (readonly [name: string, text: string])[] = [
    ['names both', policy({ ...PULL, Resource: [one, other] })],
    ['names both in two statements', policy({ ...PULL, Resource: one }, { ...PULL, Resource: other })],
    ['names any account and region', policy({ ...PULL, Resource: 'arn:aws:ecr:*:*:repository/*' })],
    [
      'is for one that pushes',
      policy({ ...PULL, Resource: one }, { ...PULL, Action: 'ecr:PutImage', Resource: one }),
    ],
    ['names none of them', policy({ ...PULL, Resource: 'arn:aws:ecr:us-east-1:111111111111:repository/*' })],
    ['has a resource that is worked out', policy({ ...PULL, Resource: [one, { Ref: 'Repository' }] })],
    ['is for a principal', policy({ ...PULL, Principal: '*', Resource: one })],
  ]
  test.each(silent)('says nothing of a policy that %s', (_, text) => {
    expect(foundIn(rule, text)).toEqual([])
  })

  test('names the registries that are left out', () => {
    expect(foundIn(rule, policy({ ...PULL, Resource: other }))).toMatchObject([
      {
        message: expect.stringContaining('465002806239 in us-east-1'),
        hint: expect.stringContaining('arn:aws:ecr:us-east-1:465002806239:repository/*'),
      },
    ])
  })
})
