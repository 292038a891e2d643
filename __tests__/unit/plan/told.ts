import { expect } from 'vitest'
import type { Problem } from '../../../src/errors.ts'
import { makePlan } from '../../../src/plan/make-plan.ts'
import type { Source } from '../../../src/source/source.ts'
import { aSource, DEPLOYING, inputsOf, problemOf } from '../builders.ts'

export type Refusal = [what: string, given: Record<string, string>, source: Partial<Source>, problem: Problem]

/** One mistake in a run that would deploy otherwise. */
export async function isTold(...[, given, source, problem]: Refusal): Promise<void> {
  const work = () => makePlan(inputsOf({ ...DEPLOYING, ...given }), aSource(source))
  expect(await problemOf(work)).toEqual(problem)
}
