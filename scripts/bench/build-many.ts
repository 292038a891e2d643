import { bake, oneByOne, openRoomForMany, step } from './build-ways.ts'
import { type Figure, isOver, type Limits, median } from './report.ts'
import { inTurn } from './rounds.ts'

const ROUNDS = 3
/** As long as a ratio is over its ceiling. */
const MOST_ROUNDS = 9
const WAYS = { bake, oneByOne, step }
type Seconds = Readonly<Record<keyof typeof WAYS, number[]>>

/** Twelve images on one builder: the step over `docker buildx bake`, and over builds one after another. */
export async function manyImages(): Promise<readonly Figure[]> {
  await using world = await openRoomForMany()
  if (!world) return []
  // First, so that the builder has the base of all of them.
  await oneByOne(world)
  const seconds: Seconds = { bake: [], oneByOne: [], step: [] }
  const work = Object.entries(WAYS).map(([name, way]) => async () => {
    seconds[name as keyof Seconds].push(await way(world))
  })
  await inTurn(work, (made) => made < ROUNDS || (made < MOST_ROUNDS && figuresOf(seconds).some(isOver)))
  return figuresOf(seconds)
}

function figuresOf(seconds: Seconds): readonly Figure[] {
  const time = (what: string, way: keyof Seconds) =>
    ({ what, value: median(seconds[way]), unit: 's' }) as const
  const over = (what: string, way: keyof Seconds, limits: Limits) => {
    const ratios = seconds.step.map((own, round) => own / (seconds[way][round] ?? Number.NaN))
    return { what, value: median(ratios), unit: 'x', ...limits } as const
  }
  return [
    time('docker buildx bake of 12 images', 'bake'),
    time('12 times docker buildx build, from 2 of them', 'oneByOne'),
    time('the step with 12 images', 'step'),
    over('the step over bake', 'bake', { goal: 1.3, ceiling: 2 }),
    over('the step over one after another', 'oneByOne', { goal: 0.33, ceiling: 0.5 }),
  ]
}
