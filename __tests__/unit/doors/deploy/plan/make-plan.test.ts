import { describe, expect, test } from 'vitest'
import type { Source } from '../../../../../src/source/source.ts'
import {
  ACCOUNT,
  aBuild,
  aChoice,
  checkedOut,
  HOST,
  host,
  OLD_SHA,
  problemOf,
  problemsOf,
  REPOSITORY,
  ROLE,
  SHA,
} from '../../../builders.ts'
import { plan, pushPlan } from './planned.ts'

const ORIGIN = [
  `org.opencontainers.image.revision=${SHA}`,
  'org.opencontainers.image.source=https://github.com/acme/identity-service',
]
const OTHER = '012345678901'
const OTHER_HOST = `${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com`

const problem = (given: Record<string, string>, source: Partial<Source> = {}) =>
  problemOf(() => plan(given, source))

describe('a deploying run', () => {
  test('has everything decided before the first request', () => {
    const registry = host(HOST)
    const image = {
      name: 'identity-service',
      repository: REPOSITORY,
      repositoryUrl: `${HOST}/${REPOSITORY}`,
      tag: SHA,
      commit: SHA,
      tested: [],
      platforms: [],
      parts: [],
      sourceRepository: 'acme/identity-service',
      stated: { account: 'role-to-assume', region: 'aws-region', repository: 'repository' },
      paths: [],
      targets: [{ kind: 'kustomize', path: 'apps/identity-service/overlays/prod', key: 'identity-service' }],
      build: aBuild({ labels: ORIGIN, annotations: ORIGIN, bases: [{ host: registry, prefix: undefined }] }),
      access: {
        registry,
        role: { arn: ROLE, partition: 'aws', account: ACCOUNT },
        session: {
          name: 'acme-identity-service-9001-2',
          durationSeconds: 3600,
          audience: 'sts.amazonaws.com',
          writes: [`arn:aws:ecr:ap-southeast-2:${ACCOUNT}:repository/${REPOSITORY}`],
          creates: [],
          tags: [],
          keys: [],
          signs: [],
          onDemand: [],
        },
        endpoints: { STS: undefined, ECR: undefined },
      },
    }
    const config = {
      remote: {
        url: 'https://github.com/acme/platform-config.git',
        webUrl: 'https://github.com/acme/platform-config',
        label: 'acme/platform-config',
        host: 'github',
      },
      credential: { kind: 'token', token: 'a-token' },
      branch: undefined,
      pin: 'tag',
      retarget: false,
      replicas: { patterns: [], timeoutSeconds: 300 },
      pullRequest: undefined,
      onStale: 'skip',
      onDiverged: 'default-branch',
      createMissing: false,
      renderCheck: 'auto',
      chartVersion: 'off',
      knownAccounts: new Set([ACCOUNT]),
      messageTemplate: undefined,
      author: { name: 'github-actions[bot]', email: '41898282+github-actions[bot]@users.noreply.github.com' },
      via: {
        kind: 'git',
        reason: 'config-token has not the form of a token of a GitHub App or of the job (ghs_...)',
      },
    }
    expect(plan()).toEqual({
      kind: 'push',
      reason: 'refs/heads/main is a deploy ref',
      inspection: undefined,
      unchecked: [],
      warnings: [],
      notices: [],
      logins: [],
      images: [image],
      config,
      createRepository: undefined,
      history: { checkout: '.', token: undefined },
      engine: aChoice({ commits: new Map([[SHA, '.']]) }),
      maxParallel: 12,
      dryRun: false,
    })
  })

  test('lets the labels of the user win, which come last', () => {
    const { labels = [] } =
      pushPlan({ labels: 'org.opencontainers.image.source=https://x' }).images[0].build ?? {}
    expect(labels.at(-1)).toBe('org.opencontainers.image.source=https://x')
  })

  test('names the image by the last segment of the repository, or as told', () => {
    expect(pushPlan({ repository: 'ab' }).images[0].name).toBe('ab')
    expect(pushPlan({ name: 'ghcr.io/acme/x' }).images[0].name).toBe('ghcr.io/acme/x')
  })

  test('asks the engine for several platforms only where several are given', () => {
    expect(pushPlan({ platforms: 'linux/amd64' }).engine.needs).toEqual([])
    expect(pushPlan({ platforms: 'linux/amd64,linux/arm64' }).engine.needs).toEqual(['platforms (several)'])
  })

  test('asks for the platforms of an image that must exist, too', () => {
    const never = { build: 'never', platforms: 'linux/arm64' }
    expect(pushPlan(never).images[0]).toMatchObject({ build: undefined, platforms: ['linux/arm64'] })
  })

  test('builds nothing with build: never, and then does not look at the checkout', () => {
    const made = pushPlan(
      { build: 'never', tag: OLD_SHA, 'require-clean': 'true' },
      {
        checkouts: checkedOut({ head: SHA, modified: ['a'] }),
      },
    )
    expect(made.images[0]).toMatchObject({ build: undefined, tag: OLD_SHA, commit: OLD_SHA })
    expect(made.warnings).toEqual([])
  })

  test.each(['false', 'true'])('keeps dry-run: %s', (text) => {
    expect(pushPlan({ 'dry-run': text }).dryRun).toBe(text === 'true')
  })
})

