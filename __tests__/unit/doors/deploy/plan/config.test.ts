import { describe, expect, test } from 'vitest'
import { configOf } from '../../../../../src/plan/plan.ts'
import type { Source } from '../../../../../src/source/source.ts'
import {
  ACCOUNT,
  aCheckPlan,
  aConfig,
  aPushPlan,
  EMPTY_SECRET,
  HOST,
  KEY,
  problemOf,
  problemsOf,
} from '../../../builders.ts'
import { plan, pushPlan } from './planned.ts'
import { isTold, type Refusal } from './told.ts'

const OTHER = '012345678901'
const OTHER_HOST = `${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com`

describe('the config repository', () => {
  const remote = (given: Record<string, string>, source: Partial<Source> = {}) =>
    pushPlan(given, source).config

  test.each([
    [{ 'config-token': 't' }, 'https://github.com/acme/platform-config.git', 'token'],
    [{ 'config-token': '', 'config-ssh-key': KEY }, 'git@github.com:acme/platform-config.git', 'ssh'],
    [{ 'config-repository': 'https://ghe.example/a/b' }, 'https://ghe.example/a/b', 'token'],
    [
      { 'config-repository': 'git@github.com:a/b.git', 'config-token': '', 'config-ssh-key': KEY },
      'git@github.com:a/b.git',
      'ssh',
    ],
    [
      { 'config-repository': 'ssh://git@h/a/b', 'config-token': '', 'config-ssh-key': KEY },
      'ssh://git@h/a/b',
      'ssh',
    ],
    [{ 'config-repository': 'file:///srv/c.git', 'config-token': '' }, 'file:///srv/c.git', 'none'],
    [{ 'config-repository': 'http://127.0.0.1:3000/a/b' }, 'http://127.0.0.1:3000/a/b', 'token'],
  ])('%j is reached at %s with %s', (given, url, kind) => {
    expect(remote(given)).toMatchObject({ remote: { url }, credential: { kind } })
  })

  test('given as owner/name is on the server of the run', () => {
    const { remote: at } = remote({}, { serverUrl: 'https://ghe.example/' }) ?? {}
    expect(at).toMatchObject({
      url: 'https://ghe.example/acme/platform-config.git',
      webUrl: 'https://ghe.example/acme/platform-config',
    })
  })

  test.each([
    ['https://ghe.example/a/b', 'a/b'],
    ['https://gitlab.example/group/sub/project.git', 'https://gitlab.example/group/sub/project.git'],
  ])('%s is called %s', (url, label) => {
    expect(remote({ 'config-repository': url })?.remote.label).toBe(label)
  })

  test.each([
    ['git@github.com:a/b.git', 'https://github.com/a/b'],
    ['ssh://git@ghe.example:2222/a/b.git', 'https://ghe.example/a/b'],
    ['ssh://git@ssh.github.com:443/a/b.git', 'https://github.com/a/b'],
    ['https://ghe.example:8443/a/b.git', 'https://ghe.example:8443/a/b'],
    ['file:///srv/c.git', undefined],
    ['https://git.example/a/b.git', undefined],
  ])('%s has its pages at %s', (url, webUrl) => {
    const given = {
      'config-repository': url,
      ...(url.startsWith('http') ? {} : { 'config-token': '', 'config-ssh-key': KEY }),
    }
    expect(remote(given, { serverUrl: 'https://ghe.example' })?.remote.webUrl).toBe(webUrl)
  })

  test('at a name that only looks like loopback is not sent a token unencrypted', async () => {
    const { message } = await problemOf(() => plan({ 'config-repository': 'http://127.0.0.1.nip.io/a/b' }))
    expect(message).toContain('would cross the network unencrypted')
  })

  test('no problem shows the token or the key', async () => {
    const given = {
      'config-token': 'marker-token',
      'config-ssh-key': 'marker-key',
      'config-repository': 'http://h/a/b',
    }
    expect(JSON.stringify(await problemsOf(() => plan(given)))).not.toContain('marker')
  })

  test.each(['{nope}', '{name} {Tag}', '{}', '{name }'])(
    'the template %s has an unknown placeholder',
    async (template) => {
      expect(await problemOf(() => plan({ 'commit-message': template }))).toMatchObject({
        code: 'INPUT_INVALID',
        inputs: ['commit-message'],
      })
    },
  )

  test('every placeholder that is documented is known', () => {
    const template = '{name} {tag} {sha} {previous} {overlays} {repository} {actor} {run}'
    expect(remote({ 'commit-message': template })?.messageTemplate).toBe(template)
  })
})

describe('on-stale: write', () => {
  test.each(['push', 'schedule', 'workflow_run'])('is warned of in a run on %s', (event) => {
    expect(pushPlan({ 'on-stale': 'write' }, { event }).warnings).toEqual([
      expect.stringContaining(`on-stale is write in a run on ${event}`),
    ])
    expect(pushPlan({ 'on-stale': 'skip' }, { event }).warnings).toEqual([])
  })

  test.each(['workflow_dispatch', 'repository_dispatch', 'release'])('is fine in a run on %s', (event) => {
    expect(pushPlan({ 'on-stale': 'write' }, { event }).warnings).toEqual([])
  })

  test('is no matter where nothing deploys', () => {
    expect(pushPlan({ 'on-stale': 'write' }, { ref: 'refs/heads/feature' }).warnings).toEqual([])
  })
})

