import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { burstFiles, burstTasks, judgeBurst } from '../support/burst.ts'
import { type ConfigRoom, openConfigRoom } from '../support/config-room.ts'
import { PROTECTED_BRANCH } from '../support/git-repositories.ts'
import { type WriterGround, write } from '../support/writers.ts'
import { currentRig } from './rig.ts'
import { type Sshd, startSshd } from './sshd.ts'

beforeAll(async () => {
  await currentRig()
})

/** The config repository over a real sshd, with a deploy key. */
const overSsh = (room: ConfigRoom, sshd: Sshd): WriterGround => ({
  ...room.over('file'),
  remote: `ssh://root@127.0.0.1:${sshd.port}${room.config.directory}`,
  credential: { kind: 'ssh', key: sshd.deployKey, knownHosts: sshd.knownHosts },
})

async function open(writers: number) {
  const room = await openConfigRoom({
    config: ([old = '']) => burstFiles(burstTasks(writers, old), old),
  })
  const [old = '', fresh = ''] = room.commits
  return { room, old, tasks: burstTasks(writers, fresh) }
}

test('six writers at once over a real sshd all land, each exactly once', async () => {
  const { room, old, tasks } = await open(6)
  await using _room = room
  await using sshd = await startSshd(join(room.root, 'sshd'))
  const written = await Promise.all(tasks.map((task) => write(overSsh(room, sshd), task)))
  expect(written.flatMap(({ error }) => error ?? [])).toEqual([])
  expect(await judgeBurst(room.config.directory, tasks, old)).toEqual({ landed: 6, faults: [] })
  expect(Math.max(...written.map(({ attempts }) => attempts))).toBeGreaterThan(1)
  const again = await Promise.all(tasks.map((task) => write(overSsh(room, sshd), task)))
  expect(again.flatMap(({ outcomes }) => Object.values(outcomes))).toEqual(tasks.map(() => 'unchanged'))
})

test('a lost race over ssh is seen as one, and the edit is made again on the new tip', async () => {
  const { room, old, tasks } = await open(2)
  await using _room = room
  await using sshd = await startSshd(join(room.root, 'sshd'))
  const [first, second] = tasks
  if (!first || !second) throw new Error('two writers were asked for')
  // The second one has looked before the first one writes, and builds for as long as that takes.
  const running = write(overSsh(room, sshd), { ...second, buildMs: 1_500 })
  await new Promise((done) => setTimeout(done, 1_000))
  expect((await write(overSsh(room, sshd), first)).attempts).toBe(1)
  expect((await running).error).toBeUndefined()
  expect(await judgeBurst(room.config.directory, tasks, old)).toEqual({ landed: 2, faults: [] })
})

test('a push that a hook refuses over ssh is final, in the words of the hook', async () => {
  const { room, tasks } = await open(1)
  await using _room = room
  await using sshd = await startSshd(join(room.root, 'sshd'))
  await room.config.refuse(PROTECTED_BRANCH)
  const tip = await room.config.tip()
  const [task] = tasks
  if (!task) throw new Error('one writer was asked for')
  const refused = await write(overSsh(room, sshd), task)
  expect(refused.error).toMatch(/^CONFIG_REFUSED: .*GH006: Protected branch update failed/)
  expect(await room.config.tip()).toBe(tip)
  await room.config.refuse(undefined)
  expect((await write(overSsh(room, sshd), task)).commit).toBe(await room.config.tip())
})