describe('the commit', () => {
  test('is that of the checkout, not GITHUB_SHA', () => {
    expect(pushPlan({}, { checkouts: checkedOut({ head: OLD_SHA, modified: [] }) }).images[0]).toMatchObject({
      tag: OLD_SHA,
      commit: OLD_SHA,
    })
  })

  test('is GITHUB_SHA where the context is in no repository, with a notice', () => {
    const made = pushPlan({}, { checkouts: new Map() })
    expect(made.images[0].tag).toBe(SHA)
    expect(made.notices).toEqual([expect.stringContaining('git could not read a repository')])
  })

  test('must be readable where require-clean is set', async () => {
    const made = await problem({ 'require-clean': 'true' }, { checkouts: new Map() })
    expect(made).toMatchObject({ code: 'CHECKOUT_MODIFIED', inputs: ['require-clean'] })
    expect(made.message).toMatch(/at the build context$/)
  })

  test('of a tag must be the one that is built', async () => {
    expect(await problem({ tag: `main-${OLD_SHA}` })).toMatchObject({ code: 'TAG_COMMIT_MISMATCH' })
  })

  const release = {
    ref: 'refs/tags/v1.2.3',
    checkouts: checkedOut({ head: OLD_SHA, modified: [] }),
  }

  test('of a version must be that of the git tag', async () => {
    expect(await problem({ tag: 'v1.2.3' }, release)).toMatchObject({ code: 'TAG_COMMIT_MISMATCH' })
    const [image] = pushPlan({ tag: 'v1.2.3', build: 'never' }, release).images
    expect(image).toMatchObject({ commit: SHA, tested: [SHA, `main-${SHA}`] })
  })

  test('of a version is the one that is checked out where it is of another repository', () => {
    const [image] = pushPlan({ tag: 'v1.2.3', 'source-repository': 'acme/web' }, release).images
    expect(image).toMatchObject({ commit: OLD_SHA, sourceRepository: 'acme/web' })
    const own = { tag: 'v1.2.3', 'source-repository': 'acme/identity-service' }
    expect(pushPlan(own, { ref: 'refs/tags/v1.2.3' }).images[0].commit).toBe(SHA)
    const spelled = { ...own, 'source-repository': 'Acme/Identity-Service', build: 'never' }
    expect(pushPlan(spelled, release).images[0].commit).toBe(SHA)
  })

  test.each(['latest', 'main', 'main-latest', SHA.slice(0, 8)])(
    'is not in the tag %s, which is refused',
    async (tag) => {
      expect(await problem({ tag })).toMatchObject({ code: 'TAG_MUTABLE' })
    },
  )
})

