import { expect } from 'vitest'
import type { Problem } from '../../../../../src/errors/errors.ts'
import type { Source } from '../../../../../src/source/source.ts'
import { problemOf } from '../../../builders.ts'
import { plan } from './planned.ts'

export type Refusal = [what: string, given: Record<string, string>, source: Partial<Source>, problem: Problem]

/** One mistake in a run that would deploy otherwise. */
export async function isTold(...[, given, source, problem]: Refusal): Promise<void> {
  expect(await problemOf(() => plan(given, source))).toEqual(problem)
}
