// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { ApiBranches } from '../../src/config-repository/api/api-branches.ts'
import { git } from '../support/git.ts'
import type { BranchRules } from '../support/github/protection.ts'
import { must, problemOf } from '../unit/builders.ts'
import { APP, change, NAME, openApiRoom } from './api-room.ts'

const SIDE = 'deploy/x--prod-0123456789'
const PERSON = { kind: 'classic', login: 'mona' } as const
const next = (text: string) => change({ [APP]: text })

type Given = Parameters<Awaited<ReturnType<typeof openApiRoom>>['repository']>[0]

async function open(given: Given = {}) {
  const room = await openApiRoom()
  const repository = room.repository(given)
  const branches = new ApiBranches(repository)
  const { tip } = await repository.read([APP])
  const anew = (text = 'two\n', expected?: string) =>
    branches.commitTo({ branch: SIDE, parent: tip, expected }, next(text))
  const head = () => room.inConfig(['rev-parse', `refs/heads/${SIDE}`])
  const commits = async () => Number(await room.inConfig(['rev-list', '--count', `${tip}..${SIDE}`]))
  const dispose = () => room[Symbol.asyncDispose]()
  return { ...room, branches, tip, anew, head, commits, [Symbol.asyncDispose]: dispose }
}

/** The branch is there, at `made`. */
async function openMade(given?: Given) {
  const room = await open(given)
  await room.anew()
  return { ...room, made: await room.head() }
}

describe('a side branch whose mutation was answered with 502, and took effect', () => {
  test('is where it was to be when it was made anew', async () => {
    await using room = await open()
    room.github.switches.lostAnswers = 1
    const made = await room.anew()
    expect(made).toEqual({ landed: true, commit: await room.head() })
    expect(await room.commits()).toBe(1)
  })

  test('is where it was to be when it was replaced', async () => {
    await using room = await openMade()
    room.github.switches.lostAnswers = 1
    const made = await room.anew('three\n', room.made)
    expect(made).toEqual({ landed: true, commit: await room.head() })
    expect(await room.head()).not.toBe(room.made)
    expect(await room.commits()).toBe(1)
  })

  test('has the commit on top once, and whoever sent it is not sure of it', async () => {
    await using room = await openMade()
    room.github.switches.lostAnswers = 1
    const target = { branch: SIDE, parent: room.made, expected: room.made }
    expect(await room.branches.commitTo(target, next('three\n'))).toMatchObject({
      landed: false,
      unanswered: true,
    })
    const side = must(await room.branches.branch(SIDE))
    expect([side.head, side.commits?.length]).toEqual([await room.head(), 2])
    // Sent again from where it was read, it is a race that was lost, and no second commit.
    expect(await room.branches.commitTo(target, next('three\n'))).toMatchObject({
      landed: false,
      unanswered: false,
    })
    expect(await room.commits()).toBe(2)
  })

  test('is gone when it was removed', async () => {
    await using room = await openMade()
    room.github.switches.lostAnswers = 1
    await room.branches.removeBranch(SIDE, room.made)
    expect(await room.branches.branch(SIDE)).toBeUndefined()
  })
})

test.each([
  ['on top of', true],
  ['in place of', false],
])('a commit %s a branch that was removed meanwhile is a race that was lost', async (_what, onTop) => {
  await using room = await openMade()
  const expected = room.made
  await room.inConfig(['update-ref', '-d', `refs/heads/${SIDE}`])
  const target = { branch: SIDE, parent: onTop ? expected : room.tip, expected }
  expect(await room.branches.commitTo(target, next('three\n'))).toMatchObject({
    landed: false,
    unanswered: false,
  })
})

test.each(['<html>log in</html>', 'null', '{"data":{"updateRefs":null}}'])(
  'a branch counts as moved by no answer such as %s',
  async (body) => {
    await using room = await openMade()
    // The tree of the parent is asked for before.
    room.github.fail({ delayMs: 0 }, { on: 'graphql' })
    room.github.fail({ status: 200, body }, { on: 'graphql' })
    expect(await room.anew('three\n', room.made)).toMatchObject({ landed: false, unanswered: true })
    expect(await room.head()).toBe(room.made)
  },
)

test('a side branch is made anew with two queries, and looked for no longer than the time that is left', async () => {
  await using room = await open()
  const before = room.queries()
  await room.anew()
  expect(room.queries() - before).toBe(2)
  const refused = { status: 200, body: '{"data":null,"errors":[{"message":"no"}]}' }
  room.github.fail({ delayMs: 0 }, { on: 'graphql' })
  room.github.fail(refused, { on: 'graphql' })
  room.github.fail({ status: 503, body: '{}' }, { on: 'graphql', times: Number.POSITIVE_INFINITY })
  const target = { branch: SIDE, parent: room.tip, expected: await room.head() }
  await problemOf(() => room.branches.commitTo(target, next('three\n'), 0))
  expect(room.queries() - before).toBe(5)
})

