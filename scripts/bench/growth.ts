import { compared, over, type Rounds, rowOf } from './compare.ts'
import { openGrowthRoom, type Size } from './growth-room.ts'
import { theCommands, theStep } from './growth-step.ts'
import type { Figure, Limits, Measure } from './report.ts'
import { roundsOf } from './rounds.ts'

const ROUNDS = 5
/** What is measured is the change of one of them, so the others are small. */
const ONE: Size = { images: 1, overlays: 1, files: 1 }
const AXES = {
  images: [1, 4, 12, 40].map((images) => ({ ...ONE, images })),
  overlays: [1, 10, 100].map((overlays) => ({ ...ONE, overlays })),
  files: [10, 1000, 5000].map((files) => ({ ...ONE, files })),
}
type Axis = keyof typeof AXES
const COUNTS = ['requests', 'connections', 'processes'] as const
type Count = (typeof COUNTS)[number]

/** Of the largest over the smallest. One more image is one more look-up, as it has a repository of its own. */
const MORE: Readonly<Record<Axis, Readonly<Record<Count, number>>>> = {
  images: { requests: 39, connections: 39, processes: 0 },
  overlays: { requests: 0, connections: 0, processes: 0 },
  files: { requests: 0, connections: 0, processes: 0 },
}
const CPU: Readonly<Record<Axis, Limits>> = {
  images: { goal: 2, ceiling: 3 },
  overlays: { goal: 2, ceiling: 3 },
  files: { goal: 1.25, ceiling: 1.9 },
}

interface Point {
  readonly axis: Axis
  readonly size: number
  readonly step: Rounds
  readonly commands?: Rounds
}

/** What the step costs when the image is there already, for more images, more overlays and larger repositories. */
export async function growth(): Promise<readonly Figure[]> {
  const points: Point[] = []
  for (const [axis, sizes] of Object.entries(AXES) as [Axis, readonly Size[]][]) {
    for (const size of sizes) points.push(await pointOf(axis, size))
  }
  const axes = Map.groupBy(points, ({ axis }) => axis)
  return [
    ...points.flatMap(rowsOf),
    ...[...axes.values()].flatMap(growthOf),
    ...points.slice(-1).flatMap(overCommands),
  ]
}

async function pointOf(axis: Axis, size: Size): Promise<Point> {
  await using room = await openGrowthRoom(size)
  const ways = {
    action: { step: theStep(room) },
    others: axis === 'files' ? { commands: theCommands(room) } : {},
  }
  return { axis, size: size[axis], ...(await roundsOf(room, ways, { rounds: ROUNDS })) }
}

function rowsOf({ axis, size, step, commands }: Point): readonly Figure[] {
  const what = `${size} ${size === 1 ? axis.slice(0, -1) : axis}`
  return [
    ...rowOf({ row: `${what}: the step`, axis, size, way: 'step' }, step),
    ...(commands ? rowOf({ row: `${what}: clone, sed, push`, axis, size, way: 'commands' }, commands) : []),
  ]
}

/** Counts are no noise, and CPU time hardly: the largest may cost so much more than the smallest, and no more. */
function growthOf(points: readonly Point[]): readonly Figure[] {
  const [fewest, most] = [points[0], points.at(-1)]
  if (!fewest || !most) return []
  const { axis } = most
  const of = (point: Point, measure: Measure) => compared(point.step, (cost) => cost[measure]).value
  const more = COUNTS.map((measure) => ({
    what: `more ${measure} for the most ${axis} than for the fewest`,
    value: of(most, measure) - of(fewest, measure),
    unit: '' as const,
    ceiling: MORE[axis][measure],
  }))
  const cpu = of(most, 'cpuMs') / of(fewest, 'cpuMs')
  return [
    ...more,
    { what: `CPU for the most ${axis} over that for the fewest`, value: cpu, unit: 'x', ...CPU[axis] },
  ]
}

/**
 * The largest repository is where a clone with a work tree takes long. By how fast the disk takes its files, runs of
 * the same code gave 0.14 to 0.85, so that this is told and not judged; what more files cost the step is judged above.
 */
function overCommands({ size, axis, step, commands }: Point): readonly Figure[] {
  if (!commands) return []
  const what = `wall with ${size} ${axis}: the step over clone, sed, push (median of pairs)`
  return [{ what, ...over(step, commands, 'wallMs'), unit: 'x', goal: 0.4 }]
}
