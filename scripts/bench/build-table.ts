import { type Cost, rowOf } from './cost.ts'
import { type Figure, MEASURES, type Measure, measures } from './report.ts'

/** Of ways to push an image, and to push it and commit its tag. Without an AWS CLI on the machine, two are missing. */
export type Costs = Readonly<
  Record<'build' | 'stepImage' | 'step' | 'actionsImage' | 'actions', Cost> & {
    cliImage?: Cost
    cli?: Cost
  }
>
type Recipe = 'cli' | 'actions'

const NAMES = { cli: 'AWS CLI, docker', actions: 'two actions, docker' }

export function rows(costs: Costs): readonly Figure[] {
  const { build, stepImage, step } = costs
  const row = (row: string, [axis, way]: readonly [string, string], cost: Cost | undefined) =>
    cost ? rowOf({ row, axis, way, size: 1 }, cost) : []
  return [
    ...row('docker buildx build --push alone', ['build', 'build'], build),
    ...row('image: the step', ['image', 'step'], stepImage),
    ...row(`image: ${NAMES.cli}`, ['image', 'cli'], costs.cliImage),
    ...row(`image: ${NAMES.actions}`, ['image', 'actions'], costs.actionsImage),
    ...row('image and commit: the step', ['commit', 'step'], step),
    ...row(`image and commit: ${NAMES.cli}, git`, ['commit', 'cli'], costs.cli),
    ...row(`image and commit: ${NAMES.actions}, git`, ['commit', 'actions'], costs.actions),
    ...ratios(costs, 'cli'),
    ...ratios(costs, 'actions'),
  ]
}

/** What the step may cost of the recipe that most workflows are made of; times depend on what else the machine does. */
const CEILINGS: Readonly<Record<Measure, number>> = {
  wallMs: 0.8,
  cpuMs: 0.7,
  memoryMB: 2,
  processes: 1.2,
  requests: 1.2,
  kB: 1.2,
}

/** Each column of the step over that of a recipe. */
function ratios(costs: Costs, recipe: Recipe): readonly Figure[] {
  const whole = costs[recipe]
  if (!whole) return []
  const row = `the step over ${NAMES[recipe]}, git`
  return measures.map((measure) => ({
    what: `${row}: ${MEASURES[measure].name}`,
    value: costs.step[measure] / whole[measure],
    unit: 'x',
    at: { row, axis: 'ratio', way: recipe, size: 1, measure },
    ...(recipe === 'cli' && { ceiling: CEILINGS[measure] }),
  }))
}

/** Ratios to reach (goal), and those above which the bench fails. */
interface Bounds {
  readonly goal?: number
  readonly ceiling: number
}

const BESIDE_BUILD: Readonly<Record<Recipe, Readonly<Record<'image' | 'commit', Bounds>>>> = {
  cli: { image: { goal: 0.25, ceiling: 0.4 }, commit: { goal: 0.4, ceiling: 0.6 } },
  // Two Node processes of nothing but one AWS call: no action is that small, and this is the floor of any.
  actions: { image: { ceiling: 1.6 }, commit: { ceiling: 1.6 } },
}

/** The build takes the same time in all ways, so the rest is what counts. */
export function besideBuild(costs: Costs): readonly Figure[] {
  const more = (cost: Cost) => cost.wallMs - costs.build.wallMs
  return (Object.keys(NAMES) as Recipe[]).flatMap((recipe): readonly Figure[] => {
    const [image, whole, bounds] = [costs[`${recipe}Image`], costs[recipe], BESIDE_BUILD[recipe]]
    if (!image || !whole) return []
    const what = `wall beside the build: the step over ${NAMES[recipe]}`
    return [
      { what, value: more(costs.stepImage) / more(image), unit: 'x', ...bounds.image },
      { what: `${what}, git`, value: more(costs.step) / more(whole), unit: 'x', ...bounds.commit },
    ]
  })
}