test('the accounts that a role in an overlay may be of are those that the step knows', () => {
  const login = `${OTHER_HOST}=arn:aws:iam::210987654321:role/pull`
  const made = pushPlan({ 'allowed-account-ids': OTHER, 'login-registries': login })
  expect([...(made.config?.knownAccounts ?? [])]).toEqual([ACCOUNT, '210987654321', OTHER])
})

test('the account of a registry without a role is known, too', () => {
  const given = { 'aws-credentials': 'ambient', 'role-to-assume': '', registry: HOST }
  expect([...(pushPlan(given).config?.knownAccounts ?? [])]).toEqual([ACCOUNT])
})

test('only a run that pushes may have a config repository to write to', () => {
  const config = aConfig()
  expect(configOf(aPushPlan({ config }))).toBe(config)
  expect(configOf(aPushPlan({ config: undefined }))).toBeUndefined()
  expect(configOf(aCheckPlan())).toBeUndefined()
  expect(configOf(undefined)).toBeUndefined()
})

describe('a refusal of config repository and overlays', () => {
  const inputs = ['config-token', 'config-ssh-key', 'config-app-id']
  const fromSecret = (input: string) => `Set ${input} from a secret. ${EMPTY_SECRET}`

  test.each<Refusal>([
    [
      'no credential',
      { 'config-token': '' },
      {},
      {
        code: 'INPUT_REQUIRED',
        inputs,
        message: 'config-repository needs config-token, config-ssh-key or config-app-id, which is empty',
        hint: fromSecret('config-token, config-ssh-key or config-app-id'),
      },
    ],
    [
      'no token for https',
      { 'config-repository': 'https://h/a/b', 'config-token': '', 'config-ssh-key': KEY },
      {},
      {
        code: 'INPUT_REQUIRED',
        inputs,
        message: 'config-repository needs config-token, which is empty',
        hint: fromSecret('config-token'),
      },
    ],
    [
      'no key for ssh',
      { 'config-repository': 'git@h:a/b' },
      {},
      {
        code: 'INPUT_REQUIRED',
        inputs,
        message: 'config-repository needs config-ssh-key, which is empty',
        hint: fromSecret('config-ssh-key'),
      },
    ],
    [
      'two credentials',
      { 'config-ssh-key': KEY },
      {},
      {
        code: 'INPUT_INVALID',
        inputs: ['config-token', 'config-ssh-key'],
        message: 'both config-token and config-ssh-key are set',
        hint: 'Keep one of config-token and config-ssh-key.',
      },
    ],
    [
      'no token to send in the clear',
      { 'config-repository': 'http://h/a/b', 'config-token': '' },
      {},
      {
        code: 'INPUT_REQUIRED',
        inputs,
        message: 'config-repository needs config-token, which is empty',
        hint: fromSecret('config-token'),
      },
    ],
    [
      'a token in the clear',
      { 'config-repository': 'http://h/a/b' },
      {},
      {
        code: 'INPUT_INVALID',
        inputs,
        message: 'config-repository is at http://h/a/b, and config-token would cross the network unencrypted',
        hint: 'Write config-repository as an https:// URL.',
      },
    ],
    [
      'unknown placeholders',
      { 'commit-message': '{name} {nope}{Tag}' },
      {},
      {
        code: 'INPUT_INVALID',
        inputs: ['commit-message'],
        message: 'commit-message has the unknown placeholder {nope}, {Tag}',
        hint: 'The placeholders of commit-message are {name} {tag} {sha} {previous} {overlays} {repository} {actor} {run} {subject} {pr}.',
      },
    ],
    [
      'an overlay outside of it',
      { overlays: '../apps' },
      {},
      {
        code: 'OVERLAY_INVALID',
        inputs: ['overlays'],
        message: 'overlays names "../apps", which is not a path inside the config repository',
        hint: 'Write overlays from the root of the config repository, with / and without .., for example apps/identity-service/overlays/prod or apps/*/overlays/prod.',
      },
    ],
    ...[
      ['no overlays', { overlays: '' }, ''],
      [
        'images without targets',
        { overlays: '', images: '- repository: a/b\n- repository: c/d' },
        ' for a/b, c/d',
      ],
      [
        'a named image without overlays',
        { overlays: '', images: '- { repository: ab, overlays: x }\n- { repository: cd, name: web }' },
        ' for web',
      ],
    ].map(
      ([what, given, which]) =>
        [
          what,
          given,
          {},
          {
            code: 'INPUT_REQUIRED',
            inputs: ['overlays', 'helm-values', 'manifests', 'images'],
            message: `config-repository is set, but overlays, helm-values and manifests are empty${which}`,
            hint: expect.stringMatching(
              /overlays names folders of kustomizations .*helm-values a place in values .*manifests a container /,
            ),
          },
        ] as Refusal,
    ),
  ])('%s', isTold)
})
