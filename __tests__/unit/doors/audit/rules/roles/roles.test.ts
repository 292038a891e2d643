import { describe, expect, test } from 'vitest'
import { roleAccountNotAllowed } from '../../../../../../src/doors/audit/rules/roles/account-not-allowed.ts'
import { roleAccountPlaceholder } from '../../../../../../src/doors/audit/rules/roles/account-placeholder.ts'
import { exampleAccount } from '../../../../../../src/doors/audit/rules/roles/example-account.ts'
import { roleMalformed } from '../../../../../../src/doors/audit/rules/roles/malformed.ts'
import { rolePartitionMismatch } from '../../../../../../src/doors/audit/rules/roles/partition-mismatch.ts'
import { type Files, foundBy, placesOf } from '../../../../../support/audit/audited.ts'

const RULES = [roleAccountPlaceholder, roleAccountNotAllowed, roleMalformed, rolePartitionMismatch]
const rulesOf = (files: Files): readonly string[] =>
  RULES.flatMap((rule) => foundBy(rule, files).map(() => rule.id))

describe('a role of a service account', () => {
  test.each([
    ['arn:aws:iam::465002806239:role/web', []],
    ['arn:aws:iam::465002806239:role/teams/web/reader', []],
    ['arn:aws:iam::123456789012:role/web', ['role-account-placeholder']],
    ['arn:aws:iam::000000000000:role/web', ['role-account-placeholder']],
    ['arn:aws:iam::831926600000:role/web', ['role-account-not-allowed']],
    ['arn:aws:iam::ACCOUNT_ID:role/web', ['role-malformed']],
    ['arn:aws:iam::<account>:role/web', ['role-malformed']],
    ['arn:aws:iam::46500280:role/web', ['role-malformed']],
    ['arn:aws:iam::465002806239:user/web', ['role-malformed']],
    ['"arn:aws:iam::465002806239:role/"', ['role-malformed']],
    ['web', ['role-malformed']],
    ['""', []],
    ['arn:aws-cn:iam::465002806239:role/web', ['role-partition-mismatch']],
  ])('%s: %j', (arn, expected) => {
    expect(rulesOf({ 'account.yaml': exampleAccount(arn) })).toEqual(expected)
  })

  test('says what breaks, by the annotation', () => {
    const messageOf = (key: string) => {
      const text = exampleAccount('arn:aws:iam::123456789012:role/web')
      const files = { 'a.yaml': text.replace('eks.amazonaws.com/role-arn', key) }
      return foundBy(roleAccountPlaceholder, files)[0]?.message
    }
    expect(messageOf('eks.amazonaws.com/role-arn')).toMatch(/IRSA.*image pulls use the role of the node/)
    expect(messageOf('eks.amazonaws.com/ecr-role-arn')).toMatch(/kubelet gets no credentials for pulls/)
    expect(messageOf('iam.amazonaws.com/role')).not.toMatch(/IRSA/)
  })

  test('may be a name alone for kube2iam', () => {
    const text = exampleAccount('web').replace('eks.amazonaws.com/role-arn', 'iam.amazonaws.com/role')
    expect(rulesOf({ 'a.yaml': text })).toEqual([])
  })

  test('is put right where one account is allowed', () => {
    const files = { 'a.yaml': exampleAccount('arn:aws:iam::123456789012:role/web') }
    const [found] = foundBy(roleAccountPlaceholder, files)
    expect(found?.fix?.safety).toBe('safe')
    expect(found?.fix?.changes).toMatchObject([{ kind: 'set', to: 'arn:aws:iam::465002806239:role/web' }])
    const several = { roleAccounts: ['465002806239', '831926600000'] }
    expect(foundBy(roleAccountPlaceholder, files, several)[0]).not.toHaveProperty('fix')
    const other = { 'a.yaml': exampleAccount('arn:aws:iam::831926600000:role/web') }
    expect(foundBy(roleAccountNotAllowed, other)[0]?.fix?.safety).toBe('unsafe')
  })

  test('is not compared with accounts or partitions that nobody gave', () => {
    const files = { 'a.yaml': exampleAccount('arn:aws-cn:iam::831926600000:role/web') }
    expect(foundBy(roleAccountNotAllowed, files, { roleAccounts: [] })).toEqual([])
    expect(foundBy(rolePartitionMismatch, files, { registries: [] })).toEqual([])
    const both = ['us-east-1', 'cn-north-1'].map((region) => ({ account: '465002806239', region }))
    expect(foundBy(rolePartitionMismatch, files, { registries: both })).toEqual([])
  })
})

