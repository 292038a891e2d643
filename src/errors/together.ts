import { StepError } from './errors.ts'
import { asStepError } from './unforeseen.ts'

/** Waits for all, then throws the problems of all failures together, so that one run shows every mistake. */
export async function allOrProblems<T extends readonly unknown[]>(
  work: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const { values, failure } = await settle<unknown>(work.map(async (one) => one))
  if (failure) throw failure
  return values as { -readonly [K in keyof T]: Awaited<T[K]> }
}

/** What came of work that ran at the same time: every value that there is, and the problems of all failures together. */
export interface Settled<T> {
  readonly values: readonly T[]
  readonly failure: StepError | undefined
}

/** Waits for all, for those who want what was done beside a failure as well. */
export async function settle<T>(work: readonly Promise<T>[]): Promise<Settled<T>> {
  const settled = await Promise.allSettled(work)
  const values = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const reasons = settled.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  )
  return { values, failure: oneFailure(reasons) }
}

/** One error for all; one cause, as a refused role, may fail several works: the same error counts once. */
export function oneFailure(reasons: readonly unknown[]): StepError | undefined {
  const [first, ...rest] = [...new Set(reasons)].map(asStepError)
  if (!first || rest.length === 0) return first
  const [problem, ...problems] = first.problems
  return new StepError([problem, ...problems, ...rest.flatMap((error) => error.problems)], first.cause)
}
