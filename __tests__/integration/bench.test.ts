import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, get } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { inTurn, OWN, overBaseline } from '../../scripts/bench/baseline.ts'
import { recorded, type Way } from '../../scripts/bench/cost.ts'
import { startDistance } from '../../scripts/bench/distance.ts'
import { gitAs, run } from '../../scripts/bench/process.ts'
import { wireUp } from '../../scripts/bench/traffic.ts'
import { selfSigned } from '../support/certificate.ts'
import { startPart } from '../support/part.ts'
import { createWorld } from '../support/world.ts'

test('a benchmark sees what a git command starts itself, and all that it says to a service', async () => {
  await using world = await createWorld()
  await using traffic = await wireUp(world)
  const { GITHUB_SERVER_URL: server } = world.env
  let clones = 0
  const clone: Way = async () => {
    clones += 1
    const command = [
      'git',
      'clone',
      '-q',
      `${server}/${world.config.name}.git`,
      join(world.root, `${clones}`),
    ]
    return ({ under, env }) =>
      run([...under, ...command], { cwd: world.root, env: { ...gitAs(world.tokens.config), ...env } })
  }
  const tools = (await recorded({ world, traffic }, clone)).map(({ tool }) => tool)
  expect(tools).toContain('git-remote-http')
  expect(tools.filter((tool) => tool === 'git').length).toBeGreaterThan(2)
  const first = { requests: traffic.requests(), connections: traffic.connections(), kB: traffic.kB() }
  expect(first.requests).toBe(world.git.requests.length)
  // git keeps it for all requests of a command.
  expect(first.connections).toBe(1)
  // The files, which are compressed, and the heads of two requests and their answers.
  expect(first.kB).toBeGreaterThan(1)
  traffic.reset()
  expect([traffic.requests(), traffic.connections(), traffic.kB()]).toEqual([0, 0, 0])
})

test('from a distance, a new connection costs two round trips more than the request itself', async () => {
  const roundTripMs = 50
  const body = 'far away '.repeat(20_000)
  await using part = await startPart({ action: () => 'any', answer: () => ({ status: 200, body }) })
  const certificate = selfSigned(['127.0.0.1'])
  await using distance = await startDistance({
    part: part.url,
    certificate,
    roundTripMs: () => roundTripMs,
  })
  const agent = new Agent({ keepAlive: true, ca: certificate.cert })
  const ask = async (): Promise<number> => {
    const started = performance.now()
    const [response] = (await once(get(distance.url, { agent }), 'response')) as [IncomingMessage]
    expect(await text(response)).toBe(body)
    return performance.now() - started
  }
  // A timer of Node counts whole milliseconds, and may start at one that has begun.
  const roundTrips = (count: number) => count * (roundTripMs - 2)
  expect(await ask()).toBeGreaterThan(roundTrips(3))
  const later: number[] = []
  for (let round = 0; round < 10; round += 1) later.push(await ask())
  agent.destroy()
  // However busy the machine is: not all of them are late.
  expect(Math.min(...later)).toBeGreaterThan(roundTrips(1))
  expect(Math.min(...later)).toBeLessThan(roundTrips(3))
  expect([distance.connections, part.requests.length]).toEqual([1, 11])
  // Heads and the frames of TLS are little beside it.
  expect(distance.received).toBeGreaterThan(11 * body.length)
  expect(distance.received).toBeLessThan(11.5 * body.length)
  expect(distance.sent).toBeGreaterThan(0)
  distance.reset()
  expect([distance.connections, distance.sent, distance.received]).toEqual([0, 0, 0])
})

const spent = (wallMs: number, cpuMs = wallMs / 2) => ({ wallMs, cpuMs })

test('the action and its baseline take turns, of which each is first in every other round', async () => {
  const turns: string[] = []
  const pairs = await inTurn(2, async (action) => spent(turns.push(action)), 'before')
  expect(turns).toEqual([OWN, 'before', 'before', OWN])
  expect(pairs).toEqual([
    { own: spent(1), baseline: spent(2) },
    { own: spent(4), baseline: spent(3) },
  ])
})

test('over a baseline there are the ratio of the medians, and the difference of the pair in the middle', () => {
  const pairs = [
    { own: spent(110), baseline: spent(100) },
    { own: spent(330), baseline: spent(300) },
    { own: spent(190), baseline: spent(200) },
  ]
  const figures = overBaseline('run', pairs).map(({ value, ceiling }) => [value, ceiling])
  const [wall, cpu] = [
    [200, 10],
    [100, 5],
  ].map(([baseline, more]) => [
    [baseline, undefined],
    [0.95, 1.5],
    [more, undefined],
  ])
  expect(figures).toEqual([...(wall ?? []), ...(cpu ?? [])])
  expect(overBaseline('run', [{ own: spent(110) }])).toEqual([])
})
