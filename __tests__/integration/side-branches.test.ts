// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { ApiBranches } from '../../src/config-repository/api/api-branches.ts'
import { ApiRepository } from '../../src/config-repository/api/api-repository.ts'
import { GitBranches } from '../../src/config-repository/git/git-branches.ts'
import { GitRepository } from '../../src/config-repository/git/git-repository.ts'
import type { BranchWriter, ConfigRepository, SideBranch } from '../../src/config-repository/repository.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { openConfigRoom } from '../support/config-room.ts'
import { git } from '../support/git.ts'
import { commitTo, fileAt } from '../support/git-repositories.ts'
import { aConfig, aRun, must, problemOf } from '../unit/builders.ts'

const FILE = 'apps/x/kustomization.yaml'
const SIDE = 'deploy/x--prod-0123456789'
const author = { name: 'Deploy Bot', email: 'bot@example.com' }
const change = (text: string, message = 'deploy(x)\n\nActor: me\n') => ({
  files: new Map([[FILE, text]]),
  message,
  author,
})

type Way = 'file' | 'http' | 'api'

interface Opened {
  readonly repository: ConfigRepository
  readonly branches: BranchWriter
}

async function open(way: Way = 'http') {
  const room = await openConfigRoom({ config: () => ({ [FILE]: 'one\n', 'other.txt': 'x\n' }) })
  const { remote: url, credential } = room.over(way === 'api' ? 'http' : way)
  const config = aConfig({ remote: { ...aConfig().remote, url, label: 'acme/config' }, credential })
  const cwd = room.config.directory
  const { signal } = new AbortController()
  const byGit = (): GitRepository => {
    const { environment, secrets } = aRun()
    const workspace = new Workspace(room.temp)
    return new GitRepository(config, {
      ...{ workspace, environment, secrets, credential: async () => credential, signal },
    })
  }
  const byApi = (): ApiRepository => {
    const token = room.github.addToken()
    const plan = { kind: 'api', reason: '', required: true, repository: 'acme/config' } as const
    return new ApiRepository(
      config,
      { ...plan, serverUrl: 'https://github.com', apiUrl: room.github.url },
      {
        ...{
          workspace: new Workspace(room.temp),
          git: byGit,
          signal,
          log: { info: () => undefined, notice: () => undefined },
        },
        credential: async () => ({ kind: 'token', token }),
      },
    )
  }
  const another = (): Opened => {
    if (way === 'api') {
      const repository = byApi()
      return { repository, branches: new ApiBranches(repository) }
    }
    const repository = byGit()
    return { repository, branches: new GitBranches(repository) }
  }
  const first = another()
  const { tip } = await first.repository.read([FILE])
  const head = async (branch: string) => git(['rev-parse', `refs/heads/${branch}`], { cwd })
  const dispose = () => room[Symbol.asyncDispose]()
  return {
    ...first,
    github: room.github,
    config: room.config,
    another,
    tip,
    cwd,
    head,
    [Symbol.asyncDispose]: dispose,
  }
}

const WAYS: readonly Way[] = ['file', 'http', 'api']
/** Of what its API makes, GitHub is the committer. */
const COMMITTER = { file: author, http: author, api: { name: 'GitHub', email: 'noreply@github.com' } }

const trimmed = (side: SideBranch | undefined) =>
  side && { ...side, commits: side.commits?.map((one) => ({ ...one, message: one.message.trim() })) }

