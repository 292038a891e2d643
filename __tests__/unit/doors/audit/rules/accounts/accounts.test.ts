import { describe, expect, test } from 'vitest'
import { accountMalformed } from '../../../../../../src/doors/audit/rules/accounts/account-malformed.ts'
import { accountNotAllowed } from '../../../../../../src/doors/audit/rules/accounts/account-not-allowed.ts'
import { accountPlaceholder } from '../../../../../../src/doors/audit/rules/accounts/account-placeholder.ts'
import { accountUnresolved } from '../../../../../../src/doors/audit/rules/accounts/account-unresolved.ts'
import { marketplaceNamespace } from '../../../../../../src/doors/audit/rules/accounts/marketplace-namespace.ts'
import { regionMismatch } from '../../../../../../src/doors/audit/rules/accounts/region-mismatch.ts'
import { registryNotAllowed } from '../../../../../../src/doors/audit/rules/accounts/registry-not-allowed.ts'
import { examplePod } from '../../../../../../src/doors/audit/rules/example-pod.ts'
import type { Rule } from '../../../../../../src/doors/audit/rules/rule.ts'
import { type Files, foundBy, placesOf, SETTINGS } from '../../../../../support/audit/audited.ts'

const OWN = '465002806239.dkr.ecr.us-east-1.amazonaws.com'
const pod = (image: string): Files => ({ 'pod.yaml': examplePod(image) })
const RULES = [
  accountPlaceholder,
  accountMalformed,
  accountUnresolved,
  accountNotAllowed,
  regionMismatch,
  marketplaceNamespace,
]

/** What each host is, and where: exactly one of these rules speaks. */
const HOSTS: readonly (readonly [host: string, rule: string | undefined, at?: string])[] = [
  [OWN, undefined],
  ['465002806239.dkr.ecr-fips.us-east-1.amazonaws.com', undefined],
  ['465002806239.dkr-ecr.us-east-1.on.aws', undefined],
  ['docker.io', undefined],
  ['123456789012.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-placeholder', '123456789012'],
  ['000000000000.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-placeholder', '000000000000'],
  ['777777777777.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-placeholder', '777777777777'],
  ['123456789.dkr.ecr.eu-central-1.amazonaws.com', 'ecr-account-malformed', '123456789'],
  ['4650028062391.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-malformed', '4650028062391'],
  ['4650-0280-6239.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-malformed', '4650-0280-6239'],
  ['46500280623O.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-malformed', '46500280623O'],
  ['465002806239.dkr.ecr.us-east1.amazonaws.com', 'ecr-account-malformed', 'us-east1'],
  ['465002806239.dkr.ecr.amazonaws.com', 'ecr-account-malformed', '465002806239.dkr.ecr.amazonaws.com'],
  ['465002806239.dkr.ecr.cn-north-1.amazonaws.com', 'ecr-account-malformed', 'cn-north-1'],
  ['account-id.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-unresolved', 'account-id'],
  ['ACCOUNT_ID.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-unresolved', 'ACCOUNT_ID'],
  ['xxxxxxxxxxxx.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-unresolved', 'xxxxxxxxxxxx'],
  ['<account>.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-unresolved', '<account>'],
  [
    '$' + '{AWS_ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com',
    'ecr-account-unresolved',
    '$' + '{AWS_ACCOUNT_ID}',
  ],
  ['465002806239.dkr.ecr.<region>.amazonaws.com', 'ecr-account-unresolved', '<region>'],
  ['465002806239.dkr.ecr.REGION.amazonaws.com', 'ecr-account-unresolved', 'REGION'],
  ['831926600000.dkr.ecr.us-east-1.amazonaws.com', 'ecr-account-not-allowed', '831926600000'],
  ['465002806239.dkr.ecr.eu-west-1.amazonaws.com', 'ecr-region-mismatch', 'eu-west-1'],
  ['602401143452.dkr.ecr.eu-west-1.amazonaws.com', undefined],
  ['763104351884.dkr.ecr.us-west-2.amazonaws.com', undefined],
  ['709825985650.dkr.ecr.us-east-1.amazonaws.com', 'marketplace-namespace'],
  ['709825985650.dkr.ecr.eu-west-1.amazonaws.com', 'marketplace-namespace', 'eu-west-1'],
  ['mirror.example.123456789012.dkr.ecr.us-east-1.amazonaws.com', undefined],
]

