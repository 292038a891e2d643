import { compared, leastWall, over, type Rounds, rowOf } from './compare.ts'
import type { Cost } from './cost.ts'
import { type Figure, type Limits, MEASURES, type Measure, measures } from './report.ts'

/** Of ways to push an image, and to push it and commit its tag. Without an AWS CLI on the machine, two are missing. */
export type Costs = Readonly<
  Record<'build' | 'stepImage' | 'step' | 'actionsImage' | 'actions', Rounds> & {
    cliImage?: Rounds
    cli?: Rounds
  }
>
type Recipe = 'cli' | 'actions'

const NAMES = { cli: 'AWS CLI, docker', actions: 'two actions, docker' }

export function rows(costs: Costs): readonly Figure[] {
  const { build, stepImage, step } = costs
  const row = (row: string, [axis, way]: readonly [string, string], rounds: Rounds | undefined) =>
    rounds ? rowOf({ row, axis, way, size: 1 }, rounds, way === 'step' ? MOST[axis] : {}) : []
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

/** Of the step as it is, those of docker too: none may become more. */
const MOST: Readonly<Record<string, { readonly processes: Limits }>> = {
  image: { processes: { ceiling: 5 } },
  commit: { processes: { ceiling: 18 } },
}

/** What the step may cost of the recipe that most workflows are made of; times depend on what else the machine does. */
const CEILINGS: Readonly<Record<Measure, number>> = {
  wallMs: 0.8,
  cpuMs: 0.7,
  memoryMiB: 2,
  processes: 1,
  requests: 1.2,
  connections: 1.2,
  kB: 1.2,
}

/** Each column of the step over that of a recipe. */
function ratios(costs: Costs, recipe: Recipe): readonly Figure[] {
  const whole = costs[recipe]
  if (!whole) return []
  const row = `the step over ${NAMES[recipe]}, git`
  return measures.map((measure) => ({
    what: `${row}: ${MEASURES[measure].name}`,
    value: over(costs.step, whole, measure).value,
    unit: 'x',
    at: { row, axis: 'ratio', way: recipe, size: 1, measure },
    ...(recipe === 'cli' && { ceiling: CEILINGS[measure] }),
  }))
}

type Bounds = Readonly<Record<'goal' | 'ceiling', number>>

const BESIDE_BUILD: Readonly<Record<Recipe, Readonly<Record<'image' | 'commit', Bounds>>>> = {
  cli: { image: { goal: 0.25, ceiling: 0.38 }, commit: { goal: 0.28, ceiling: 0.42 } },
  // Two Node processes of nothing but one AWS call: no action is that small, and this is the floor of any.
  actions: { image: { goal: 0.85, ceiling: 1.28 }, commit: { goal: 0.85, ceiling: 1.28 } },
}

/** The build takes the same time in all ways, so the rest is what counts. */
export function besideBuild(costs: Costs): readonly Figure[] {
  return (Object.keys(NAMES) as Recipe[]).flatMap((recipe): readonly Figure[] => {
    const [image, whole, limits] = [costs[`${recipe}Image`], costs[recipe], BESIDE_BUILD[recipe]]
    if (!image || !whole) return []
    const what = `wall beside the build: the step over ${NAMES[recipe]}`
    return [
      ...ratiosBeside(costs.build, { what, step: costs.stepImage, recipe: image, ...limits.image }),
      ...ratiosBeside(costs.build, {
        what: `${what}, git`,
        step: costs.step,
        recipe: whole,
        ...limits.commit,
      }),
    ]
  })
}

interface Beside extends Bounds {
  readonly what: string
  readonly step: Rounds
  readonly recipe: Rounds
}

/**
 * What is to reach the goal is what one waits for. A machine that is busy with other work makes that what the
 * processors do for it, so the ceiling is that of the least times: such work only adds.
 */
function ratiosBeside(build: Rounds, { what, step, recipe, goal, ceiling }: Beside) {
  const wall = (cost: Cost | undefined) => cost?.wallMs ?? Number.NaN
  // Of all rounds, because what is left is small: one build that took long would make it what it is not.
  const middle = compared(build, wall).value
  const pairs = compared(step, (cost, round) => (wall(cost) - middle) / (wall(recipe.own[round]) - middle))
  const least = (rounds: Rounds) => leastWall(rounds) - leastWall(build)
  return [
    { what, ...pairs, unit: 'x', goal },
    { what: `${what}: of the least times`, value: least(step) / least(recipe), unit: 'x', goal, ceiling },
  ] as const
}
