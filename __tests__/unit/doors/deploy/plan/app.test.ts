import { describe, expect, test } from 'vitest'
import { sessionPolicy } from '../../../../../src/aws/session/policy.ts'
import { makeAppKey } from '../../../../support/app-key.ts'
import { ACCOUNT, EMPTY_SECRET, HOST, KEY, problemsOf } from '../../../builders.ts'
import { plan, pushPlan } from './planned.ts'

const { pem } = makeAppKey()
const OTHER = '012345678901'
const arn = (resource: string, account: string = ACCOUNT, region = 'eu-west-1') =>
  `arn:aws:kms:${region}:${account}:${resource}`
const KMS = arn('key/1234abcd-12ab-34cd-56ef-1234567890ab')
const APP = { 'config-token': '', 'config-app-id': '123456' }
const BY_PEM = { ...APP, 'config-app-private-key': pem }
const BY_KMS = { ...APP, 'config-app-kms-key': KMS }

const credential = (given: Record<string, string>) => pushPlan(given).config?.credential
const refused = (given: Record<string, string>) => problemsOf(() => plan(given))
const sessionOf = (given: Record<string, string>) => pushPlan(given).images[0].access.session
const statements = (given: Record<string, string>) =>
  (JSON.parse(sessionPolicy(sessionOf(given))) as { Statement: { Action: unknown }[] }).Statement

describe('a GitHub App', () => {
  test('with its key is for the one repository, over https', () => {
    const { config } = pushPlan(BY_PEM)
    expect(config?.remote.url).toBe('https://github.com/acme/platform-config.git')
    expect(config?.credential).toMatchObject({
      kind: 'app',
      id: '123456',
      key: { kind: 'pem', pem: expect.stringContaining('-----BEGIN PRIVATE KEY-----') },
      repository: { owner: 'acme', name: 'platform-config' },
      permissions: { contents: 'write' },
      isAuthor: true,
    })
  })

  test.each(['123456', 'Iv23liAbCdEfGhIjKlMn', 'Iv1.8a61f9b3a7aba766'])('goes by %s', (id) => {
    expect(credential({ ...BY_PEM, 'config-app-id': id })).toMatchObject({ id })
  })

  test.each(['https://github.com/acme/other', 'https://github.com/acme/other.git'])(
    'is for %s, on the host of the run',
    (repository) => {
      expect(credential({ ...BY_PEM, 'config-repository': repository })).toMatchObject({
        repository: { owner: 'acme', name: 'other' },
      })
    },
  )

  test('is no author where one is given', () => {
    expect(credential({ ...BY_PEM, 'commit-author': 'bot <bot@acme.example>' })).toMatchObject({
      isAuthor: false,
    })
  })

  test.each([
    [{}, { contents: 'write' }, {}],
    [{ 'pull-request': '{ team-reviewers: [platform] }' }, { contents: 'write' }, {}],
    [{ delivery: 'pull-request' }, { contents: 'write', pull_requests: 'write' }, {}],
    [
      {
        delivery: 'pull-request',
        'pull-request': '{ labels: [deploy], reviewers: [mona], assignees: [mona] }',
      },
      { contents: 'write', pull_requests: 'write' },
      {},
    ],
    [
      { delivery: 'pull-request', 'pull-request': '{ team-reviewers: [platform] }' },
      { contents: 'write', pull_requests: 'write' },
      { members: 'read' },
    ],
  ])('with %j may do no more than that takes', (given, permissions, wished) => {
    expect(credential({ ...BY_PEM, ...given })).toEqual(expect.objectContaining({ permissions, wished }))
  })

  test.each([
    'https://gitlab.example/acme/other',
    'https://github.com:8443/acme/other',
    'http://github.com/acme/other',
    'git@github.com:acme/other.git',
    'https://github.com/acme/team/other',
  ])('is refused for %s', async (repository) => {
    const problems = await refused({ ...BY_PEM, 'config-repository': repository })
    expect(problems).toMatchObject([
      {
        code: 'INPUT_INVALID',
        message: expect.stringContaining('is not the https address of a repository of https://github.com'),
      },
    ])
  })

  test.each([
    [{ ...BY_PEM, 'config-token': 't' }, 'both config-token and config-app-id are set'],
    [{ ...BY_PEM, 'config-ssh-key': KEY }, 'both config-ssh-key and config-app-id are set'],
    [
      { ...BY_PEM, 'config-token': 't', 'config-ssh-key': KEY },
      'config-token and config-ssh-key and config-app-id are set',
    ],
    [{ ...BY_PEM, 'config-app-kms-key': KMS }, 'both config-app-private-key and config-app-kms-key are set'],
  ])('%# beside another credential is refused', async (given, message) => {
    expect(await refused(given)).toMatchObject([{ code: 'INPUT_INVALID', message }])
  })

  test.each([
    { apiUrl: 'https://api.github.com.evil.example' },
    { apiUrl: 'http://api.github.com' },
    { serverUrl: 'https://g.example', apiUrl: 'https://g.example/api/v1' },
  ])('gets no token at an API of another server: %j', async (source) => {
    for (const given of [{}, { 'commit-via': 'api' }, { delivery: 'pull-request' }]) {
      expect(await problemsOf(() => plan({ ...BY_PEM, ...given }, source))).toMatchObject([
        {
          code: 'INPUT_INVALID',
          inputs: ['config-app-id'],
          message: expect.stringContaining('GITHUB_API_URL'),
        },
      ])
    }
  })

  test('needs both of its inputs', async () => {
    expect(await refused({ ...BY_PEM, 'config-app-id': '' })).toMatchObject([
      { code: 'INPUT_REQUIRED', message: 'the key of a GitHub App is given, but config-app-id is empty' },
    ])
    expect(await refused(APP)).toMatchObject([
      { code: 'INPUT_REQUIRED', hint: expect.stringContaining(EMPTY_SECRET) },
    ])
  })

  test.each([
    ['platform-deployer', 'is "platform-deployer", which is neither the id'],
    ['Ov23liAbCdEfGhIjKlMn', 'of an OAuth app'],
    ['0', 'neither the id'],
    ['a1'.repeat(20), 'holds a secret'],
  ])('is not called %s', async (id, message) => {
    const problems = await refused({ ...BY_PEM, 'config-app-id': id })
    expect(problems).toMatchObject([{ code: 'INPUT_INVALID', message: expect.stringContaining(message) }])
  })

  test('of which one input is refused is refused for that alone', async () => {
    expect(await refused({ ...BY_PEM, 'config-app-private-key': 'no key' })).toHaveLength(1)
    expect(await refused({ ...BY_KMS, 'config-app-kms-key': 'no arn' })).toHaveLength(1)
    expect(await refused({ ...BY_PEM, 'config-app-id': 'x', 'config-app-private-key': 'y' })).toHaveLength(2)
  })
})

