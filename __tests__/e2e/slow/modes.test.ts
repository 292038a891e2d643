import { describe, expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import type { RunOptions } from '../../support/world.ts'
import { createScene, FILE, NAME, PUSH, type Scene, type SceneOptions } from '../scene.ts'

const REPOSITORY = { default_branch: 'main', full_name: 'acme/identity-service' }
const event = (name: string, payload: object = {}): NonNullable<RunOptions['event']> => ({
  name,
  payload: { repository: REPOSITORY, ...payload },
})
const pullRequest = (from: string | null) =>
  event('pull_request', {
    action: 'synchronize',
    pull_request: { head: { repo: from === null ? null : { full_name: from } } },
  })

/** What a job has from a fork or from Dependabot: no way to ask for a token, and every secret empty. */
const NOTHING = {
  env: { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined },
}
const NO_SECRETS = { 'role-to-assume': '', 'config-token': '', 'github-token': '' }

interface Mode {
  what: string
  run: RunOptions
  inputs?: Record<string, string>
  result: 'deployed' | 'built' | 'checked' | 'failed'
  /** What the log says of why. */
  reason?: RegExp
  /** The overlays are looked at, though nothing is written. */
  looks?: boolean | undefined
}

const deploying: Mode[] = [
  { what: 'push to the default branch', run: { event: PUSH }, result: 'deployed' },
  {
    what: 'workflow_dispatch on the default branch',
    run: { event: event('workflow_dispatch', { inputs: {} }) },
    result: 'deployed',
  },
  {
    what: 'a schedule, whose payload names no default branch',
    run: { event: { name: 'schedule', payload: { schedule: '0 4 * * *', repository: undefined } } },
    result: 'deployed',
  },
  { what: 'repository_dispatch', run: { event: event('repository_dispatch') }, result: 'deployed' },
  {
    what: 'workflow_run',
    run: {
      event: event('workflow_run', {
        workflow_run: { event: 'push', head_repository: { full_name: REPOSITORY.full_name } },
      }),
    },
    result: 'deployed',
  },
  {
    what: 'push of a version tag',
    run: { event: PUSH, ref: 'refs/tags/v1.2.3' },
    result: 'deployed',
  },
  {
    what: "push of a monorepo's version tag",
    run: { event: PUSH, ref: 'refs/tags/identity-service-v1.2.3' },
    result: 'deployed',
  },
  {
    what: 'a release',
    run: { event: event('release', { action: 'published' }), ref: 'refs/tags/v1.2.3' },
    result: 'deployed',
  },
  {
    what: 'a branch that deploy-refs names by a pattern',
    run: { event: PUSH, ref: 'refs/heads/release/2026-01' },
    inputs: { 'deploy-refs': 'main\nrelease/*' },
    result: 'deployed',
  },
  {
    what: 'a ref that deploy-refs names in full',
    run: { event: PUSH, ref: 'refs/heads/prod' },
    inputs: { 'deploy-refs': 'refs/heads/prod' },
    result: 'deployed',
  },
]

const building: Mode[] = [
  {
    what: 'push to a feature branch',
    run: { event: PUSH, ref: 'refs/heads/feature/login' },
    result: 'built',
    reason: /refs\/heads\/feature\/login is not one of deploy-refs \(main, version tags\)/,
  },
  {
    what: 'push to a branch that only looks like the default one',
    run: { event: PUSH, ref: 'refs/heads/feature/main' },
    result: 'built',
  },
  {
    what: 'push of a tag that is no version',
    run: { event: PUSH, ref: 'refs/tags/nightly' },
    result: 'built',
  },
  {
    what: 'the default branch when deploy-refs does not name it',
    run: { event: PUSH },
    inputs: { 'deploy-refs': 'release/*' },
    result: 'built',
    reason: /deploy-refs \(release\/\*\)/,
  },
  {
    what: 'a branch whose pattern does not reach below a slash',
    run: { event: PUSH, ref: 'refs/heads/release/2026/01' },
    inputs: { 'deploy-refs': 'release/*' },
    result: 'built',
  },
  {
    what: 'workflow_dispatch on another branch',
    run: { event: event('workflow_dispatch'), ref: 'refs/heads/feature/login' },
    result: 'built',
  },
  {
    what: 'an event whose payload names no default branch',
    run: { event: { name: 'push', payload: { repository: undefined } } },
    result: 'built',
    reason: /the default branch/,
  },
  {
    what: 'an empty config-repository',
    run: { event: PUSH },
    inputs: { 'config-repository': '', 'config-token': '', overlays: '' },
    result: 'built',
    reason: /config-repository is empty/,
  },
  {
    what: 'push: true on a pull request',
    run: { event: pullRequest('acme/identity-service'), ref: 'refs/pull/7/merge' },
    inputs: { push: 'true' },
    result: 'built',
    looks: true,
  },
]

const checking: Mode[] = [
  {
    what: 'a pull request of the same repository',
    run: { event: pullRequest('acme/identity-service'), ref: 'refs/pull/7/merge' },
    result: 'checked',
    reason: /pull_request builds without pushing/,
    looks: true,
  },
  {
    what: 'a pull request of the same repository with empty secrets',
    run: { event: pullRequest('acme/identity-service'), ref: 'refs/pull/7/merge' },
    inputs: NO_SECRETS,
    result: 'checked',
  },
  {
    what: 'a pull request from a fork, with no credentials of any kind',
    run: { event: pullRequest('mallory/identity-service'), ref: 'refs/pull/8/merge', ...NOTHING },
    inputs: NO_SECRETS,
    result: 'checked',
  },
  {
    what: 'a pull request from a fork that is deleted',
    run: { event: pullRequest(null), ref: 'refs/pull/8/merge', ...NOTHING },
    inputs: NO_SECRETS,
    result: 'checked',
  },
  {
    what: 'a pull request from a fork that sets login-registries',
    run: { event: pullRequest('mallory/identity-service'), ref: 'refs/pull/8/merge', ...NOTHING },
    inputs: {
      ...NO_SECRETS,
      'login-registries': '210987654321.dkr.ecr.us-east-1.amazonaws.com',
    },
    result: 'checked',
  },
  {
    what: 'a pull request of Dependabot',
    run: {
      event: pullRequest('acme/identity-service'),
      ref: 'refs/pull/9/merge',
      actor: 'dependabot[bot]',
      ...NOTHING,
    },
    inputs: NO_SECRETS,
    result: 'checked',
  },
  {
    what: 'pull_request_target, which runs with the rights of the base',
    run: { event: event('pull_request_target') },
    result: 'checked',
  },
  {
    what: 'a comment',
    run: { event: event('issue_comment', { issue: { pull_request: { url: 'u' } } }) },
    result: 'checked',
    looks: true,
  },
  {
    what: 'merge_group',
    run: { event: event('merge_group'), ref: 'refs/heads/gh-readonly-queue/main/pr-1' },
    result: 'checked',
    looks: true,
  },
  {
    what: 'push: false on the default branch',
    run: { event: PUSH },
    inputs: { push: 'false' },
    result: 'checked',
    reason: /push is false/,
    looks: true,
  },
]

async function expectOnly(
  scene: Scene,
  { result, looks }: Pick<Mode, 'result' | 'looks'>,
  tip: string,
): Promise<void> {
  const { registry, git: gitRequests, ...rest } = scene.requests()
  const place = { ...scene.facts, repository: scene.facts.ecrRepository }
  expect(await scene.catalog.images(place)).toHaveLength(result === 'checked' ? 0 : 1)
  expect((await scene.config.tip()) === tip).toBe(result !== 'deployed')
  if (result !== 'deployed') expect(gitRequests.length > 0).toBe(looks === true)
  expect(gitRequests.some((action) => /receive-pack/.test(action))).toBe(result === 'deployed')
  if (result === 'checked') {
    expect([...registry, ...Object.values(rest).flat()]).toEqual([])
    expect(await scene.builder.calls('push')).toEqual([])
  }
}

describe.each(Object.entries({ deploying, building, checking }))('%s:', (_kind, modes) => {
  test.concurrent.for(modes)('$what', async ({ run, inputs, result, reason, looks }) => {
    await using scene = await createScene()
    const tip = await scene.config.tip()
    const done = await scene.go(inputs, run)
    expect(done).toMatchObject({ exitCode: 0, stderr: '' })
    expect(done.outputs.result).toBe(result)
    expect(await scene.builder.calls('build')).toHaveLength(1)
    await expectOnly(scene, { result, looks }, tip)
    const notices = done.annotations.map(({ level, message }) => ({ level, message }))
    if (result === 'deployed') expect(notices).toEqual([])
    else
      expect(notices).toEqual([
        { level: 'notice', message: expect.stringMatching(reason ?? /deploy|Builds/) },
      ])
    if (reason) expect(done.summary).toMatch(/built|checked|Built|checked/)
    expect(await scene.leftovers()).toEqual([])
    expect(await scene.leaks(done, await done.post())).toEqual([])
  })
})

describe('a comment at a pull request that pushes by hand', () => {
  const comment = event('issue_comment', { issue: { pull_request: { url: 'u' } } })

  test('deploys the commit of the default branch', async () => {
    await using scene = await createScene()
    const result = await scene.go({ push: 'true' }, { event: comment })
    expect(result.outputs.result).toBe('deployed')
  })

  test('gets no credentials for another commit, which may be that of a fork', async () => {
    await using scene = await createScene()
    const result = await scene.go({ push: 'true' }, { event: comment, sha: 'c'.repeat(40) })
    expect(result.exitCode).toBe(1)
    expect(result.annotations).toMatchObject([{ properties: { title: 'CREDENTIALS_UNAVAILABLE' } }])
    expect(scene.requests()).toMatchObject({ oidc: [], sts: [], ecr: [] })
  })
})

test.concurrent.for(['push', 'workflow_dispatch', 'repository_dispatch'])(
  'on %s another commit than that of the run is not deployed without a word',
  async (name) => {
    await using scene = await createScene()
    const sha = 'c'.repeat(40)
    const result = await scene.go({}, { event: event(name), sha })
    expect(result.outputs.result, result.stdout).toBe('deployed')
    expect(result.annotations).toMatchObject([
      {
        level: 'notice',
        message: `The checkout is at commit ${scene.facts.head}, and this run is of commit ${sha}: what is built and deployed (${NAME}) is ${scene.facts.head}.`,
      },
    ])
  },
)

describe('a version tag', () => {
  test('as the image tag deploys the version that triggered the run', async () => {
    await using scene = await createScene()
    await git(['tag', 'v1.2.3', scene.facts.head], { cwd: scene.service.directory })
    const result = await scene.go({ tag: '1.2.3' }, { ref: 'refs/tags/v1.2.3' })
    expect(result.outputs).toMatchObject({ result: 'deployed', tag: '1.2.3' })
    expect(await scene.config.file(FILE)).toContain('newTag: "1.2.3"')
    expect((await scene.config.log())[0]?.message).toContain(`Source-Commit: ${scene.facts.head}`)
  })

  test('is not put on another commit that happens to be checked out', async () => {
    await using scene = await createScene()
    const run = { ref: 'refs/tags/v1.2.3', sha: 'c'.repeat(40) }
    const result = await scene.go({ tag: 'v1.2.3' }, run)
    expect(result.exitCode).toBe(1)
    expect(result.annotations).toMatchObject([{ properties: { title: 'TAG_COMMIT_MISMATCH' } }])
    expect(await scene.builder.calls()).toEqual([])
  })

  test('that did not trigger the run is refused', async () => {
    await using scene = await createScene()
    const result = await scene.go({ tag: 'v9.9.9' }, { ref: 'refs/tags/v1.2.3' })
    expect(result.annotations.map(({ properties }) => properties.title)).toEqual(['TAG_MUTABLE'])
  })
})

describe('a pull request', () => {
  const FORK = {
    event: pullRequest('mallory/identity-service'),
    ref: 'refs/pull/8/merge',
    ...NOTHING,
  }
  const failing: SceneOptions = {
    serviceCommits: [{ Dockerfile: 'FROM scratch\nRUN make\n' }],
    builder: { steps: { make: { prints: ['no rule'], exitCode: 2 } } },
  }

  test('is red when its build is, with the place in the Dockerfile', async () => {
    await using scene = await createScene(failing)
    const result = await scene.go(NO_SECRETS, FORK)
    expect(result.exitCode).toBe(1)
    expect(result.outputs.result).toBe('failed')
    expect(result.annotations.filter(({ level }) => level === 'error')).toMatchObject([
      { properties: { title: 'BUILD_FAILED', file: 'Dockerfile', line: '2' } },
    ])
  })

  test('says which image and overlays a merge concerns', async () => {
    await using scene = await createScene()
    const result = await scene.go(NO_SECRETS, FORK)
    // Markdown escapes aside.
    for (const text of [result.stdout, result.summary.replaceAll(/\\|<wbr>/g, '')]) {
      expect(text).toContain(scene.facts.ecrRepository)
      expect(text).toContain(`apps/${NAME}/overlays/production`)
    }
    expect(JSON.parse(result.outputs.images ?? '')[NAME].overlays).toEqual({
      [`apps/${NAME}/overlays/production`]: 'checked',
    })
  })

  test('is still told of mistakes in its inputs', async () => {
    await using scene = await createScene()
    const result = await scene.go({ ...NO_SECRETS, tag: 'latest' }, FORK)
    expect(result.annotations.map(({ properties }) => properties.title)).toEqual(['TAG_MUTABLE'])
  })

  test('of the same repository logs in to base images, with a session that can only read', async () => {
    await using scene = await createScene()
    const base = scene.facts.host
    const result = await scene.go(
      { 'login-registries': base },
      { event: pullRequest('acme/identity-service'), ref: 'refs/pull/7/merge' },
    )
    expect(result.outputs.result).toBe('checked')
    expect(scene.requests()).toMatchObject({
      oidc: ['token'],
      sts: ['AssumeRoleWithWebIdentity'],
      ecr: ['GetAuthorizationToken'],
      registry: [],
    })
    const [session] = scene.sts.sessions.all()
    expect(session?.policy).toContain('ecr:BatchGetImage')
    expect(session?.policy).not.toMatch(/Put|Upload/)
    const [call] = await scene.builder.calls('build')
    const { auths } = JSON.parse(call?.files[0]?.text ?? '{}')
    expect(Object.keys(auths)).toEqual([new URL(scene.registry.url).host])
  })

  test('with push: true but without id-token is refused with the reason', async () => {
    await using scene = await createScene()
    const result = await scene.go({ push: 'true' }, FORK)
    expect(result.exitCode).toBe(1)
    expect(result.annotations.filter(({ level }) => level === 'error')).toMatchObject([
      { properties: { title: 'ID_TOKEN_UNAVAILABLE' }, message: expect.stringContaining('fork') },
    ])
  })
})

describe('a push of Dependabot', () => {
  test('without id-token is refused with a hint that can be followed', async () => {
    await using scene = await createScene()
    const result = await scene.go(
      {},
      { event: PUSH, ref: 'refs/heads/dependabot/npm/x', actor: 'dependabot[bot]', ...NOTHING },
    )
    const [error] = result.annotations.filter(({ level }) => level === 'error')
    expect(error?.properties.title).toBe('ID_TOKEN_UNAVAILABLE')
    expect(error?.message).toContain('Dependabot')
    // push is at auto already, so "leave push at auto" would change nothing.
    expect(error?.message).not.toContain('Leave push at auto')
  })
})
