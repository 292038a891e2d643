import type { ConnectRegistry } from '../../aws/registry/connect-registries.ts'
import { StepError, withoutEchoes } from '../../errors/errors.ts'
import { allOrProblems } from '../../errors/together.ts'
import { asStepError } from '../../errors/unforeseen.ts'
import type { Bump, Unchanged } from '../../gitops/bump.ts'
import { type Decision, decideOrExplain } from '../../images/decide.ts'
import { lookUp, mayBeBuilt } from '../../images/look-up.ts'
import type { PushPlan } from '../../plan/plan.ts'
import type { Phases } from '../../runner/phases.ts'
import type { Engine } from './ports.ts'

interface Sides {
  readonly connect: ConnectRegistry
  readonly bump: Bump | undefined
  readonly engine: Engine
  readonly phases: Phases
}

/** The registries are asked while the config repository is read; what is wrong with either is reported together. */
export async function decide(
  plan: PushPlan,
  { connect, bump, engine, phases }: Sides,
): Promise<readonly Decision[]> {
  // git starts first: it works in a process of its own while this one signs requests.
  const preflight = bump
    ? phases.during('config repository', () => bump.preflight())
    : Promise.resolve(none())
  const decided = lookUp(plan.images, connect, phases).then(async (images) => {
    if (images.some(mayBeBuilt)) engine.ask()
    const unchanged = await preflight.catch(none)
    return decideOrExplain(images, { createRepository: plan.createRepository, unchanged })
  })
  const [decisions] = await allOrProblems([unexplained(decided, preflight), preflight])
  return decisions
}

const none = (): Unchanged => new Map()

/** An overlay that names another registry says why this one has not what is looked for. */
function unexplained<T>(decided: Promise<readonly T[]>, preflight: Promise<unknown>): Promise<readonly T[]> {
  return decided.catch(async (error: unknown) => {
    if (!(error instanceof StepError)) throw error
    const shown = await preflight.then(
      () => [],
      (cause: unknown) => asStepError(cause).problems,
    )
    const [first, ...rest] = withoutEchoes(error.problems, shown)
    if (!first) return []
    throw rest.length + 1 === error.problems.length ? error : new StepError([first, ...rest], error.cause)
  })
}
