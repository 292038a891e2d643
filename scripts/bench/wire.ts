import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { recordChildren } from '../../__tests__/support/child-recorder.ts'
import type { RunOptions } from '../../__tests__/support/world.ts'
import { overlayPath } from '../../__tests__/support/world-files.ts'
import { BASELINE, inTurn, overBaseline, ownIn, type Spent } from './baseline.ts'
import { NO_COMMIT } from './build-room.ts'
import { meterIn } from './cost.ts'
import { type FarRoom, openFarRoom } from './far-room.ts'
import type { Figure } from './report.ts'

const [NEAR_MS, FAR_MS] = [60, 240]
const ROUNDS = 3
/** As long as there are too many round trips: a stall of the machine would have to last for all of these. */
const MOST_ROUNDS = 12
/** To compare takes more of them than to know about how long something takes. */
const PAIRS = 15
const EVENT = { name: 'push', payload: { repository: { default_branch: 'main' } } }

interface Kind {
  readonly inputs: Record<string, string>
  readonly result: string
  readonly goalMs: number
  /** Round trips one after another, those of new connections too. */
  readonly inARow: number
  readonly most: Readonly<Record<'requests' | 'connections' | 'processes', number>>
}

/** The image is there in all of them. Counts are those of the step as it is: none may become more. */
const KINDS: Readonly<Record<string, Kind>> = {
  reuse: {
    inputs: {},
    result: 'deployed',
    goalMs: 1103,
    inARow: 14,
    most: { requests: 10, connections: 7, processes: 6 },
  },
  'no-op': {
    inputs: { overlays: overlayPath('identity-service', 'staging') },
    result: 'unchanged',
    goalMs: 769,
    inARow: 9,
    most: { requests: 7, connections: 5, processes: 4 },
  },
  image: {
    inputs: NO_COMMIT,
    result: 'built',
    goalMs: 758,
    inARow: 9,
    most: { requests: 4, connections: 4, processes: 2 },
  },
}

/** Whole runs whose services are 60 ms away, as those of a runner are. */
export async function wire(): Promise<readonly Figure[]> {
  await using room = await openFarRoom()
  const figures: Figure[] = []
  for (const [name, kind] of Object.entries(KINDS)) {
    figures.push(...(await countsOf(room, name, kind)), ...(await timesOf(room, name, kind)))
  }
  return figures
}

/** In a run of its own, because what records processes takes time too. Those that git starts are git's. */
async function countsOf(room: FarRoom, name: string, kind: Kind): Promise<readonly Figure[]> {
  const { world, traffic } = room
  room.roundTripMs = 0
  const folder = join(world.root, 'recorded')
  const recorder = await recordChildren(folder)
  traffic.reset()
  await runOnce(room, kind, { env: { ...world.env, PATH: recorder.path } })
  const counts = {
    requests: traffic.requests(),
    connections: traffic.connections(),
    processes: 1 + (await recorder.calls()).length,
  }
  await rm(folder, { recursive: true })
  return (['requests', 'connections', 'processes'] as const).map((of) => ({
    what: `${name}: ${of}`,
    value: counts[of],
    unit: '',
    ceiling: kind.most[of],
  }))
}

async function timesOf(room: FarRoom, name: string, kind: Kind): Promise<readonly Figure[]> {
  const at: RunAt = (roundTripMs, options) => {
    room.roundTripMs = roundTripMs
    return runOnce(room, kind, options)
  }
  const ceiling = kind.inARow * 1.5
  const { near, far } = await nearAndFar(at, ceiling)
  const pairs = BASELINE
    ? await inTurn(PAIRS, (action) => at(NEAR_MS, { action }))
    : near.map((own) => ({ own }))
  const what = `${name} at ${NEAR_MS} ms`
  const trips = { what: `${name}: round trips one after another`, value: slope(near, far), unit: '' } as const
  return [
    {
      what: `${what} (median of ${pairs.length})`,
      value: ownIn(pairs, 'wallMs'),
      unit: 'ms',
      goal: kind.goalMs,
    },
    { what: `${what}: CPU`, value: ownIn(pairs, 'cpuMs'), unit: 'ms' },
    { ...trips, goal: kind.inARow, ceiling },
    ...overBaseline(what, pairs),
  ]
}

type RunAt = (roundTripMs: number, options?: RunOptions) => Promise<Spent>

/** In turn, so that both feel the same load of the machine. */
async function nearAndFar(at: RunAt, ceiling: number): Promise<Record<'near' | 'far', readonly Spent[]>> {
  const [near, far]: [Spent[], Spent[]] = [[], []]
  const goesOn = () => near.length < ROUNDS || (near.length < MOST_ROUNDS && slope(near, far) > ceiling)
  while (goesOn()) {
    near.push(await at(NEAR_MS))
    far.push(await at(FAR_MS))
  }
  return { near, far }
}

/** Of the time over the latency, to a tenth. Of each the least time, as other work on the machine only adds. */
function slope(near: readonly Spent[], far: readonly Spent[]): number {
  const least = (runs: readonly Spent[]) => Math.min(...runs.map(({ wallMs }) => wallMs))
  return Math.round((10 * (least(far) - least(near))) / (FAR_MS - NEAR_MS)) / 10
}

/** The action's process, from spawn to exit. */
async function runOnce({ world, reset }: FarRoom, kind: Kind, options: RunOptions = {}): Promise<Spent> {
  await reset()
  const { under, used } = meterIn(world.root)
  const { outputs, stdout } = await world.run(kind.inputs, { event: EVENT, under, ...options })
  if (outputs.result !== kind.result) throw new Error(`it ended as ${outputs.result}:\n${stdout}`)
  return used()
}