describe.each(WAYS)('a branch beside the base, by %s', (way) => {
  test('is made, read, replaced from a newer tip, put something on top of, and removed', async () => {
    await using room = await open(way)
    const { repository, branches, tip, cwd, head } = room
    expect([await branches.base(), await branches.branch(SIDE)]).toEqual(['main', undefined])
    const made = await branches.commitTo({ branch: SIDE, parent: tip, expected: undefined }, change('two\n'))
    const first = await head(SIDE)
    expect(made).toEqual({ landed: true, commit: first })
    expect(trimmed(await branches.branch(SIDE))).toEqual({
      head: first,
      commits: [{ id: first, message: 'deploy(x)\n\nActor: me', committer: COMMITTER[way] }],
    })
    const next = await commitTo(cwd, { files: { 'other.txt': 'y\n' }, message: 'others' })
    expect((await repository.read([FILE])).tip).toBe(next)
    await branches.commitTo({ branch: SIDE, parent: next, expected: first }, change('three\n'))
    expect(await git(['rev-parse', `${SIDE}~1`], { cwd })).toBe(next)
    const theirs = await commitTo(cwd, { branch: SIDE, files: { 'theirs.txt': '1\n' }, message: 'by hand' })
    const side = must(await branches.branch(SIDE))
    expect([side.head, must(side.commits).map(({ message }) => message.trim())]).toEqual([
      theirs,
      ['deploy(x)\n\nActor: me', 'by hand'],
    ])
    await repository.nodesAt(theirs, [FILE])
    await branches.commitTo({ branch: SIDE, parent: theirs, expected: theirs }, change('four\n'))
    expect([await fileAt(cwd, SIDE, FILE), await fileAt(cwd, SIDE, 'theirs.txt')]).toEqual(['four\n', '1\n'])
    expect(await branches.removeBranch(SIDE, theirs)).toBe(false)
    expect(await branches.removeBranch(SIDE, await head(SIDE))).toBe(true)
    expect(await branches.branch(SIDE)).toBeUndefined()
  })

  test('that the base has all of has no commits of its own', async () => {
    await using room = await open(way)
    await git(['branch', SIDE, room.tip], { cwd: room.cwd })
    await commitTo(room.cwd, { files: { 'other.txt': 'y\n' }, message: 'others' })
    expect(await room.branches.branch(SIDE)).toEqual({ head: room.tip, commits: [] })
  })
})

describe.each(WAYS)('a commit on such a branch, by %s', (way) => {
  test.each([
    ['is there already', undefined],
    ['is elsewhere', '0'.repeat(39).concat('1')],
  ])('is lost where it %s', async (_what, expected) => {
    await using room = await open(way)
    const { branches, tip, another, head } = room
    await branches.commitTo({ branch: SIDE, parent: tip, expected: undefined }, change('two\n'))
    const before = await head(SIDE)
    const other = another()
    await other.repository.read([FILE])
    const late = await other.branches.commitTo({ branch: SIDE, parent: tip, expected }, change('late\n'))
    expect(late).toMatchObject({ landed: false, unanswered: false })
    expect(await head(SIDE)).toBe(before)
  })

  test('of whom one wins where ten come at once', async () => {
    await using room = await open(way)
    const { branches, tip } = room
    const target = { branch: SIDE, parent: tip, expected: undefined }
    const texts = Array.from({ length: 4 }, (_, index) => `${index}\n`)
    const all = await Promise.all(
      texts.map(async (text) => {
        const one = room.another()
        await one.repository.read([FILE])
        return one.branches.commitTo(target, change(text))
      }),
    )
    expect(all.filter(({ landed }) => landed).length).toBe(1)
    expect(must(await branches.branch(SIDE)).commits?.length).toBe(1)
  })

  test('is refused at once where another branch is called as its folder', async () => {
    await using room = await open(way)
    await git(['branch', 'deploy', room.tip], { cwd: room.cwd })
    const target = { branch: SIDE, parent: room.tip, expected: undefined }
    expect(await problemOf(() => room.branches.commitTo(target, change('two\n')))).toMatchObject({
      code: 'PULL_REQUEST_BRANCH',
      hint: expect.stringContaining('pull-request: {branch: ...}'),
    })
  })
})

test('a side branch that wants signatures is met by an App through the API, which git is told', async () => {
  await using room = await open('http')
  await room.config.refuse(['GH013: Repository rule violations', 'Commits must have verified signatures.'])
  const target = { branch: SIDE, parent: room.tip, expected: undefined }
  expect(await problemOf(() => room.branches.commitTo(target, change('two\n')))).toMatchObject({
    code: 'CONFIG_REFUSED',
    hint: expect.stringMatching(/^Set commit-via: api, with config-app-id .*pull-request: \{branch: /),
  })
})
