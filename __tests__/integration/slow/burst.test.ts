import { describe, expect, test } from 'vitest'
import { burstFiles, burstTasks, judgeBurst } from '../../support/burst.ts'
import { type ConfigRoom, openConfigRoom, type Transport } from '../../support/config-room.ts'
import { type WriterTask, type Written, write } from '../../support/writers.ts'
import { must } from '../../unit/builders.ts'

const BURSTS: [string, Transport, number, number][] = [
  ['on file://', 'file', 16, 0],
  ['over smart HTTP, 20 ms away', 'http', 12, 20],
]

async function openBurst(writers: number, latencyMs: number) {
  // The names of the commits are known only when they are made, but the tasks do not change with them.
  const tasksAt = (commit: string) => burstTasks(writers, commit)
  const room = await openConfigRoom({
    config: ([old = '']) => burstFiles(tasksAt(old), old),
    latencyMs,
  })
  const [old = '', fresh = ''] = room.commits
  return { room, old, tasks: tasksAt(fresh) }
}

const release = (room: ConfigRoom, transport: Transport, tasks: readonly WriterTask[]): Promise<Written[]> =>
  Promise.all(tasks.map((task) => write(room.over(transport), task)))

describe.each(BURSTS)('writers released at once %s', (_where, transport, writers, latencyMs) => {
  test('all land, each exactly once, in one line of commits with the right values', async () => {
    const { room, old, tasks } = await openBurst(writers, latencyMs)
    await using _room = room
    const written = await release(room, transport, tasks)
    expect(written.flatMap(({ error }) => error ?? [])).toEqual([])
    expect(await judgeBurst(room.config.directory, tasks, old)).toEqual({ landed: writers, faults: [] })
    // What each of them says it made is what is there.
    const log = await room.config.log()
    for (const { id, commit } of written) {
      const own = log.find(({ sha }) => sha === commit)
      expect(own?.message).toContain(`Correlation-Id: gh-${id}-1`)
    }
    // Somebody lost a race, or this was no burst; and nobody tried anywhere near as often as there are writers.
    const attempts = written.map((one) => one.attempts)
    expect(Math.max(...attempts)).toBeGreaterThan(1)
    expect(Math.max(...attempts)).toBeLessThanOrEqual(writers)
    expect(Math.max(...written.map(({ ms }) => ms))).toBeLessThan(60_000)
    // Two commits of the service are compared once by each run, however often it tries.
    expect(room.github.requests).toHaveLength(writers)
  })
})

test('runs again after a burst find everything there, and write nothing', async () => {
  const { room, tasks } = await openBurst(6, 0)
  await using _room = room
  await release(room, 'file', tasks)
  const tip = await room.config.tip()
  const again = await release(room, 'file', tasks)
  expect(again.map(({ commit }) => commit)).toEqual(tasks.map(() => undefined))
  expect(again.flatMap(({ outcomes }) => Object.values(outcomes))).toEqual(tasks.map(() => 'unchanged'))
  expect(await room.config.tip()).toBe(tip)
})

test('one image at several commits at once: the newest stays, whoever was first', async () => {
  const history = Array.from({ length: 8 }, (_, index) => ({ 'app.txt': `${index}\n` }))
  const task = (commit: string, id: number): WriterTask => ({
    ...must(burstTasks(1, commit).at(0)),
    id: `${id}`,
  })
  await using room = await openConfigRoom({
    service: history,
    config: ([first = '']) => burstFiles([task(first, 0)], first),
  })
  const newest = room.commits.at(-1) ?? ''
  const written = await release(room, 'http', room.commits.map(task))
  expect(written.flatMap(({ error }) => error ?? [])).toEqual([])
  expect(await room.config.file('apps/shared/kustomization.yaml')).toContain(`newTag: "${newest}"`)
  // Nobody went backwards: the commits that were deployed are in the order of the service's history.
  const deployed = (await room.config.log())
    .toReversed()
    .slice(1)
    .map(({ message }) => {
      const [, commit = ''] = /^Source-Commit: (.*)$/m.exec(message) ?? []
      return room.commits.indexOf(commit)
    })
  expect(deployed).toEqual(deployed.toSorted((a, b) => a - b))
  expect(new Set(deployed).size).toBe(deployed.length)
  const wrote = written.filter(({ commit }) => commit !== undefined)
  expect(wrote).toHaveLength(deployed.length)
})
