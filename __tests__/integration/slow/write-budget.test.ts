// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { GitRepository } from '../../../src/config-repository/git/git-repository.ts'
import { type WriteOptions, writeUntilLanded } from '../../../src/gitops/write.ts'
import { Workspace } from '../../../src/runner/workspace.ts'
import { type ConfigRoom, openConfigRoom } from '../../support/config-room.ts'
import { git } from '../../support/git.ts'
import { aConfig, aRun } from '../../unit/builders.ts'
import { errorOf } from '../aws-room.ts'

const FILE = 'apps/x/kustomization.yaml'
const FOREVER = { times: Number.POSITIVE_INFINITY }

const openRoom = () => openConfigRoom({ config: () => ({ [FILE]: 'one\n' }) })

/** The loop of the action over its own git; what is wrong comes when the first look is over. */
async function write(
  room: ConfigRoom,
  limits: Pick<WriteOptions, 'budgetMs' | 'mostAtOneTip'>,
  wrong: () => unknown = () => {},
) {
  const { signal } = new AbortController()
  const { remote: url, credential } = room.over('http')
  const config = aConfig({ remote: { url, webUrl: undefined, label: 'acme/config' }, credential })
  const workspace = new Workspace(room.temp)
  const repository = new GitRepository(config, {
    ...aRun(),
    workspace,
    credential: async () => credential,
    signal,
  })
  const first = await repository.read([FILE])
  await wrong()
  const author = { name: 'Bot', email: 'bot@example.com' }
  return writeUntilLanded(first, {
    read: (withinMs) => repository.read([FILE], withinMs),
    propose: async ({ tip }) => {
      return { tip, verdicts: [], before: new Map([[FILE, 'one\n']]), files: new Map([[FILE, 'ours\n']]) }
    },
    commit: ({ tip, files }, withinMs) =>
      repository.commit(tip, { files, message: 'ours\n', author }, withinMs),
    landed: (attempts, withinMs) =>
      repository.landed(
        attempts.map((one) => ({ ...one, message: 'ours\n' })),
        withinMs,
      ),
    signal,
    ...limits,
  })
}

/** Beyond the budget: what is stopped may clean up, and the branch is asked once more. */
const MARGIN_MS = 20_000

describe('the time to write ends', () => {
  test.each(['refs:receive-pack', 'receive-pack'])('while the server does not answer at %s', async (on) => {
    await using room = await openRoom()
    const started = performance.now()
    const work = write(room, { budgetMs: 3_000 }, () => room.git.fail('hang', { on, ...FOREVER }))
    const { code, message } = await errorOf(work)
    expect(performance.now() - started).toBeLessThan(3_000 + MARGIN_MS)
    expect([code, message]).toEqual(['CONFIG_CONTENTION', expect.stringContaining('did not end within')])
  })

  test('in a push that the server has taken, which is found', async () => {
    await using room = await openRoom()
    const started = performance.now()
    const { commit } = await write(room, { budgetMs: 3_000 }, () =>
      room.git.fail('hang-after', { on: 'receive-pack', ...FOREVER }),
    )
    expect(performance.now() - started).toBeLessThan(3_000 + MARGIN_MS)
    expect(commit).toBe(await room.config.tip())
  })

  test.each(['refs:upload-pack', 'upload-pack'])('in the look after a lost race, at %s', async (on) => {
    await using room = await openRoom()
    const started = performance.now()
    const work = write(room, { budgetMs: 3_000 }, async () => {
      await room.config.commit({ files: { other: 'x\n' }, message: 'Theirs' })
      room.git.fail('hang', { on, ...FOREVER })
    })
    const { code, message } = await errorOf(work)
    expect(performance.now() - started).toBeLessThan(3_000 + MARGIN_MS)
    expect([code, message]).toEqual(['CONFIG_UNREACHABLE', expect.stringContaining('did not end within')])
  })

  test('in the last look for a push without an answer', async () => {
    await using room = await openRoom()
    const started = performance.now()
    const work = write(room, { budgetMs: 2_000 }, () => {
      room.git.fail('hang', { on: 'receive-pack', ...FOREVER })
      room.git.fail('hang', { on: 'refs:upload-pack', ...FOREVER })
    })
    const { code } = await errorOf(work)
    expect(performance.now() - started).toBeLessThan(2_000 + 2 * MARGIN_MS)
    expect(code).toBe('CONFIG_UNREACHABLE')
  })
})

describe('a server that takes no push, though nobody moves the branch', () => {
  /** What its git puts in the place of the tip is no commit, so that it breaks off in every push (git-replace). */
  const replaceTip = async (room: ConfigRoom) => {
    const cwd = room.config.directory
    const blob = await git(['hash-object', '-w', '--stdin'], { cwd, stdin: 'no commit\n' })
    await git(['replace', '-f', await room.config.tip(), blob], { cwd })
  }

  test('because it replaces the tip is left after some attempts, and what it said is reported', async () => {
    await using room = await openRoom()
    await replaceTip(room)
    const tip = await room.config.tip()
    const { code, message, problems } = await errorOf(write(room, { mostAtOneTip: 3 }))
    expect(code).toBe('CONFIG_UNREACHABLE')
    expect(message).toMatch(/3 times in a row.*the branch did not move.*hung up/)
    expect(problems[0].hint).toMatch(/Nothing was lost.*refs\/replace/)
    expect(room.git.requests.filter(({ action }) => action === 'receive-pack')).toHaveLength(3)
    expect(await room.config.tip()).toBe(tip)
  })

  test('because a lock was left is left too', async () => {
    await using room = await openRoom()
    await writeFile(`${room.config.directory}/refs/heads/main.lock`, '')
    const { code, message } = await errorOf(write(room, { mostAtOneTip: 3 }))
    expect(code).toBe('CONFIG_REFUSED')
    expect(message).toMatch(/3 times in a row.*failed to update ref/)
  })

  test('with an end has lost nothing: the next attempt lands', async () => {
    await using room = await openRoom()
    let pushes = 0
    room.git.beforePush(async () => {
      pushes += 1
      const cwd = room.config.directory
      if (pushes === 1) await replaceTip(room)
      else await git(['replace', '-d', await room.config.tip()], { cwd })
    }, 2)
    const { commit, attempts } = await write(room, { mostAtOneTip: 3 })
    expect([commit, attempts]).toEqual([await room.config.tip(), 2])
  })
})
