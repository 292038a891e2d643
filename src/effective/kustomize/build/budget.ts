import type { Span } from '../../yaml/node.ts'
import type { Notes } from './notes.ts'

/**
 * How often objects may be looked at or changed in all builds of a repository together. Twenty thousand overlays of
 * ten objects with ten images come to as much; two files of a megabyte can ask for a thousand times more.
 */
const MOST_STEPS = 3_000_000

/** What all builds have left. */
export interface Budget {
  left: number
}

export const openBudget = (): Budget => ({ left: MOST_STEPS })

/** What changes objects: says what does not work, and does not go on for ever. */
export interface Desk {
  readonly notes: Notes
  /** Whether so many steps more may be taken; where not, that is noted. */
  readonly spend: (steps: number, at: Span) => boolean
}

export function spend(budget: Budget, steps: number, { notes, at }: { notes: Notes; at: Span }): boolean {
  if (steps <= budget.left) {
    budget.left -= steps
    return true
  }
  budget.left = 0
  notes.once('the kustomizations of this repository ask for more work than an audit does', at)
  return false
}
