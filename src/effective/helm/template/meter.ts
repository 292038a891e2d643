import { UNKNOWN, type Value } from './value.ts'

/**
 * What may still be done: templates that call themselves, or ranges in ranges, end there, and what they would have said
 * is not known.
 */
export interface Budget {
  steps: number
}

/** Of one text, its parts and its characters; of a list or mapping what is in it. */
const MOST_PARTS = 20_000
const LONGEST_TEXT = 1_000_000
/** Blocks, parentheses and named templates within each other. */
const DEEPEST = 400

/** Keeps the work on templates of others within bounds. */
export class Meter {
  readonly #budget: Budget
  #nesting = 0

  constructor(budget: Budget) {
    this.#budget = budget
  }

  mayGoOn(): boolean {
    this.#budget.steps -= 1
    return this.#budget.steps > 0 && this.#nesting < DEEPEST
  }

  charge(steps: number): void {
    this.#budget.steps -= steps
  }

  /** Runs what is within something. */
  inside<Result>(run: () => Result): Result {
    this.#nesting += 1
    const result = run()
    this.#nesting -= 1
    return result
  }

  /** What is longer costs more, and what is too long is not known: texts could double with every line. */
  paid(value: Value): Value {
    const { parts, length } = sizeOf(value)
    this.charge(parts + length / 1000)
    return isMade(value) && (parts > MOST_PARTS || length > LONGEST_TEXT) ? UNKNOWN : value
  }

  /** A function looks at all that it is given. */
  taken(values: readonly Value[]): void {
    for (const value of values) {
      const { parts, length } = sizeOf(value)
      this.charge(parts / 16 + length / 1000)
    }
  }
}

/** Values are as large as their files, whatever a template does. */
const isMade = ({ kind }: Value): boolean => kind === 'text' || kind === 'dict' || kind === 'items'

function sizeOf(value: Value): { readonly parts: number; readonly length: number } {
  if (value.kind === 'text') {
    const length = value.pieces.reduce((sum, { text }) => sum + (text?.length ?? 0), 0)
    return { parts: value.pieces.length, length }
  }
  if (value.kind === 'dict') return { parts: value.entries.size, length: 0 }
  if (value.kind === 'map') return { parts: value.entries.length, length: 0 }
  if (value.kind === 'items' || value.kind === 'list') return { parts: value.items.length, length: 0 }
  return { parts: 0, length: value.kind === 'scalar' ? value.text.length : 0 }
}
