import { openGrowthRoom, type Size } from './growth-room.ts'
import { best, type Cost, theCommands, theStep, type Way } from './growth-step.ts'
import type { Figure, Place } from './report.ts'

const ROUNDS = 7
/** What is measured is the change of one of them, so the others are small. */
const ONE: Size = { images: 1, overlays: 1, files: 1 }
const AXES = {
  images: [1, 4, 12, 40].map((images) => ({ ...ONE, images })),
  overlays: [1, 10, 100].map((overlays) => ({ ...ONE, overlays })),
  files: [10, 1000, 5000].map((files) => ({ ...ONE, files })),
}

const UNITS = {
  wallMs: 'ms',
  cpuMs: 'ms',
  memoryMB: 'MB',
  processes: '',
  requests: '',
  kB: 'kB',
} as const satisfies Record<keyof Cost, Figure['unit']>
const NAMES: Record<keyof Cost, string> = {
  wallMs: 'wall time',
  cpuMs: 'CPU time',
  memoryMB: 'peak memory',
  processes: 'processes',
  requests: 'requests',
  kB: 'bytes both ways',
}

type Axis = keyof typeof AXES

interface Point {
  readonly axis: Axis
  readonly size: number
  readonly step: Cost
  readonly commands: Cost | undefined
}

/** What the step costs when the image is there already, for more images, more overlays and larger repositories. */
export async function growth(): Promise<readonly Figure[]> {
  const points: Point[] = []
  for (const [axis, sizes] of Object.entries(AXES) as [Axis, readonly Size[]][]) {
    for (const size of sizes) points.push(await measure(axis, size))
  }
  return [
    ...points.flatMap(figuresOf),
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
  const ways: readonly Way[] = [await theStep(room), ...(axis === 'files' ? [theCommands] : [])]
  const costs: Cost[][] = ways.map(() => [])
  // In turns, so that all of them feel the same load of the machine.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, way] of ways.entries()) costs[index]?.push(await way(room))
  }
  const [step = [], commands] = costs
  return { axis, size: size[axis], step: best(step), commands: commands && best(commands) }
}

function figuresOf({ axis, size, step, commands }: Point): readonly Figure[] {
  const all = (cost: Cost, way: Place['way']) =>
    (Object.keys(UNITS) as (keyof Cost)[])
      .filter((measure) => !Number.isNaN(cost[measure]))
      .map((measure) => ({
        what: `${way === 'step' ? 'the step' : 'clone, sed, commit, push'}, ${size} ${axis}: ${NAMES[measure]}`,
        value: cost[measure],
        unit: UNITS[measure],
        at: { axis, size, way, measure },
      }))
  return [...all(step, 'step'), ...(commands ? all(commands, 'commands') : [])]
}

/** Counts are no noise: the largest may cost so much more than the smallest, and no more. */
function growthOf(
  points: readonly Point[],
  { axis, measure, ceiling }: { axis: Axis; measure: keyof Cost; ceiling: number },
): Figure {
  const costs = points.filter((point) => point.axis === axis).map(({ step }) => step[measure])
  const value = (costs.at(-1) ?? Number.NaN) - (costs[0] ?? Number.NaN)
  return { what: `more ${measure} for the most ${axis} than for the fewest`, value, unit: '', ceiling }
}