test.each([
  ['51 files', 51, 10, 2],
  ['1.2 MiB', 2, 600 * 1024, 2],
  ['one file that is too much by itself', 1, 1024 * 1024 + 1, 1],
  ['41 MiB', 41, 1024 * 1024, 41],
])(
  'a side branch with %s is one commit, of trees that GitHub makes in time',
  async (_, count, bytes, trees) => {
    await using room = await open()
    const names = Array.from({ length: count }, (_one, at) => `${String(at).padStart(2, '0')}.yaml`)
    const files = Object.fromEntries(names.map((name) => [name, name.at(1)?.repeat(bytes) ?? '']))
    const target = { branch: SIDE, parent: room.tip, expected: undefined }
    expect(await room.branches.commitTo(target, change(files))).toMatchObject({ landed: true })
    expect(room.github.requests.filter(({ action }) => action === 'create-tree')).toHaveLength(trees)
    expect(await room.commits()).toBe(1)
    const changed = await room.inConfig(['diff', '--name-only', '--no-renames', room.tip, SIDE])
    expect(changed.split('\n')).toEqual(names)
    expect(await room.inConfig(['cat-file', '-s', `${SIDE}:${names.at(-1)}`])).toBe(String(bytes))
  },
)

describe('the commits of a side branch', () => {
  /** As many commits on the base, each with the tree of the base. */
  async function grown(room: Awaited<ReturnType<typeof open>>, count: number): Promise<void> {
    const lines = Array.from({ length: count }, (_, index) => [
      'commit refs/heads/grown',
      'committer A <a@example.com> 1767225600 +0000',
      `data ${String(index).length}`,
      String(index),
      ...(index === 0 ? [`from ${room.tip}`] : []),
      '',
    ])
    const stdin = `${lines.flat().join('\n')}\n`
    await git(['fast-import', '--quiet', '--force'], { cwd: room.config.directory, stdin })
    await room.inConfig(['update-ref', `refs/heads/${SIDE}`, 'refs/heads/grown'])
  }

  test('are all read, oldest first, over several pages', async () => {
    await using room = await open()
    await grown(room, 250)
    const { commits = [] } = must(await room.branches.branch(SIDE))
    expect(commits.map(({ message }) => message)).toEqual(Array.from({ length: 250 }, (_, at) => `${at}`))
    expect(new Set(commits.map(({ id }) => id)).size).toBe(250)
  })

  test('are too many to be looked at from 251 on', async () => {
    await using room = await open()
    await grown(room, 251)
    expect(await room.branches.branch(SIDE)).toEqual({ head: await room.head(), commits: undefined })
  })

  test('are somebody else’s where it has no commit in common with the base', async () => {
    await using room = await open()
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@b']
    const tree = await room.inConfig(['rev-parse', 'main^{tree}'])
    const orphan = await room.inConfig([...who, 'commit-tree', '-m', 'Unrelated', tree])
    await room.inConfig(['update-ref', `refs/heads/${SIDE}`, orphan])
    expect(await room.branches.branch(SIDE)).toEqual({ head: orphan, commits: undefined })
    // It is still replaced by who decides so.
    expect(await room.anew('two\n', orphan)).toMatchObject({ landed: true })
    expect(must(await room.branches.branch(SIDE)).commits?.length).toBe(1)
  })
})

describe('a program', () => {
  async function program(given?: Given) {
    const room = await openApiRoom()
    const blob = await room.inConfig(['rev-parse', `HEAD:${APP}`])
    await room.place({ mode: '100755', blob, path: APP })
    const repository = room.repository(given)
    const { tip } = await repository.read([APP])
    const modes = async () => (await room.inConfig(['ls-tree', SIDE, APP])).slice(0, 6)
    return { room, branches: new ApiBranches(repository), tip, modes }
  }

  test.each([undefined, { plan: { required: true } }])('stays one on a side branch: %j', async (given) => {
    const { room, branches, tip, modes } = await program(given)
    await using it = room
    await branches.commitTo({ branch: SIDE, parent: tip, expected: undefined }, next('two\n'))
    expect(await modes()).toBe('100755')
    const expected = await it.inConfig(['rev-parse', SIDE])
    await branches.commitTo({ branch: SIDE, parent: expected, expected }, next('three\n'))
    expect(await modes()).toBe('100755')
    expect(await it.inConfig(['show', `${SIDE}:${APP}`])).toBe('three')
    expect(await it.inConfig(['rev-list', '--count', `${tip}..${SIDE}`])).toBe('2')
  })
})

describe('the token of a person', () => {
  test('makes commits of that person, put there by this step and not signed', async () => {
    await using room = await open({ grant: PERSON })
    await room.anew()
    const commit = await room.inConfig(['cat-file', 'commit', SIDE])
    expect(commit).toMatch(/^author mona </m)
    expect(commit).toMatch(/^committer nobody <nobody@example\.com> /m)
    expect(commit).not.toContain('gpgsig')
    const { commits } = must(await room.branches.branch(SIDE))
    expect(commits?.map(({ committer }) => committer)).toEqual([
      { name: 'nobody', email: 'nobody@example.com' },
    ])
  })
})