describe('a modified checkout', () => {
  const checkouts = checkedOut({ head: SHA, modified: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] })
  test('is a warning', () => {
    expect(pushPlan({}, { checkouts }).warnings).toEqual([
      expect.stringContaining('a, b, c, d, e and 2 more'),
    ])
  })
  test('has five paths in it without "and 0 more"', () => {
    const five = checkedOut({ head: SHA, modified: ['a', 'b', 'c', 'd', 'e'] })
    expect(pushPlan({}, { checkouts: five }).warnings).toEqual([
      expect.stringContaining(': a, b, c, d, e. Set'),
    ])
  })
  test('is refused with require-clean', async () => {
    expect(await problem({ 'require-clean': 'true' }, { checkouts })).toMatchObject({
      code: 'CHECKOUT_MODIFIED',
      inputs: ['require-clean'],
    })
  })
  test('is not mentioned when it is clean', () => {
    expect(pushPlan({ 'require-clean': 'true' }).warnings).toEqual([])
  })
})

describe('accounts, regions and partitions', () => {
  test.each([
    [{ registry: HOST, 'aws-region': '' }, HOST],
    [{ registry: HOST }, HOST],
    [{ 'aws-region': 'eu-west-1' }, `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`],
    [{ registry: `${ACCOUNT}.dkr-ecr.ap-southeast-2.on.aws` }, `${ACCOUNT}.dkr-ecr.ap-southeast-2.on.aws`],
    [{ registry: OTHER_HOST, 'allowed-account-ids': OTHER }, OTHER_HOST],
    [{ registry: OTHER_HOST, 'allowed-account-ids': `${ACCOUNT},\n${OTHER}` }, OTHER_HOST],
    [
      { 'role-to-assume': `arn:aws-cn:iam::${ACCOUNT}:role/x`, 'aws-region': 'cn-north-1' },
      `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn`,
    ],
    [
      { 'role-to-assume': `arn:aws-us-gov:iam::${ACCOUNT}:role/x`, 'aws-region': 'us-gov-west-1' },
      `${ACCOUNT}.dkr.ecr.us-gov-west-1.amazonaws.com`,
    ],
  ])('%j pushes to %s', (given, host) => {
    expect(pushPlan(given).images[0].access.registry.host).toBe(host)
  })

  test('the region of the environment is only a default', () => {
    const fromEnvironment = { environmentRegion: 'eu-west-1' }
    expect(pushPlan({ 'aws-region': '' }, fromEnvironment).images[0].access.registry.region).toBe('eu-west-1')
    expect(pushPlan({}, fromEnvironment).images[0].access.registry.region).toBe('ap-southeast-2')
    const other = { registry: HOST, 'aws-region': '' }
    expect(pushPlan(other, fromEnvironment).images[0].access.registry.region).toBe('ap-southeast-2')
  })

  test('it is said which input, or which variable, decided where an image goes', () => {
    const stated = (given: Record<string, string>, source: Partial<Source> = {}) =>
      pushPlan(given, source).images.map((image) => Object.values(image.stated))
    expect(stated({})).toEqual([['role-to-assume', 'aws-region', 'repository']])
    expect(stated({ registry: HOST, 'aws-region': '' })).toEqual([['registry', 'registry', 'repository']])
    for (const regionVariable of ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const) {
      const source = { environmentRegion: 'eu-west-1', regionVariable }
      expect(stated({ 'aws-region': '' }, source)).toEqual([
        ['role-to-assume', `the variable ${regionVariable}`, 'repository'],
      ])
    }
    const images = `- { repository: ab, registry: ${HOST} }\n- { repository: cd }`
    expect(stated({ images })).toEqual([
      ['images[0].registry', 'images[0].registry', 'images[0].repository'],
      ['role-to-assume', 'aws-region', 'images[1].repository'],
    ])
  })

  test.each([
    [{ registry: OTHER_HOST }, `in account ${OTHER}, but role-to-assume is in account ${ACCOUNT}`],
    [{ registry: OTHER_HOST, 'allowed-account-ids': '111122223333' }, `in account ${OTHER}`],
    [{ registry: HOST, 'aws-region': 'eu-west-1' }, 'aws-region is eu-west-1, but registry'],
    [{ 'aws-region': 'cn-north-1' }, 'is in partition aws, but registry'],
    [{ 'role-to-assume': `arn:aws-cn:iam::${ACCOUNT}:role/x` }, 'is in partition aws-cn, but registry'],
    [{ 'aws-region': 'us-gov-west-1' }, 'partition aws-us-gov'],
  ])('%j is refused: %s', async (given, message) => {
    expect(await problem(given)).toMatchObject({
      code: 'ACCOUNT_MISMATCH',
      message: expect.stringContaining(message),
    })
  })

  test('another account and another partition are both told', async () => {
    const registry = `${OTHER}.dkr.ecr.cn-north-1.amazonaws.com.cn`
    const problems = await problemsOf(() => plan({ registry, 'aws-region': '' }))
    expect(problems.map(({ code }) => code)).toEqual(['ACCOUNT_MISMATCH', 'ACCOUNT_MISMATCH'])
  })

  test.each([
    ['role-to-assume', 'role-to-assume is empty, and this run pushes'],
    ['aws-region', 'neither aws-region nor registry says in which region to push'],
    ['repository', 'repository is empty'],
    ['config-token', 'config-repository needs config-token, config-ssh-key or config-app-id, which is empty'],
    ['overlays', 'config-repository is set, but overlays, helm-values and manifests are empty'],
  ])('an empty %s is asked for', async (name, message) => {
    expect(await problem({ [name]: '' })).toMatchObject({ code: 'INPUT_REQUIRED', message })
  })

  test('a region of the environment that is none is reported as such', async () => {
    const source = { environmentRegion: 'Sydney' }
    expect(await problem({ 'aws-region': '' }, source)).toMatchObject({
      code: 'INPUT_REQUIRED',
      message: 'there is no known ECR host in the region Sydney',
    })
  })
})

