import { UNKNOWN, type Value } from './value.ts'

/** The variables of a template, the innermost last. */
export class Scope {
  readonly #names: string[] = ['$']
  readonly #values: Value[]

  constructor(root: Value) {
    this.#values = [root]
  }

  get size(): number {
    return this.#names.length
  }

  get(name: string): Value {
    const index = this.#names.lastIndexOf(name)
    return this.#values[index] ?? UNKNOWN
  }

  declare(name: string, value: Value): void {
    this.#names.push(name)
    this.#values.push(value)
  }

  assign(name: string, value: Value): void {
    const index = this.#names.lastIndexOf(name)
    if (index >= 0) this.#values[index] = value
  }

  mark(): number {
    return this.#names.length
  }

  /** Forgets what was declared since. */
  leave(mark: number): void {
    this.#names.length = mark
    this.#values.length = mark
  }

  values(): readonly Value[] {
    return [...this.#values]
  }

  restore(values: readonly Value[]): void {
    this.#names.length = values.length
    this.#values.splice(0, this.#values.length, ...values)
  }
}