describe('a key in KMS', () => {
  test('is signed with in the session of the image, which may do that and nothing else with it', () => {
    const found = credential(BY_KMS)
    expect(found).toMatchObject({
      key: { kind: 'kms', key: { arn: KMS, region: 'eu-west-1' }, access: { endpoints: { KMS: undefined } } },
    })
    const { config, images } = pushPlan(BY_KMS)
    const key = config?.credential.kind === 'app' ? config.credential.key : undefined
    expect(key?.kind === 'kms' && key.access?.session).toBe(images[0].access.session)
    expect(statements(BY_KMS).at(-1)).toEqual({
      Effect: 'Allow',
      Action: 'kms:Sign',
      Resource: KMS,
      Condition: { StringEquals: { 'kms:SigningAlgorithm': 'RSASSA_PKCS1_V1_5_SHA_256' } },
    })
  })

  test('that goes by an alias is one of its account and region, under that name', () => {
    expect(statements({ ...BY_KMS, 'config-app-kms-key': arn('alias/deploy/app') }).at(-1)).toMatchObject({
      Resource: arn('key/*'),
      Condition: { StringEquals: { 'kms:RequestAlias': 'alias/deploy/app' } },
    })
  })

  test('is in no policy of a run that does not use it', () => {
    const actions = [statements({}), statements(BY_PEM)].flat().flatMap(({ Action }) => Action)
    expect(actions.filter((action) => String(action).startsWith('kms:'))).toEqual([])
  })

  test('of another account is a mistake, unless that account is allowed', async () => {
    const given = { ...BY_KMS, 'config-app-kms-key': arn('key/1', OTHER) }
    expect(await refused(given)).toMatchObject([
      {
        code: 'ACCOUNT_MISMATCH',
        message: expect.stringContaining(
          `is in account ${OTHER}, but role-to-assume is in account ${ACCOUNT}`,
        ),
        hint: expect.stringContaining(`add "${OTHER}" to allowed-account-ids`),
      },
    ])
    expect(credential({ ...given, 'allowed-account-ids': OTHER })).toMatchObject({ kind: 'app' })
  })

  test('of another partition is a mistake', async () => {
    const key = `arn:aws-cn:kms:cn-north-1:${ACCOUNT}:key/1`
    expect(await refused({ ...BY_KMS, 'config-app-kms-key': key })).toMatchObject([
      { code: 'ACCOUNT_MISMATCH', message: expect.stringContaining('partition aws-cn') },
    ])
  })

  test('is taken by the credentials of the runner, without a role', async () => {
    const ambient = { 'aws-credentials': 'ambient', 'role-to-assume': '', registry: HOST }
    expect(credential({ ...BY_KMS, ...ambient })).toMatchObject({ kind: 'app', key: { kind: 'kms' } })
    expect(await refused({ ...BY_KMS, ...ambient, 'config-app-kms-key': arn('key/1', OTHER) })).toMatchObject(
      [{ code: 'ACCOUNT_MISMATCH', message: expect.stringContaining('no registry of this step is in it') }],
    )
  })

  test.each([
    ['alias/app', 'is not the full ARN'],
    ['1234abcd-12ab-34cd-56ef-1234567890ab', 'is not the full ARN'],
    ['arn:aws:kms:eu-west-1:12345678901:key/1', 'which is not 12 digits'],
    ['arn:aws:kms:nowhere:123456789012:key/1', 'names no region'],
    ['arn:aws-cn:kms:eu-west-1:123456789012:key/1', 'names no region of the partition aws-cn'],
    [`arn:aws:iam::${ACCOUNT}:role/x`, 'is not the full ARN'],
    [pem, 'holds a secret, and no ARN'],
  ])('%# is not what is called one', async (key, message) => {
    const problems = await refused({ ...BY_KMS, 'config-app-kms-key': key })
    expect(problems).toMatchObject([{ code: 'INPUT_INVALID', message: expect.stringContaining(message) }])
    expect(JSON.stringify(problems)).not.toContain(pem.split('\n')[1])
  })

  test('is asked at the endpoint of a variable that is trusted, and at no other', async () => {
    const at = (url: string) => ({ endpoints: new Map([['AWS_ENDPOINT_URL_KMS', url]]) })
    const found = pushPlan(BY_KMS, at('http://127.0.0.1:4566')).config?.credential
    expect(found).toMatchObject({
      key: {
        access: { endpoints: { KMS: { variable: 'AWS_ENDPOINT_URL_KMS', url: 'http://127.0.0.1:4566/' } } },
      },
    })
    expect(await problemsOf(() => plan(BY_KMS, at('https://kms.example')))).toMatchObject([
      { code: 'ENDPOINT_UNTRUSTED' },
    ])
    expect(pushPlan(BY_PEM, at('https://kms.example')).kind).toBe('push')
  })
})

describe('a run that does not deploy', () => {
  const pull = { ref: 'refs/pull/1/merge', event: 'pull_request', fromPullRequest: true }
  const checked = (given: Record<string, string>, source = {}) =>
    plan({ ...given, push: 'false' }, { ...pull, ...source })

  test('looks at the overlays with a token of the App that can only read', () => {
    expect(checked(BY_PEM).inspection?.config.credential).toMatchObject({
      kind: 'app',
      permissions: { contents: 'read' },
    })
  })

  test('of a fork makes no use of the App', () => {
    const { inspection, unchecked } = checked(BY_PEM, { fromFork: true })
    expect(inspection).toBeUndefined()
    expect(unchecked.join('\n')).toContain('config-app-id is not used beside them')
  })

  test('has no session to sign with', () => {
    const { inspection, unchecked } = checked(BY_KMS)
    expect(inspection).toBeUndefined()
    expect(unchecked.join('\n')).toContain('the key of the App is in KMS')
  })
})
