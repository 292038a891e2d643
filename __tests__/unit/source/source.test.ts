import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSource } from '../../../src/source/checkout.ts'
import { type BuiltFrom, sourceOf } from '../../../src/source/event.ts'
import { parseStatus } from '../../../src/source/exact.ts'
import { type Ingredients, runUrl } from '../../../src/source/source.ts'
import { git } from '../../support/git.ts'
import { seededRandom } from '../../support/random.ts'
import { aRun, aSource, SHA } from '../builders.ts'
import { temporaryFolder } from '../temporary.ts'

const ENV = {
  GITHUB_REPOSITORY: 'acme/x',
  GITHUB_SERVER_URL: 'https://ghe.example',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REF_NAME: 'main',
  GITHUB_SHA: SHA,
  GITHUB_ACTOR: 'octocat',
  GITHUB_RUN_ID: '7',
  GITHUB_RUN_ATTEMPT: '2',
}

describe('sourceOf', () => {
  test('takes environment and payload as they are', () => {
    const checkouts = new Map([['.', { head: SHA, modified: [] }]])
    const built = { checkouts, folders: [] }
    expect(sourceOf(ENV, { repository: { default_branch: 'trunk' } }, built)).toMatchObject({
      repository: 'acme/x',
      serverUrl: 'https://ghe.example',
      event: 'push',
      ref: 'refs/heads/main',
      sha: SHA,
      defaultBranch: 'trunk',
      fromFork: false,
      fromDependabot: false,
      idTokenAvailable: false,
      actor: 'octocat',
      runId: '7',
      runAttempt: '2',
      checkouts,
    })
  })

  test('has the messages of commits, as far as the event has them', () => {
    const commit = (id: unknown, message: unknown) => ({ id, message, tree_id: 'x' })
    const pushed = {
      commits: [commit('a', 'One'), commit('b', 'Two\n\nmore'), commit(1, 'x'), commit('c', null), null],
      head_commit: commit('b', 'Two\n\nmore'),
    }
    expect([...sourceOf(ENV, pushed).messages]).toEqual([
      ['a', 'One'],
      ['b', 'Two\n\nmore'],
    ])
    const followed = { workflow_run: { head_commit: commit('d', 'Three') } }
    expect([...sourceOf(ENV, followed).messages]).toEqual([['d', 'Three']])
    for (const payload of [{}, { commits: 'x' }, { head_commit: null }, { commits: [[]] }])
      expect([...sourceOf(ENV, payload).messages]).toEqual([])
  })

  describe('knows what a push has brought to its branch', () => {
    const commit = (message: unknown) => ({ id: 'x', message })
    const PUSH = { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' }
    const pushed = { created: false, forced: false, commits: [commit('One'), commit('Two')] }
    const run = { event: 'push', head_branch: 'main', head_commit: commit('Two') }
    const followed = { workflow_run: run, repository: { default_branch: 'main' } }

    test('where it has moved one on, and where a run has followed one', () => {
      expect(sourceOf(PUSH, { ...pushed, before: 'b' })).toMatchObject({
        brought: ['One', 'Two'],
        before: 'b',
      })
      expect(sourceOf({ GITHUB_EVENT_NAME: 'workflow_run' }, followed).brought).toEqual(['Two'])
    })

    test.each<readonly [string, NodeJS.ProcessEnv, object]>([
      ['a new branch', PUSH, { ...pushed, created: true }],
      ['a forced one', PUSH, { ...pushed, forced: true }],
      ['one that does not say', PUSH, { commits: pushed.commits }],
      ['a tag', { ...PUSH, GITHUB_REF: 'refs/tags/v1.2.3' }, pushed],
      ['another event', { ...PUSH, GITHUB_EVENT_NAME: 'schedule' }, pushed],
      ['a commit without a message', PUSH, { ...pushed, commits: [commit('One'), commit(7)] }],
      ['no list', PUSH, { ...pushed, commits: 'One' }],
      [
        'more than GitHub lists',
        PUSH,
        { ...pushed, commits: Array.from({ length: 2048 }, () => commit('x')) },
      ],
      [
        'a run on a tag',
        { GITHUB_EVENT_NAME: 'workflow_run' },
        { ...followed, workflow_run: { ...run, head_branch: 'v1' } },
      ],
      [
        'a run of a person',
        { GITHUB_EVENT_NAME: 'workflow_run' },
        { ...followed, workflow_run: { ...run, event: 'workflow_dispatch' } },
      ],
      ['nothing', {}, {}],
    ])('and not of %s', (_, env, payload) => {
      expect(sourceOf(env, payload as never).brought).toEqual([])
    })
  })

  test('stumbles over nothing that is missing', () => {
    expect(sourceOf({}, {})).toMatchObject({
      repository: '',
      serverUrl: 'https://github.com',
      event: '',
      ref: '',
      sha: '',
      defaultBranch: undefined,
      runId: '0',
    })
  })

  test.each([
    [{ pull_request: { head: { repo: { full_name: 'acme/x' } } } }, false],
    [{ pull_request: { head: { repo: { full_name: 'mallory/x' } } } }, true],
    [{ pull_request: { head: { repo: null } } }, true],
    [{ pull_request: { head: {} } }, true],
    [{ pull_request: { head: null } }, true],
    [{ pull_request: null }, false],
    [{}, false],
  ])('%j is from a fork: %s', (payload, fromFork) => {
    expect(sourceOf(ENV, payload).fromFork).toBe(fromFork)
  })

  const at = (head: string, ...modified: string[]) => ({ head, modified })
  const CHECKED_OUT: [what: string, folders: BuiltFrom['folders'], isOfTheRun: boolean][] = [
    ['the commit of the run', [at('a')], true],
    ['it twice', [at('a'), at('a')], true],
    ['another one, which may be that of a fork', [at('b')], false],
    ['another one beside it', [at('a'), at('b')], false],
    ['files that differ from it', [at('a', 'Dockerfile')], false],
    ['what git cannot read', [undefined], false],
    ['what git cannot read beside it', [at('a'), undefined], false],
    ['nothing', [], true],
  ]
  const BUILT_OF = CHECKED_OUT.map(([, folders]) => ({ checkouts: new Map(), folders }))

  test.each(CHECKED_OUT)('a comment is trusted with a checkout of %s: %s', (_, folders, isOfTheRun) => {
    const env = { ...ENV, GITHUB_EVENT_NAME: 'issue_comment', GITHUB_SHA: 'a' }
    expect(sourceOf(env, {}, { checkouts: new Map(), folders })).toMatchObject({
      fromFork: !isOfTheRun,
      fromPullRequest: !isOfTheRun,
      fromAnybody: !isOfTheRun,
    })
  })

  test.each([
    'discussion_comment',
    'issues',
    'check_run',
    'check_suite',
    'status',
    'label',
    'watch',
    'deployment_status',
    '',
  ])('%j does not say whose files are checked out', (event) => {
    const env = { ...ENV, GITHUB_EVENT_NAME: event, GITHUB_SHA: 'a' }
    const known = BUILT_OF.map((built) => !sourceOf(env, {}, built).fromFork)
    expect(known).toEqual(CHECKED_OUT.map(([, , isOfTheRun]) => isOfTheRun))
  })

  test.each(['push', 'release', 'schedule', 'workflow_dispatch', 'repository_dispatch', 'merge_group'])(
    '%s is of somebody who may write, whatever is checked out',
    (event) => {
      const env = { ...ENV, GITHUB_EVENT_NAME: event, GITHUB_SHA: 'a' }
      expect(BUILT_OF.map((built) => sourceOf(env, {}, built).fromFork)).not.toContain(true)
    },
  )

  test('a dispatch that names a pull request is no better than a comment at it', () => {
    const env = { ...ENV, GITHUB_EVENT_NAME: 'repository_dispatch', GITHUB_SHA: 'a' }
    const payload = { client_payload: { pull_request: { number: 7 } } }
    const known = BUILT_OF.map((built) => !sourceOf(env, payload, built).fromFork)
    expect(known).toEqual(CHECKED_OUT.map(([, , isOfTheRun]) => isOfTheRun))
    expect(sourceOf(env, { client_payload: null }, BUILT_OF[2]).fromFork).toBe(false)
  })

  const nest = (depth: number, value: unknown): unknown =>
    depth === 0 ? value : { a: [nest(depth - 1, value)] }

  test.each([
    [{ github: { payload: { issue: { number: 7, pull_request: {} } } } }, true],
    [nest(4, { pull_request: 7 }), true],
    // What nobody sends by chance is not searched to its end.
    [nest(6, {}), true],
    [Array.from({ length: 70_000 }, () => 1), true],
    [nest(4, {}), false],
    [{ pull_request: null, pull_requests: [7] }, false],
    ['pull_request', false],
  ])('a dispatch of shape %# may be of anybody: %s', (client_payload, fromAnybody) => {
    const env = { ...ENV, GITHUB_EVENT_NAME: 'repository_dispatch' }
    expect(sourceOf(env, { client_payload }, BUILT_OF[2])).toMatchObject({ fromAnybody })
  })

  test('no payload makes it fail, and a head that cannot be read is of a fork', () => {
    const names = ['repository', 'workflow_run', 'pull_request', 'head', 'repo', 'full_name', 'event']
    const keys = [...names, 'head_branch', 'head_sha', 'head_repository', 'client_payload', 'default_branch']
    const { chance, pick } = seededRandom(7)
    const value = (depth: number): unknown => {
      if (depth === 0 || chance(0.2)) return pick([null, 7, '', 'x', true, [], {}, 'mallory/x'])
      if (chance(0.1)) return [value(depth - 1)]
      return Object.fromEntries(Array.from({ length: 5 }, () => [pick(keys), value(depth - 1)]))
    }
    for (let count = 0; count < 400; count += 1) {
      const payload = Object.fromEntries(keys.map((key) => [key, value(4)]))
      for (const event of ['push', 'pull_request', 'pull_request_target', 'workflow_run', 'issue_comment']) {
        const source = sourceOf({ ...ENV, GITHUB_EVENT_NAME: event }, payload, BUILT_OF[2])
        expect([source.ref, source.sha, source.defaultBranch ?? ''].map((text) => typeof text)).toEqual(
          Array(3).fill('string'),
        )
        // None of them names this repository, so none of them is its own.
        if (event !== 'push') expect(source.fromFork, JSON.stringify(payload)).toBe(true)
      }
    }
  })

  test.each([[{ a: 1 }], [7], [true], [[]]])('a branch %j deploys nowhere', (head_branch) => {
    expect(sourceOf(ENV, { workflow_run: { event: 'push', head_branch } }).ref).toBe('')
  })

  test.each([
    ['push', [at('followed')], false],
    ['push', [at('b')], false],
    ['push', [undefined], false],
    ['issue_comment', [at('a')], false],
    ['issue_comment', [at('followed')], false],
    ['issue_comment', [at('b')], true],
    ['issue_comment', [undefined], true],
    ['workflow_run', [undefined], true],
    [undefined, [undefined], true],
  ])('a workflow_run after %s with %j is of anybody: %s', (event, folders, fromFork) => {
    const env = { ...ENV, GITHUB_EVENT_NAME: 'workflow_run', GITHUB_SHA: 'a' }
    const followed = { head_sha: 'followed', head_repository: { full_name: 'acme/x' } }
    const payload = { workflow_run: event === undefined ? followed : { ...followed, event } }
    expect(sourceOf(env, payload, { checkouts: new Map(), folders }).fromFork).toBe(fromFork)
  })

  test.each([
    ['pull_request', {}],
    ['pull_request_target', { pull_request: null }],
    ['pull_request_review', { pull_request: {} }],
    ['pull_request_review_comment', { pull_request: { head: {} } }],
    ['workflow_run', {}],
    ['workflow_run', { workflow_run: { event: 'push' } }],
    ['workflow_run', { workflow_run: { event: 'push', head_repository: null } }],
  ])('%s is of a fork where %j does not tell', (event, payload) => {
    expect(sourceOf({ ...ENV, GITHUB_EVENT_NAME: event }, payload).fromFork).toBe(true)
  })

  test.each([
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: 'u', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't' }, true],
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: 'u' }, false],
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't' }, false],
  ])('%j gives an OIDC token: %s', (env, available) => {
    expect(sourceOf(env, {}).idTokenAvailable).toBe(available)
  })

  test.each([
    [{ ACT: 'true' }, true],
    [{ ACT: '' }, false],
    [{}, false],
  ])('%j is a run under act: %s', (env, underAct) => {
    expect(sourceOf(env, {}).underAct).toBe(underAct)
  })

  test('has the variables that say where AWS is asked, where they say something, and no others', () => {
    const env = {
      ...ENV,
      AWS_ENDPOINT_URL: '',
      AWS_ENDPOINT_URL_STS: 'https://sts.example.com',
      AWS_ENDPOINT_URL_S3: 'https://s3.example.com',
      AWS_SECRET_ACCESS_KEY: 'a-secret',
    }
    expect([...sourceOf(env, {}).endpoints]).toEqual([['AWS_ENDPOINT_URL_STS', 'https://sts.example.com']])
  })

  test('knows the default branch of a schedule by its ref, and of no other event', () => {
    expect(sourceOf({ ...ENV, GITHUB_EVENT_NAME: 'schedule' }, {}).defaultBranch).toBe('main')
    expect(sourceOf(ENV, {}).defaultBranch).toBeUndefined()
  })

  test.each([
    ['pull_request', {}, true],
    ['pull_request_target', {}, true],
    ['workflow_run', { workflow_run: { event: 'pull_request' } }, true],
    ['workflow_run', { workflow_run: { event: 'push' } }, false],
    ['merge_group', {}, true],
    ['push', {}, false],
  ])('%s with %j is from a pull request: %s', (event, payload, from) => {
    expect(sourceOf({ ...ENV, GITHUB_EVENT_NAME: event }, payload).fromPullRequest).toBe(from)
  })

  test.each([
    [{ workflow_run: { event: 'push', head_branch: 'feature/x' } }, 'refs/heads/feature/x'],
    // A branch of this name and a tag of this name look the same: what cannot be distinguished must not deploy as a version.
    [{ workflow_run: { event: 'push', head_branch: 'release/1.2.3' } }, 'refs/heads/release/1.2.3'],
    [{ workflow_run: { event: 'push', head_branch: null } }, 'refs/heads/main'],
    [{}, 'refs/heads/main'],
  ])('takes the ref from what a workflow_run follows: %j', (payload, ref) => {
    expect(sourceOf({ ...ENV, GITHUB_REF: 'refs/heads/main' }, payload).ref).toBe(ref)
  })

  test('takes the commit of the run that a workflow_run follows', () => {
    const head_sha = 'a'.repeat(40)
    expect(sourceOf(ENV, { workflow_run: { event: 'push', head_sha } }).sha).toBe(head_sha)
    expect(sourceOf(ENV, {}).sha).toBe(SHA)
  })

  test('knows Dependabot', () => {
    expect(sourceOf({ ...ENV, GITHUB_ACTOR: 'dependabot[bot]' }, {}).fromDependabot).toBe(true)
  })

  test.each([
    [{ AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }, 'a', 'AWS_REGION'],
    [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'b' }, 'b', 'AWS_DEFAULT_REGION'],
    [{}, undefined, 'AWS_DEFAULT_REGION'],
  ])('the region of %j is %s', (env, region, variable) => {
    expect(sourceOf(env, {})).toMatchObject({ environmentRegion: region, regionVariable: variable })
  })
})