describe('a ruleset over side branches', () => {
  const MESSAGE = new RegExp(`refused the commit on ${SIDE}: .*The ruleset "production" .* demands `)

  async function ruled(rules: BranchRules) {
    const room = await openMade()
    await room.github.ruleset(NAME, { ...rules, branches: [SIDE], name: 'production' })
    return room
  }

  test.each<[string, BranchRules]>([
    ['that locks them', { locked: true }],
    ['against forcing', {}],
    ['that wants pull requests', { pullRequest: true, allowForce: true }],
  ])('%s refuses to replace one, and names itself and the way out', async (_what, rules) => {
    await using room = await ruled(rules)
    const problem = await problemOf(() => room.anew('three\n', room.made))
    expect(problem).toMatchObject({ code: 'CONFIG_REFUSED', message: expect.stringMatching(MESSAGE) })
    expect(problem.hint).toMatch(/^Allow config-token to create deploy\/x--prod.* pull-request: \{branch: /)
    expect(await room.head()).toBe(room.made)
  })

  test('that wants signatures is met by an App, which the token of a person is told', async () => {
    await using room = await open({ grant: PERSON })
    await room.github.ruleset(NAME, { signatures: true, branches: [SIDE], name: 'production' })
    expect(await problemOf(() => room.anew())).toMatchObject({
      code: 'CONFIG_REFUSED',
      message: expect.stringContaining('Commits must have verified signatures'),
      hint: expect.stringMatching(/^Set config-app-id, or config-token to the token of a GitHub App: /),
    })
  })

  test('of the older kind, a protection against forcing, is one as well', async () => {
    await using room = await openMade()
    await room.github.protect(NAME, SIDE, {})
    expect(await problemOf(() => room.anew('three\n', room.made))).toMatchObject({
      code: 'CONFIG_REFUSED',
      message: expect.stringContaining('Cannot force-push to this branch'),
      hint: expect.stringMatching(/^Allow config-token to create deploy\/x--prod.* and to force it/),
    })
    expect(await room.head()).toBe(room.made)
  })

  test('that wants pull requests refuses what goes on top of one in the same words', async () => {
    await using room = await ruled({ pullRequest: true })
    const target = { branch: SIDE, parent: room.made, expected: room.made }
    expect(await problemOf(() => room.branches.commitTo(target, next('three\n')))).toMatchObject({
      code: 'CONFIG_REFUSED',
      message: expect.stringMatching(MESSAGE),
      hint: expect.stringContaining('pull-request: {branch: '),
    })
    expect(await room.head()).toBe(room.made)
  })

  test('that nobody may delete leaves it where it is', async () => {
    await using room = await ruled({ allowForce: true })
    expect(await room.branches.removeBranch(SIDE, room.made)).toBe(false)
    expect(await room.head()).toBe(room.made)
  })
})

test.each(['the question before it', 'the removal'])(
  'a branch stays, and nothing fails, where %s is refused',
  async (which) => {
    await using room = await openMade()
    if (which === 'the removal') room.github.fail({ delayMs: 0 }, { on: 'graphql' })
    room.github.fail({ status: 403, body: '{"message":"Resource not accessible"}' }, { on: 'graphql' })
    expect(await room.branches.removeBranch(SIDE, room.made)).toBe(false)
    expect(await room.head()).toBe(room.made)
  },
)

describe('a server that is older than a call', () => {
  /** What GraphQL at GitHub says of a mutation that its schema has not: no type, and more than one error. */
  const unknown = (name: string, input: string) =>
    JSON.stringify({
      errors: [
        { message: `${input} isn't a defined input type (on $input)`, path: ['mutation'] },
        {
          message: `Field '${name}' doesn't exist on type 'Mutation'`,
          path: ['mutation', name],
          extensions: { code: 'undefinedField', typeName: 'Mutation', fieldName: name },
        },
      ],
    })
  const TOO_OLD = { code: 'CONFIG_REFUSED', hint: expect.stringMatching(/^Set commit-via: git, /) }

  test('that makes a branch anew says so at once, and names the way without it', async () => {
    await using room = await open()
    // The tree of the parent and the id of the repository are asked for before.
    room.github.fail({ delayMs: 0 }, { on: 'graphql' })
    room.github.fail({ status: 200, body: unknown('updateRefs', 'UpdateRefsInput') }, { on: 'graphql' })
    expect(await problemOf(() => room.anew())).toMatchObject({
      ...TOO_OLD,
      message: expect.stringContaining("Field 'updateRefs' doesn't exist"),
    })
    expect(await room.branches.branch(SIDE)).toBeUndefined()
  })

  test('that puts a commit on top of one does as well', async () => {
    await using room = await openMade()
    room.github.fail({ delayMs: 0 }, { on: 'graphql' })
    const body = unknown('createCommitOnBranch', 'CreateCommitOnBranchInput')
    room.github.fail({ status: 200, body }, { on: 'graphql' })
    const target = { branch: SIDE, parent: room.made, expected: room.made }
    expect(await problemOf(() => room.branches.commitTo(target, next('three\n')))).toMatchObject(TOO_OLD)
    expect(await room.head()).toBe(room.made)
  })
})
