import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, get } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { besideBuild } from '../../scripts/bench/build-table.ts'
import { compared, leastWall, moreThan, over, rowOf } from '../../scripts/bench/compare.ts'
import { type Cost, recorded, type Way } from '../../scripts/bench/cost.ts'
import { startDistance } from '../../scripts/bench/distance.ts'
import { CHANGED_FILE, openFarRoom } from '../../scripts/bench/far-room.ts'
import { gitAs, run } from '../../scripts/bench/process.ts'
import type { Measure } from '../../scripts/bench/report.ts'
import { inTurn, OWN } from '../../scripts/bench/rounds.ts'
import { wireUp } from '../../scripts/bench/traffic.ts'
import { KINDS } from '../../scripts/bench/wire-kinds.ts'
import { bareGit, theStep } from '../../scripts/bench/wire-ways.ts'
import { selfSigned } from '../support/certificate.ts'
import { git } from '../support/git.ts'
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

test('ways take turns, forwards and backwards', async () => {
  const turns: string[] = []
  const work = ['action', 'baseline', 'git'].map((name) => async () => {
    turns.push(name)
  })
  await inTurn(work, (made) => made < 3)
  const forwards = ['action', 'baseline', 'git']
  expect(turns).toEqual([...forwards, ...forwards.toReversed(), ...forwards])
})

const walls = (...all: number[]): readonly Cost[] =>
  all.map((wallMs) => ({
    ...{ wallMs, cpuMs: wallMs / 2, memoryMiB: 40 },
    ...{ processes: 1, requests: 0, connections: 0, kB: 0 },
  }))

test('to a baseline there is the ratio of the round in the middle, whatever their medians are', () => {
  const rounds = { own: walls(110, 330, 190), before: walls(100, 300, 200) }
  const of = (measure: Measure) => compared(rounds, (cost) => cost[measure])
  expect(of('wallMs')).toEqual({ value: 190, before: { value: 200, ratio: 1.1 } })
  expect(of('cpuMs')).toEqual({ value: 95, before: { value: 100, ratio: 1.1 } })
  expect(of('requests')).toEqual({ value: 0, before: { value: 0, ratio: 1 } })
  expect(compared({ own: rounds.own }, ({ wallMs }) => wallMs)).toEqual({ value: 190 })
})

test('over another way there is what each round gives, of the baseline too', () => {
  const rounds = { own: walls(110, 330, 190), before: walls(150, 450, 300) }
  const git = { own: walls(100, 100, 100) }
  expect(over(rounds, git, 'wallMs')).toEqual({ value: 1.9, before: { value: 3, ratio: 330 / 450 } })
  expect(moreThan(rounds, git, 'wallMs')).toEqual({ value: 90, before: { value: 200, ratio: 0.45 } })
  expect(leastWall(rounds)).toBe(110)
})

test('a row says how each of its measures compares, and to what limits it is held', () => {
  const rounds = { own: walls(110), before: walls(100) }
  const row = rowOf({ row: 'run', axis: '', size: 1, way: 'step' }, rounds, { wallMs: { goal: 105 } })
  expect(row.map(({ what, value, unit, before, goal }) => [what, value, unit, before?.value, goal])).toEqual([
    ['run: Wall', 110, 'ms', 100, 105],
    ['run: CPU', 55, 'ms', 50, undefined],
    ['run: Peak memory', 40, 'MiB', 40, undefined],
    ['run: Processes', 1, '', 1, undefined],
    ['run: Requests', 0, '', 0, undefined],
    ['run: Connections', 0, '', 0, undefined],
    ['run: Bytes', 0, 'kB', 0, undefined],
  ])
})

describe('beside the build there is what is over the build', () => {
  const costs = {
    build: { own: walls(100, 900, 100) },
    stepImage: { own: walls(120, 130, 900) },
    step: { own: walls(150, 160, 160), before: walls(200, 220, 220) },
    actionsImage: { own: walls(200, 200, 900) },
    actions: { own: walls(200, 200, 900) },
  }

  test('which takes the same time in every round', () => {
    // Of 50 and 60 over 100, and 60 over 800; of the baseline 100 and 120 over 100, and 120 over 800.
    const whole = besideBuild(costs).find(({ what }) => what.endsWith('two actions, docker, git'))
    expect(whole).toMatchObject({ value: 0.5, before: { value: 1, ratio: 0.5 } })
    expect(whole).not.toHaveProperty('ceiling')
  })

  test('of the least times too, to which other work adds nothing', () => {
    const least = besideBuild(costs).filter(({ what }) => what.endsWith('of the least times'))
    expect(least.map(({ value }) => value)).toEqual([0.2, 0.5])
    for (const { ceiling } of least) expect(ceiling).toBeGreaterThan(0)
  })

  test('for each recipe that was there', () => {
    const both = { ...costs, cliImage: costs.actionsImage, cli: costs.actions }
    expect([besideBuild(costs).length, besideBuild(both).length]).toEqual([4, 8])
  })
})

test('git alone commits to the config repository with the commands of a step', async () => {
  await using room = await openFarRoom()
  const { config } = room.world
  const commandsOf = async (way: Way) => {
    const calls = await recorded(room, way)
    const last = await git(['show', '--name-only', '--format=%s'], { cwd: config.directory })
    expect(last).toMatch(new RegExp(`^(?!Reset).+\n\n${CHANGED_FILE}$`))
    return calls.flatMap(({ argv }) => argv.filter((word) => COMMANDS.includes(word)))
  }
  expect(await commandsOf(theStep(room, KINDS.reuse, 0)(OWN))).toEqual(COMMANDS)
  expect(await commandsOf(bareGit(room, 0))).toEqual(COMMANDS)
})

/** What is started by the step; the rest is what git starts itself. */
const COMMANDS = ['status', 'clone', 'cat-file', 'fast-import', 'push']
