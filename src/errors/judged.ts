import type { Problem } from './errors.ts'

/**
 * A value, and what is wrong with it. Problems are returned and never collected on the way, so that whoever asked can
 * report those of all that was judged together; what only judges returns a list of problems.
 */
export interface Judged<T> {
  readonly value: T
  readonly problems: readonly Problem[]
}

export const sound = <T>(value: T): Judged<T> => ({ value, problems: [] })

/** All values, and the problems of all. */
export function judgedTogether<T>(all: readonly Judged<T>[]): Judged<readonly T[]> {
  return { value: all.map(({ value }) => value), problems: all.flatMap(({ problems }) => problems) }
}