describe('a host of ECR', () => {
  test.each(HOSTS)('%s: %s', (host, rule, at) => {
    const found = RULES.flatMap((one) =>
      foundBy(one, pod(`${host}/web:v1`)).map((finding) => ({ rule: one.id, finding })),
    )
    expect(found.map((one) => one.rule)).toEqual(rule === undefined ? [] : [rule])
    if (at !== undefined) expect(placesOf(found.map(({ finding }) => finding))).toEqual([`pod.yaml:8 ${at}`])
  })

  test('of Marketplace is right with the namespace of a seller', () => {
    const right = pod('709825985650.dkr.ecr.us-east-1.amazonaws.com/example-seller/web:v1')
    expect(foundBy(marketplaceNamespace, right)).toEqual([])
  })

  test('may be a placeholder because a setting says so, and none because another one does', () => {
    const image = pod('831926600000.dkr.ecr.us-east-1.amazonaws.com/web:v1')
    const placeholderAccounts = ['831926600000']
    expect(foundBy(accountPlaceholder, image, { placeholderAccounts })).toHaveLength(1)
    expect(foundBy(accountNotAllowed, image, { placeholderAccounts })).toEqual([])
    const registries = [{ account: '123456789012', region: 'us-east-1' }]
    expect(foundBy(accountPlaceholder, HOST_OF_DOCS, { registries })).toEqual([])
  })

  test('says nothing that needs registries where none are given', () => {
    const image = pod('831926600000.dkr.ecr.us-east-1.amazonaws.com/web:v1')
    for (const rule of [accountNotAllowed, regionMismatch, registryNotAllowed]) {
      expect(foundBy(rule, image, { registries: [] }), rule.id).toEqual([])
    }
    expect(foundBy(accountPlaceholder, HOST_OF_DOCS, { registries: [] })[0]).not.toHaveProperty('fix')
  })
})

const HOST_OF_DOCS = pod('123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1')
const fixOf = (rule: Rule, files: Files, settings: Partial<typeof SETTINGS> = {}) =>
  foundBy(rule, files, settings).map(
    ({ fix }) => fix && [fix.safety, fix.changes.map((one) => 'to' in one && one.to)],
  )

describe('the fix of an account', () => {
  const two = [...SETTINGS.registries, { account: '831926600000', region: 'us-east-1' }]
  const elsewhere = [{ account: '831926600000', region: 'eu-west-1' }]

  test('is safe where one registry is allowed in the region', () => {
    expect(fixOf(accountPlaceholder, HOST_OF_DOCS)).toEqual([['safe', [`${OWN}/web:v1`]]])
    const fips = pod('123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/web:v1')
    const fixed = '465002806239.dkr.ecr-fips.us-east-1.amazonaws.com/web:v1'
    expect(fixOf(accountPlaceholder, fips)).toEqual([['safe', [fixed]]])
  })

  test('is none where two are, and another region is a choice', () => {
    expect(fixOf(accountPlaceholder, HOST_OF_DOCS, { registries: two })).toEqual([undefined])
    const moved = '831926600000.dkr.ecr.eu-west-1.amazonaws.com/web:v1'
    expect(fixOf(accountPlaceholder, HOST_OF_DOCS, { registries: elsewhere })).toEqual([['unsafe', [moved]]])
  })

  test('does not count what AWS has as one of two', () => {
    const registries = [...SETTINGS.registries, { account: '709825985650', region: 'us-east-1' }]
    expect(fixOf(accountPlaceholder, HOST_OF_DOCS, { registries })).toEqual([['safe', [`${OWN}/web:v1`]]])
  })

  test('is unsafe for a name that an entry of images: matches', () => {
    const files = {
      'base/pod.yaml': examplePod('123456789012.dkr.ecr.us-east-1.amazonaws.com/web'),
      'base/kustomization.yaml': 'resources: [pod.yaml]',
      'a/kustomization.yaml': `resources: [../base]\nimages: [{name: 123456789012.dkr.ecr.us-east-1.amazonaws.com/web, newName: ${OWN}/web}]`,
      'b/kustomization.yaml': 'resources: [../base]',
    }
    expect(fixOf(accountPlaceholder, files)).toEqual([['unsafe', [`${OWN}/web`]]])
  })

  test('fills in what stands for an account, and keeps an account that is written', () => {
    expect(fixOf(accountUnresolved, pod('<account>.dkr.ecr.us-east-1.amazonaws.com/web:v1'))).toEqual([
      ['safe', [`${OWN}/web:v1`]],
    ])
    const region = pod('465002806239.dkr.ecr.<region>.amazonaws.com/web:v1')
    expect(fixOf(accountUnresolved, region)).toEqual([['safe', [`${OWN}/web:v1`]]])
    expect(fixOf(accountUnresolved, pod('831926600000.dkr.ecr.<region>.amazonaws.com/web:v1'))).toEqual([
      undefined,
    ])
  })
})

