import { describe, expect, test } from 'vitest'
import { makePlan } from '../../../../../src/doors/deploy/plan/make-plan.ts'
import type { PushPlan } from '../../../../../src/plan/plan.ts'
import type { Source } from '../../../../../src/source/source.ts'
import {
  ACCOUNT,
  aSource,
  DEPLOYING,
  HOST,
  inputsOf,
  OLD_SHA,
  overlaysOf,
  problemsOf,
  REGION,
  SHA,
} from '../../../builders.ts'

const { repository: _repository, ...FLAT } = DEPLOYING
const OTHER = '999988887777'
const OTHER_HOST = `${OTHER}.dkr.ecr.us-east-1.amazonaws.com`

const plan = (given: Record<string, string>, source: Partial<Source> = {}) =>
  makePlan(inputsOf({ ...FLAT, ...given }), aSource(source))

function pushPlan(
  images: string,
  given: Record<string, string> = {},
  source: Partial<Source> = {},
): PushPlan {
  const made = plan({ ...given, images }, source)
  if (made.kind !== 'push') throw new Error('the test expected a run that pushes')
  return made
}

const problems = (images: string, given: Record<string, string> = {}) =>
  problemsOf(() => plan({ ...given, images }))

describe('several images', () => {
  test('each have a name, a reference and overlays of their own', () => {
    const { images } = pushPlan(
      '- repository: team/api\n- { repository: team/web, overlays: apps/web, tag: "" }',
    )
    expect(images).toMatchObject([
      {
        name: 'api',
        repositoryUrl: `${HOST}/team/api`,
        tag: SHA,
        targets: overlaysOf('api', [DEPLOYING.overlays]),
      },
      { name: 'web', repositoryUrl: `${HOST}/team/web`, tag: SHA, targets: overlaysOf('web', ['apps/web']) },
    ])
  })

  test('of one role share a session, which may write to all of their repositories', () => {
    const { images } = pushPlan(
      `- repository: team/api\n- { repository: team/web, registry: ${OTHER_HOST} }`,
      {
        'allowed-account-ids': OTHER,
      },
    )
    expect(images[1]?.access.session).toBe(images[0].access.session)
    expect(images[0].access.session).toMatchObject({
      writes: [
        `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/team/api`,
        `arn:aws:ecr:us-east-1:${OTHER}:repository/team/web`,
      ],
      creates: [],
    })
  })

  test('of which one has a refused tag are reported which', async () => {
    const list = `- repository: team/api\n- { repository: team/web, tag: latest }\n- { repository: team/jobs, tag: x-${OLD_SHA} }`
    const [mutable, other, ...more] = await problems(list)
    expect(mutable).toMatchObject({
      code: 'TAG_MUTABLE',
      message: expect.stringMatching(/^images\[1\]\.tag is "latest", which is refused/),
      hint: expect.stringContaining('the input images[1].tag empty'),
    })
    expect(other).toMatchObject({
      code: 'TAG_COMMIT_MISMATCH',
      message: expect.stringMatching(/^images\[2\]\.tag "x-/),
      hint: expect.stringContaining('the input images[2].tag empty'),
    })
    expect(more).toEqual([])
  })

  test('that share a refused tag are reported once, of the input that has it', async () => {
    const [problem, ...more] = await problems('- repository: team/api\n- repository: team/web', { tag: 'v1' })
    expect(problem?.message).toMatch(/^tag is "v1", which is refused/)
    expect(more).toEqual([])
  })

  test('take the commit of the checkout that their context lies in', () => {
    const checkouts = new Map([
      ['one', { head: SHA, modified: [] }],
      ['two', { head: OLD_SHA, modified: [] }],
    ])
    const list = '- { repository: team/api, context: one }\n- { repository: team/web, context: two }'
    const { images } = pushPlan(list, {}, { checkouts })
    expect(images.map(({ tag, commit }) => [tag, commit])).toEqual([
      [SHA, SHA],
      [OLD_SHA, OLD_SHA],
    ])
  })

  test('name each context once whose checkout git could not read', async () => {
    const contexts = ['one', 'one', 'two', 'three'].map((it, n) => `- { repository: r${n}, context: ${it} }`)
    const checkouts = new Map([['three', { head: SHA, modified: [] }]])
    const where = 'git could not read a repository at the build contexts one, two'
    expect(pushPlan(contexts.join('\n'), {}, { checkouts }).notices).toEqual([
      `${where}: the tag is taken from GITHUB_SHA, unchecked.`,
    ])
  })

  test('are refused when two have one name, or one reference', async () => {
    expect(await problems('- repository: team/api\n- repository: other/api')).toMatchObject([
      { code: 'INPUT_INVALID', message: 'images has several items of the name "api"' },
    ])
    expect(await problems('- { repository: ab, name: x }\n- { repository: ab, name: y }')).toMatchObject([
      {
        code: 'INPUT_INVALID',
        message: expect.stringContaining(`would be pushed to ${ACCOUNT}/${REGION}/ab:${SHA}`),
      },
    ])
  })

  test('are refused when one names the registry that the other has by default, by whatever host', async () => {
    for (const registry of [HOST, `${ACCOUNT}.dkr-ecr.${REGION}.on.aws`]) {
      const list = `- { repository: ab, name: x }\n- { repository: ab, name: y, registry: ${registry} }`
      expect(await problems(list)).toMatchObject([
        { code: 'INPUT_INVALID', message: expect.stringContaining('would be pushed to') },
      ])
    }
  })

  test('without repositories are reported one by one, and not as equal', async () => {
    const found = await problems('- name: x\n- tag: ""\n- {}')
    expect(found.map(({ message }) => message)).toEqual(
      [0, 1, 2].map((index) => `repository is empty in images[${index}]`),
    )
  })

  test('are compared with each other also where a registry cannot be reported', async () => {
    const list = `- { repository: team/api, registry: ${HOST} }\n- repository: other/api`
    expect(await problems(list, { 'aws-region': '' })).toMatchObject([
      { code: 'INPUT_REQUIRED', message: expect.stringContaining('in which region to push') },
      { code: 'INPUT_INVALID', message: 'images has several items of the name "api"' },
    ])
  })

  test('tell their mistakes together, and one that they share once', async () => {
    const found = await problems(
      `- { repository: team/api, tag: latest }\n- { repository: team/web, registry: ${OTHER_HOST}, tag: v1 }`,
      { overlays: '../x' },
    )
    expect(found.map(({ code, message }) => `${code} ${message.split(',')[0]}`)).toEqual([
      'TAG_MUTABLE images[0].tag is "latest"',
      'TAG_MUTABLE images[1].tag is "v1"',
      `ACCOUNT_MISMATCH registry ${OTHER_HOST} is in account ${OTHER}`,
      'OVERLAY_INVALID overlays names "../x"',
    ])
  })

  test('name the image that has no repository or no overlays', async () => {
    expect(await problems('- name: x')).toMatchObject([
      { code: 'INPUT_REQUIRED', inputs: ['repository', 'images'] },
    ])
    expect(await problems('- repository: team/api', { overlays: '' })).toMatchObject([
      {
        code: 'INPUT_REQUIRED',
        message: 'config-repository is set, but overlays, helm-values and manifests are empty',
      },
    ])
    const two = '- repository: team/api\n- { repository: team/web, overlays: apps/web }'
    expect(await problems(two, { overlays: '' })).toMatchObject([
      { message: 'config-repository is set, but overlays, helm-values and manifests are empty for team/api' },
    ])
  })

  test('are of another repository where that is said', () => {
    const { images } = pushPlan('- repository: ab\n- { repository: cd, source-repository: acme/other }')
    expect(images.map(({ sourceRepository }) => sourceRepository)).toEqual([
      'acme/identity-service',
      'acme/other',
    ])
    expect(images[1]?.build?.labels).toContain(
      'org.opencontainers.image.source=https://github.com/acme/other',
    )
  })
})

describe('a release', () => {
  const ref = 'refs/tags/v1.2.3'
  test.each(['auto', 'never'])('may find the image of its commit, with build: %s', (build) => {
    const { images } = pushPlan('- repository: ab', { tag: 'v1.2.3', build }, { ref })
    expect(images[0]).toMatchObject({ tag: 'v1.2.3', commit: SHA, tested: [SHA, `main-${SHA}`] })
  })

  test.each([
    ['release/1.x', [SHA, `release-1.x-${SHA}`]],
    [undefined, [SHA]],
  ])('looks for tags with the default branch in front: %s', (defaultBranch, tested) => {
    const { images } = pushPlan('- repository: ab', { tag: 'v1.2.3' }, { ref, defaultBranch })
    expect(images[0].tested).toEqual(tested)
  })

  test('of another version has no commit to look for', () => {
    const { images } = pushPlan('- repository: ab', { tag: 'v1.2.2', build: 'never' }, { ref })
    expect(images[0]).toMatchObject({ tag: 'v1.2.2', commit: undefined, tested: [] })
  })

  test('is not what a commit is', () => {
    expect(pushPlan('- repository: ab').images[0].tested).toEqual([])
  })
})

describe('build: never', () => {
  test('does not let a checkout that another job has left choose the commit', async () => {
    const checkouts = new Map([['.', { head: OLD_SHA, modified: [] }]])
    const deploy = (given: Record<string, string>) =>
      plan({ images: '- repository: ab', build: 'never', ...given }, { checkouts })
    expect(await problemsOf(() => deploy({}))).toMatchObject([
      { code: 'TAG_COMMIT_MISMATCH', message: expect.stringContaining(OLD_SHA) },
    ])
    expect(deploy({ tag: OLD_SHA }).images[0].tag).toBe(OLD_SHA)
    expect(deploy({ tag: SHA }).images[0].tag).toBe(SHA)
  })

  test('needs no checkout', () => {
    expect(pushPlan('- repository: ab', { build: 'never' }, { checkouts: new Map() }).images[0].tag).toBe(SHA)
  })
})

describe('paths', () => {
  const images = '- { repository: ab, paths: services/ab }'

  test('that nothing of the checkout matches are a warning', () => {
    const { warnings } = pushPlan(images, {}, { absentPaths: ['services/ab'] })
    expect(warnings).toEqual([expect.stringContaining('paths names services/ab')])
  })

  test('are said to be without effect where nothing is deployed', () => {
    const made = pushPlan(images, { 'config-repository': '' })
    expect(made.notices).toEqual([expect.stringContaining('paths is not asked in this run')])
    expect(pushPlan(images).notices).toEqual([])
  })
})

describe('aws-region', () => {
  const list = `- { repository: ab, registry: ${OTHER_HOST} }\n- { repository: cd }`
  const allowed = { 'allowed-account-ids': OTHER }

  test('may be that of some of the images', () => {
    const { images } = pushPlan(list, allowed)
    expect(images.map(({ access }) => access.registry.region)).toEqual(['us-east-1', REGION])
  })

  test('that none of them is in is refused', async () => {
    expect(await problems(list, { ...allowed, registry: HOST, 'aws-region': 'eu-west-1' })).toMatchObject([
      {
        code: 'ACCOUNT_MISMATCH',
        message: `aws-region is eu-west-1, but registry ${OTHER_HOST} is in us-east-1`,
      },
      { code: 'ACCOUNT_MISMATCH', message: `aws-region is eu-west-1, but registry ${HOST} is in ${REGION}` },
    ])
  })
})

describe('cache', () => {
  const cached = (more: Record<string, string>, source: Partial<Source> = {}) =>
    plan({ images: '- repository: ab', cache: 'ecr:build-cache', ...more }, source)

  test('of a run that pushes may be written by its session', () => {
    const made = cached({})
    if (made.kind !== 'push') throw new Error('the test expected a run that pushes')
    expect(made.images[0].access.session.writes).toEqual(
      ['ab', 'build-cache'].map((name) => `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${name}`),
    )
  })

  test('that cache-to names may be written, too', () => {
    const entry = (tag: string) => `type=registry,ref=${HOST}/team/cache:${tag}`
    const { images } = pushPlan('- repository: ab', { 'cache-to': `${entry('x')}\n${entry('y')}` })
    expect(images[0].access.session.writes).toEqual(
      ['ab', 'team/cache'].map((name) => `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${name}`),
    )
  })

  test('of several images is one repository that their session may write', () => {
    const { images } = pushPlan('- repository: ab\n- repository: cd', { cache: 'ecr:build-cache' })
    expect(images[0].access.session.writes).toEqual(
      ['ab', 'build-cache', 'cd'].map((name) => `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${name}`),
    )
  })

  test.each([
    ['that logs in to the registry', { 'login-registries': HOST }, HOST],
    ['that does not', {}, undefined],
  ])('of a pull request %s is read, or does not count', (_, more, readableHost) => {
    const { images, engine } = cached(more, { event: 'pull_request' })
    expect(images[0].build?.cache?.readableHost).toBe(readableHost)
    expect(engine.needs).toEqual(readableHost === undefined ? [] : ['cache'])
  })
})

describe('create-repository', () => {
  test('lets the session create those repositories and no others', () => {
    const made = pushPlan('- repository: team/api', { 'create-repository': 'true', 'pull-accounts': OTHER })
    expect(made.createRepository).toEqual({
      kmsKey: undefined,
      tags: new Map(),
      exclude: [],
      pullAccounts: [OTHER],
    })
    expect(made.images[0].access.session.creates).toEqual([
      `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/team/api`,
    ])
  })

  const REPOSITORY_ARN = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/team/api`
  const KEYS = `arn:aws:kms:${REGION}:${ACCOUNT}:key`
  test.each([
    ['{ kms-key: alias/ecr, tags: { team: a } }', [REPOSITORY_ARN], [`${KEYS}/*`]],
    [`kms-key: ${KEYS}/0a1b`, [], [`${KEYS}/0a1b`]],
    [`kms-key: ${KEYS.replace(/key$/, 'alias')}/ecr`, [], [`${KEYS}/*`]],
    ['kms-key: 0a1b2c3d-0000-4000-8000-0123456789ab', [], [`${KEYS}/0a1b2c3d-0000-4000-8000-0123456789ab`]],
    ['exclude: sha256-*', [], []],
  ])('lets the session do what %s needs, and no more', (map, tags, keys) => {
    const { session } = pushPlan('- repository: team/api', { 'create-repository': map }).images[0].access
    expect(session).toMatchObject({ creates: [REPOSITORY_ARN], tags, keys, signs: [], onDemand: [] })
  })

  test('lets ECR create the repository, and the session set nothing of it, on-push', () => {
    const made = pushPlan('- repository: team/api', { 'create-repository': 'on-push' })
    expect(made.createRepository).toBe('on-push')
    expect(made.images[0].access.session).toMatchObject({
      creates: [],
      tags: [],
      keys: [],
      onDemand: [REPOSITORY_ARN],
    })
  })

  test('takes no key of another region', async () => {
    const given = { 'create-repository': `kms-key: arn:aws:kms:eu-west-1:${ACCOUNT}:key/1` }
    expect(await problemsOf(() => pushPlan('- repository: team/api', given))).toMatchObject([
      {
        code: 'ACCOUNT_MISMATCH',
        message: expect.stringContaining(
          `:kms:eu-west-1:${ACCOUNT}:key/1, but registry ${HOST} is in ${REGION}`,
        ),
      },
    ])
  })

  test('excludes no tag that it deploys', async () => {
    const given = { 'create-repository': 'exclude: [sha256-*, "*"]' }
    expect(await problemsOf(() => pushPlan('- repository: team/api', given))).toMatchObject([
      {
        code: 'INPUT_INVALID',
        inputs: ['create-repository', 'tag'],
        message: `create-repository excludes * from immutability, which is the tag ${SHA} of api, too`,
      },
    ])
  })

  test('must be set for pull-accounts to mean something', () => {
    const made = pushPlan('- repository: team/api', { 'pull-accounts': OTHER })
    expect(made.createRepository).toBeUndefined()
    expect(made.warnings).toEqual([expect.stringContaining('pull-accounts has no effect')])
  })
})
