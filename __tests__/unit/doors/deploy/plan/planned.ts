import { makePlan } from '../../../../../src/doors/deploy/plan/make-plan.ts'
import type { Plan, PushPlan } from '../../../../../src/plan/plan.ts'
import type { Source } from '../../../../../src/source/source.ts'
import { aSource, DEPLOYING, inputsOf } from '../../../builders.ts'

/** What is decided for a run that would deploy, had it not these inputs and this source. */
export const plan = (given: Record<string, string> = {}, source: Partial<Source> = {}): Plan =>
  makePlan(inputsOf({ ...DEPLOYING, ...given }), aSource(source))

export function pushPlan(given: Record<string, string> = {}, source: Partial<Source> = {}): PushPlan {
  const made = plan(given, source)
  if (made.kind !== 'push') throw new Error(`a push was expected: ${made.reason}`)
  return made
}
