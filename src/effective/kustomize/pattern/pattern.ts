import { type Expression, ExpressionReader, NotUnderstood, type UnitTest } from './syntax.ts'

export type Matches = (text: string) => boolean

/** What a state of the machine waits for; one that waits for nothing is an end. */
interface State {
  readonly test?: UnitTest
  readonly edge?: 'begin' | 'end'
  readonly next: readonly number[]
}

/** Nobody gets near: names of images and objects are short, and so are patterns for them. */
const MOST_STATES = 2_000
const LONGEST_TEXT = 4_096

/** The same, of a whole text (kustomize api, types/selector.go, `anchorRegex`). */
export function wholePattern(pattern: string): Matches | undefined {
  return isPlain(pattern) ? (text) => text === pattern : compilePattern(`^(?:${pattern})$`)
}

/** Without anything that has a meaning in a regular expression. */
export const isPlain = (pattern: string): boolean => !/[\\^$.|?*+()[\]{}]/.test(pattern)

/**
 * A regular expression that somebody wrote in a kustomization, as Go's regexp finds it anywhere in a text. It is
 * matched in time that grows with the text alone, as Go does: JavaScript's own would let one pattern stop an audit.
 * undefined for one that is not understood.
 */
export function compilePattern(pattern: string): Matches | undefined {
  try {
    const program = new Program()
    program.add(new ExpressionReader(pattern).read(), 0)
    const { states, start } = program
    return (text) => text.length <= LONGEST_TEXT && isFound(states, start, text)
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined
    throw error
  }
}

/** States are added from the end to the beginning, so that each knows the one behind it; the first one is the end. */
class Program {
  readonly states: State[] = [{ next: [] }]
  start = 0

  add(expression: Expression, behind: number): number {
    this.start = this.#enter(expression, behind)
    return this.start
  }

  #enter(expression: Expression, behind: number): number {
    switch (expression.kind) {
      case 'unit':
        return this.#push({ test: expression.test, next: [behind] })
      case 'edge':
        return this.#push({ edge: expression.edge, next: [behind] })
      case 'sequence':
        return expression.items.reduceRight((next, item) => this.#enter(item, next), behind)
      case 'either':
        return this.#push({ next: expression.options.map((option) => this.#enter(option, behind)) })
      case 'repeat':
        return this.#repeat(expression, behind)
    }
  }

  #repeat({ item, least, most }: Expression & { readonly kind: 'repeat' }, behind: number): number {
    let entry = behind
    if (most === Number.POSITIVE_INFINITY) {
      const next: number[] = [behind]
      entry = this.#push({ next })
      next.unshift(this.#enter(item, entry))
    } else {
      for (let count = least; count < most; count += 1)
        entry = this.#push({ next: [this.#enter(item, entry), behind] })
    }
    for (let count = 0; count < least; count += 1) entry = this.#enter(item, entry)
    return entry
  }

  #push(state: State): number {
    if (this.states.length >= MOST_STATES) throw new NotUnderstood('it is too long')
    this.states.push(state)
    return this.states.length - 1
  }
}

/** All states that the machine can be in, one unit after the other. */
function isFound(states: readonly State[], start: number, text: string): boolean {
  let active = new Set<number>()
  for (let at = 0; at <= text.length; at += 1) {
    const here = { begin: at === 0, end: at === text.length }
    enter(states, active, [start], here)
    if (active.has(0)) return true
    const unit = text.charCodeAt(at)
    const following: number[] = []
    for (const index of active) {
      const { test, next } = states[index] ?? { next: [] }
      if (test && at < text.length && test(unit)) following.push(...next)
    }
    active = new Set()
    enter(states, active, following, { begin: false, end: at + 1 === text.length })
    if (active.has(0)) return true
  }
  return false
}

/** Adds states, and those that can be reached from them without a unit. */
function enter(
  states: readonly State[],
  active: Set<number>,
  wanted: readonly number[],
  here: { readonly begin: boolean; readonly end: boolean },
): void {
  const open = [...wanted]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (active.has(index)) continue
    const { test, edge, next } = states[index] ?? { next: [] }
    if (edge && !here[edge]) continue
    active.add(index)
    if (!test) open.push(...next)
  }
}
