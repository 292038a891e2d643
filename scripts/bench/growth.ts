import { type Cost, costsOf, rowOf } from './cost.ts'
import { openGrowthRoom, type Size } from './growth-room.ts'
import { theCommands, theStep } from './growth-step.ts'
import type { Figure, Measure } from './report.ts'

const ROUNDS = 7
/** What is measured is the change of one of them, so the others are small. */
const ONE: Size = { images: 1, overlays: 1, files: 1 }
const AXES = {
  images: [1, 4, 12, 40].map((images) => ({ ...ONE, images })),
  overlays: [1, 10, 100].map((overlays) => ({ ...ONE, overlays })),
  files: [10, 1000, 5000].map((files) => ({ ...ONE, files })),
}

type Axis = keyof typeof AXES

interface Point {
  readonly axis: Axis
  readonly size: number
  readonly step: Cost
  readonly commands?: Cost
}

/** What the step costs when the image is there already, for more images, more overlays and larger repositories. */
export async function growth(): Promise<readonly Figure[]> {
  const points: Point[] = []
  for (const [axis, sizes] of Object.entries(AXES) as [Axis, readonly Size[]][]) {
    for (const size of sizes) points.push(await measure(axis, size))
  }
  return [
    ...points.flatMap(rowsOf),
    // One look-up for each repository.
    growthOf(points, { axis: 'images', measure: 'requests', ceiling: 39 }),
    growthOf(points, { axis: 'overlays', measure: 'requests', ceiling: 0 }),
    growthOf(points, { axis: 'files', measure: 'requests', ceiling: 0 }),
    growthOf(points, { axis: 'images', measure: 'processes', ceiling: 0 }),
    growthOf(points, { axis: 'overlays', measure: 'processes', ceiling: 0 }),
    growthOf(points, { axis: 'files', measure: 'processes', ceiling: 0 }),
  ]
}

async function measure(axis: Axis, size: Size): Promise<Point> {
  await using room = await openGrowthRoom(size)
  const ways = { step: theStep(room), ...(axis === 'files' && { commands: theCommands(room) }) }
  return { axis, size: size[axis], ...(await costsOf(room, ways, ROUNDS)) }
}

function rowsOf({ axis, size, step, commands }: Point): readonly Figure[] {
  const what = `${size} ${size === 1 ? axis.slice(0, -1) : axis}`
  return [
    ...rowOf({ row: `${what}: the step`, axis, size, way: 'step' }, step),
    ...(commands ? rowOf({ row: `${what}: clone, sed, push`, axis, size, way: 'commands' }, commands) : []),
  ]
}

/** Counts are no noise: the largest may cost so much more than the smallest, and no more. */
function growthOf(
  points: readonly Point[],
  { axis, measure, ceiling }: { axis: Axis; measure: Measure; ceiling: number },
): Figure {
  const costs = points.filter((point) => point.axis === axis).map(({ step }) => step[measure])
  const value = (costs.at(-1) ?? Number.NaN) - (costs[0] ?? Number.NaN)
  return { what: `more ${measure} for the most ${axis} than for the fewest`, value, unit: '', ceiling }
}