const WRONG = 'arn:aws:iam::123456789012:role/web'

describe('a role stands in', () => {
  const account = exampleAccount('arn:aws:iam::465002806239:role/web')
  const local = { 'base/account.yaml': account, 'base/kustomization.yaml': 'resources: [account.yaml]' }
  const overlay = (rest: string): Files => ({
    ...local,
    'prod/kustomization.yaml': `resources: [../base]\n${rest}`,
  })
  const remote = (rest: string): Files => ({
    'prod/kustomization.yaml': `resources: [https://example.com/base?ref=v1]\n${rest}`,
  })
  const operation = (op: string, path: string, value: string) => `patches:
  - target: {kind: ServiceAccount, name: web}
    patch: |-
      - op: ${op}
        path: ${path}
        value: ${value}
`
  const POINTER = '/metadata/annotations/eks.amazonaws.com~1role-arn'
  const merge = `patches:
  - patch: |-
      apiVersion: v1
      kind: ServiceAccount
      metadata:
        name: web
        annotations:
          eks.amazonaws.com/role-arn: ${WRONG}
`

  test.each<readonly [string, Files, string, 'notice' | undefined]>([
    ['a JSON patch', overlay(operation('replace', POINTER, WRONG)), 'prod/kustomization.yaml:7', undefined],
    ['a patch that is merged', overlay(merge), 'prod/kustomization.yaml:9', undefined],
    [
      'a patch of all annotations',
      overlay(operation('replace', '/metadata/annotations', `{eks.amazonaws.com/role-arn: "${WRONG}"}`)),
      'prod/kustomization.yaml:7',
      undefined,
    ],
    [
      'a JSON patch of what is elsewhere',
      remote(operation('add', POINTER, WRONG)),
      'prod/kustomization.yaml:7',
      'notice',
    ],
    [
      'a test of what is elsewhere',
      remote(operation('test', POINTER, WRONG)),
      'prod/kustomization.yaml:7',
      'notice',
    ],
    ['a patch that is merged with what is elsewhere', remote(merge), 'prod/kustomization.yaml:9', 'notice'],
    [
      'a file of a patch for what is elsewhere',
      {
        ...remote('patches: [{path: ../patches/role.yaml, target: {kind: ServiceAccount}}]'),
        'patches/role.yaml': `- op: add\n  path: ${POINTER}\n  value: ${WRONG}\n`,
      },
      'patches/role.yaml:3',
      'notice',
    ],
    [
      'values of a chart',
      { 'values/prod.yaml': `serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn: ${WRONG}\n` },
      'values/prod.yaml:3',
      'notice',
    ],
    [
      'a template of pods',
      {
        'a.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata:
      annotations:
        iam.amazonaws.com/role: ${WRONG}
`,
      },
      'a.yaml:8',
      undefined,
    ],
  ])('%s', (_, files, place, severity) => {
    const found = foundBy(roleAccountPlaceholder, files)
    expect(placesOf(found)).toEqual([`${place} 123456789012`])
    expect(found[0]?.severity).toBe(severity)
  })

  test('not in what an overlay takes the place of', () => {
    const files = {
      ...overlay(operation('replace', POINTER, 'arn:aws:iam::465002806239:role/web')),
      'base/account.yaml': exampleAccount(WRONG),
    }
    expect(foundBy(roleAccountPlaceholder, files)).toEqual([])
  })
})
