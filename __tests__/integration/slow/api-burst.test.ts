// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { burstFiles, burstTasks, judgeBurst } from '../../support/burst.ts'
import { openConfigRoom } from '../../support/config-room.ts'
import { write } from '../../support/writers.ts'

const WRITERS = 8
const LIMITED = JSON.stringify({ message: 'You have exceeded a secondary rate limit. Please wait.' })

test('writers at once over the API all land, each exactly once, whatever GitHub does meanwhile', async () => {
  await using room = await openConfigRoom({
    config: ([old = '']) => burstFiles(burstTasks(WRITERS, old), old),
  })
  const [old = '', fresh = ''] = room.commits
  const tasks = burstTasks(WRITERS, fresh)
  const { github } = room
  const tokens = tasks.map(() => github.addToken())
  const writing = Promise.all(
    tasks.map((task, index) => {
      const token = tokens[index] ?? ''
      const ground = {
        ...room.over('http'),
        credential: { kind: 'token' as const, token },
        api: 'acme/config',
      }
      return write(ground, task)
    }),
  )
  const [written] = await Promise.all([writing, disturb(github)])
  expect(written.flatMap(({ error }) => error ?? [])).toEqual([])
  expect(await judgeBurst(room.config.directory, tasks, old)).toEqual({ landed: WRITERS, faults: [] })
  const log = await room.config.log()
  for (const { id, commit } of written)
    expect(log.find(({ sha }) => sha === commit)?.message).toContain(`Correlation-Id: gh-${id}-1`)
  // Each fault was met, and a writer that was limited waited, so that it was limited once.
  const met = (fault: RegExp) => github.requests.filter((request) => fault.test(request.fault ?? ''))
  expect(met(/502/).length).toBeGreaterThan(0)
  const limited = github.requests.filter(({ status }) => status === 403)
  expect(limited.length).toBeGreaterThan(0)
  const whose = limited.map(({ headers }) => headers.authorization)
  expect(new Set(whose).size).toBe(whose.length)
}, 60_000)

/** Answers of commits that are lost, reads that are behind, races that nobody won, and a secondary limit. */
async function disturb({
  fail,
  switches,
}: Pick<Awaited<ReturnType<typeof openConfigRoom>>['github'], 'fail' | 'switches'>): Promise<void> {
  fail({ status: 403, body: LIMITED, headers: { 'retry-after': '2' } }, { on: 'graphql', times: 3 })
  for (let round = 0; round < 6; round += 1) {
    fail({ status: 502, after: true }, { on: 'graphql' })
    switches.staleReads += 1
    switches.staleData += 1
    await sleep(100)
  }
}