describe('a name that an overlay decides', () => {
  const overlay = (newName: string): string => `resources: [../base]
images:
  - name: web
    newName: ${newName}
    newTag: v1
`
  const files: Files = {
    'base/pod.yaml': examplePod('web'),
    'base/kustomization.yaml': 'resources: [pod.yaml]',
    'prod/kustomization.yaml': overlay('123456789012.dkr.ecr.us-east-1.amazonaws.com/web'),
    'staging/kustomization.yaml': overlay(`${OWN}/web`),
  }

  test('is found in its line, once, with the overlay that has it', () => {
    const found = foundBy(accountPlaceholder, files)
    expect(placesOf(found)).toEqual(['prod/kustomization.yaml:4 123456789012'])
    expect(found.map(({ inheritedBy }) => inheritedBy)).toEqual([['prod']])
  })

  test('of a base is found once, with all that inherit it', () => {
    const inherited = {
      ...files,
      'base/kustomization.yaml': `resources: [pod.yaml]\nimages:\n  - {name: web, newName: 123456789012.dkr.ecr.us-east-1.amazonaws.com/web}\n`,
      'prod/kustomization.yaml': 'resources: [../base]',
      'staging/kustomization.yaml': 'resources: [../base]',
    }
    const found = foundBy(accountPlaceholder, inherited)
    expect(placesOf(found)).toEqual(['base/kustomization.yaml:3 123456789012'])
    expect(found[0]?.inheritedBy).toEqual(['prod', 'staging'])
  })

  test('is a warning in an entry that reaches nothing', () => {
    const dead = { ...files, 'base/pod.yaml': examplePod('another') }
    const found = foundBy(accountPlaceholder, dead)
    expect(placesOf(found)).toEqual(['prod/kustomization.yaml:4 123456789012'])
    expect(found[0]?.severity).toBe('warning')
  })
})

describe('a variable in a registry', () => {
  const image = { 'apps/prod/pod.yaml': examplePod('$' + '{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/web:v1') }
  const flux = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps}
spec: {path: ./apps, postBuild: {substituteFrom: [{kind: Secret, name: accounts}]}}
`

  test.each([
    ['nothing fills in', {}, undefined],
    ['Flux fills in', { 'flux.yaml': flux }, 'notice'],
    ['Flux fills in elsewhere', { 'flux.yaml': flux.replace('./apps', './infra') }, undefined],
    ['a script fills in', { Makefile: 'deploy:\n\tenvsubst < a.yaml | kubectl apply -f -\n' }, 'notice'],
    [
      'a page tells to fill in',
      { 'apps/README.md': 'Run `envsubst < pod.yaml | kubectl apply -f -`.' },
      'notice',
    ],
    ['a page elsewhere tells of', { 'other/README.md': 'Run `envsubst < pod.yaml`.' }, undefined],
    [
      'Terraform fills in',
      { 'main.tf': 'a = templatefile("$' + '{path.module}/apps/prod/pod.yaml", {})' },
      'notice',
    ],
    ['Terraform fills in of another file', { 'main.tf': 'a = templatefile("app.yaml", {})' }, undefined],
    ['a pipeline fills in', { '.github/workflows/deploy.yml': 'run: envsubst < a > b' }, 'notice'],
  ])('that %s', (_, more, severity) => {
    const found = foundBy(accountUnresolved, { ...image, ...more })
    expect(found.map((one) => one.severity)).toEqual([severity])
    expect(found.every(({ fix }) => fix === undefined)).toBe(severity === 'notice')
  })
})

test('a variable that Flux fills in from the repository is what it is', () => {
  const flux = (account: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps}
spec: {path: ./apps, postBuild: {substitute: {ACCOUNT: "${account}"}}}
`
  const image = examplePod('$' + '{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/web:v1')
  const rulesOf = (account: string) => {
    const files = { 'apps/pod.yaml': image, 'flux.yaml': flux(account) }
    return RULES.filter((rule) => foundBy(rule, files).length > 0).map(({ id }) => id)
  }
  expect(rulesOf('465002806239')).toEqual([])
  expect(rulesOf('123456789012')).toEqual(['ecr-account-placeholder'])
})

describe('registry-not-allowed', () => {
  test.each([
    ['nginx:1.27', 1],
    ['quay.io/a/b:v1', 1],
    [`${OWN}/web:v1`, 0],
    ['602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/pause:3.5', 0],
    ['831926600000.dkr.ecr.us-east-1.amazonaws.com/web:v1', 0],
    ['https://quay.io/a/b', 0],
  ])('%s: %i', (image, count) => {
    expect(foundBy(registryNotAllowed, pod(image))).toHaveLength(count)
  })
})
