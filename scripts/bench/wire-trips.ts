import { type Cost, measure, type Way } from './cost.ts'
import type { FarRoom } from './far-room.ts'

/** What they are counted by, beside the runs at 60 ms. */
const FURTHER_MS = 240
const RUNS = 3
/** As long as there are too many round trips: a stall of the machine would have to last for all of these. */
const MOST_RUNS = 12

type Timed = Pick<Cost, 'wallMs'>

interface Runs {
  readonly room: FarRoom
  readonly roundTripMs: number
  /** Costs of runs at that distance. */
  readonly near: readonly Timed[]
  readonly wayAt: (roundTripMs: number) => Way
}

/** How many round trips a run makes one after another: what it takes more of a longer way tells. */
export async function tripsInARow(
  { room, roundTripMs, near, wayAt }: Runs,
  ceiling: number,
): Promise<number> {
  const [nearer, further]: [Timed[], Timed[]] = [[...near], []]
  const trips = () => slope(nearer, further) / (FURTHER_MS - roundTripMs)
  while (further.length < RUNS || (further.length < MOST_RUNS && trips() > ceiling)) {
    if (further.length >= RUNS) nearer.push(await measure(room, wayAt(roundTripMs)))
    further.push(await measure(room, wayAt(FURTHER_MS)))
  }
  return Math.round(10 * trips()) / 10
}

/** Of each the least time, as other work on the machine only adds. */
function slope(nearer: readonly Timed[], further: readonly Timed[]): number {
  const least = (runs: readonly Timed[]) => Math.min(...runs.map(({ wallMs }) => wallMs))
  return least(further) - least(nearer)
}