test('other refs build and push, and neither ask for a config credential nor plan a commit', () => {
  const made = pushPlan({ 'config-token': '', overlays: '' }, { ref: 'refs/heads/feature' })
  expect(made.config).toBeUndefined()
})

describe('mistakes', () => {
  test('of inputs and plan are reported together', async () => {
    const problems = await problemsOf(() =>
      plan({
        pin: 'x',
        tag: 'latest',
        'role-to-assume': '',
        overlays: '',
        'config-token': '',
        'commit-message': '{nope}',
      }),
    )
    expect(problems.flatMap(({ inputs }) => inputs)).toEqual(
      expect.arrayContaining(['pin', 'tag', 'role-to-assume', 'overlays', 'commit-message']),
    )
    expect(problems).toHaveLength(6)
  })

  test.each([
    ['role-to-assume', 'x'],
    ['repository', 'X'],
    ['aws-region', 'x'],
    ['tag', 'a\nb'],
    ['overlays', 'a\tb'],
  ])('about a refused %s are reported once: it is not also called empty', async (name, bad) => {
    const problems = await problemsOf(() => plan({ [name]: bad }))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ code: 'INPUT_INVALID', inputs: [name] })
  })

  test('about a refused registry are reported once, though the region depends on it', async () => {
    const problems = await problemsOf(() => plan({ registry: 'https://x', 'aws-region': '' }))
    expect(problems.map(({ inputs }) => inputs)).toEqual([['registry']])
  })

  test('about a refused config-repository do not hide the others', async () => {
    const problems = await problemsOf(() => plan({ 'config-repository': 'x', tag: 'latest' }))
    expect(problems.map(({ inputs }) => inputs)).toEqual([['config-repository'], ['tag']])
  })
})