describe('parseStatus', () => {
  const records = (...parts: readonly string[]) => parts.map((part) => `${part}\0`).join('')
  const hash = '1'.repeat(40)
  test('reads HEAD and the modified files of every kind', () => {
    const status = records(
      `# branch.oid ${SHA}`,
      '# branch.head main',
      `1 .M N... 100644 100644 100644 ${hash} ${hash} src/with space.ts`,
      `2 R. N... 100644 100644 100644 ${hash} ${hash} R100 new name.ts`,
      '1 old name.ts',
      `u UU N... 100644 100644 100644 100644 ${hash} ${hash} ${hash} both.ts`,
      '? untracked.ts',
      '! ignored.ts',
    )
    expect(parseStatus(status)).toEqual({
      head: SHA,
      modified: ['src/with space.ts', 'new name.ts', 'both.ts', 'untracked.ts', 'ignored.ts'],
    })
  })

  test.each(['', '# branch.oid (initial)\0', 'garbage', '# branch.oid \0'])(
    'of %j is no checkout',
    (status) => {
      expect(parseStatus(status)).toBeUndefined()
    },
  )
})

describe('readSource', () => {
  let scratch: string

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'source-'))
  })
  afterAll(() => rm(scratch, { recursive: true }))

  const made = (context: string, paths: readonly string[] = []): Ingredients => {
    return { context, paths, besides: [], copied: [], built: true }
  }
  const checkoutOf = async (context: string) =>
    (await readSource({}, [made(context)], { ...aRun(), scratch })).checkouts.get(context)

  test('reads real repositories: clean, modified, and none', async () => {
    await using folder = await temporaryFolder()
    const cwd = folder.path
    expect(await checkoutOf(cwd)).toBeUndefined()
    await git(['init', '--quiet'], { cwd })
    expect(await checkoutOf(cwd)).toBeUndefined()
    await folder.write('sub/a ü.txt', 'one')
    await git(['add', '.'], { cwd })
    await git(['commit', '--quiet', '-m', 'x'], { cwd })
    const head = await git(['rev-parse', 'HEAD'], { cwd })
    await folder.write('untracked', 'x')
    expect(await checkoutOf(`${cwd}/sub`)).toEqual({ head, modified: [] })
    await folder.write('sub/a ü.txt', 'two')
    expect(await checkoutOf(`${cwd}/sub`)).toEqual({ head, modified: ['sub/a ü.txt'] })
    // That a context is missing is for the build to say; where it would lie is known.
    expect(await checkoutOf(`${cwd}/missing`)).toMatchObject({ head })
    expect(await checkoutOf('/missing/anywhere')).toBeUndefined()
  })

  test('asks git once for each repository, however many contexts lie in it', async () => {
    await using folder = await temporaryFolder()
    const heads = await Promise.all(['one', 'two'].map((name) => commitIn(folder, name)))
    const contexts = ['one/a', 'one/b', 'two/a'].map((path) => join(folder.path, path))
    const { checkouts } = await readSource(
      {},
      contexts.map((context) => made(context)),
      { ...aRun(), scratch },
    )
    expect(contexts.map((context) => checkouts.get(context)?.head)).toEqual([heads[0], heads[0], heads[1]])
    expect(new Set(checkouts.values()).size).toBe(2)
  })

  test('names patterns whose fixed part is not in the checkout', async () => {
    await using folder = await temporaryFolder()
    await commitIn(folder, 'mono')
    const there = ['a', 'a/', './a/Dockerfile', '**/*.md', 'b/**', '!none/**', 'app/\\[slug\\]/**', '.']
    const absent = ['c', 'a/none/**', 'bb/*.ts']
    const image = (paths: readonly string[]) => made(join(folder.path, 'mono/a'), paths)
    const source = await readSource({}, [image([...there, ...absent]), image(['c'])], { ...aRun(), scratch })
    expect(source.absentPaths).toEqual(absent)
    expect((await readSource({}, [made(folder.path, ['c'])], { ...aRun(), scratch })).absentPaths).toEqual([])
  })

  async function commitIn(
    folder: Awaited<ReturnType<typeof temporaryFolder>>,
    name: string,
  ): Promise<string> {
    for (const context of ['a', 'b']) await folder.write(`${name}/${context}/Dockerfile`, name)
    const cwd = join(folder.path, name)
    await git(['init', '--quiet'], { cwd })
    await git(['add', '.'], { cwd })
    await git(['commit', '--quiet', '-m', name], { cwd })
    return git(['rev-parse', 'HEAD'], { cwd })
  }

  test.each(['', 'not json', 'null', '7', '[]'])('takes the payload %j for an empty one', async (text) => {
    await using folder = await temporaryFolder()
    const path = await folder.write('event.json', text)
    expect(
      (await readSource({ ...ENV, GITHUB_EVENT_PATH: path }, [], { ...aRun(), scratch })).defaultBranch,
    ).toBeUndefined()
  })
})

test('the link leads to the attempt', () => {
  expect(runUrl(aSource())).toBe('https://github.com/acme/identity-service/actions/runs/9001/attempts/2')
})
