import type { Problem } from '../errors/errors.ts'
import type { Judged } from '../errors/judged.ts'
import { oneLine } from '../names/text.ts'
import type { Parser } from './fields.ts'

/** The value of an input as the runner hands it over; empty when it is unset. */
export type ReadInput = (name: string) => string

/** Every item of `images` asks for the inputs that it has no value of its own for; each is read, and masked, once. */
export function readOnce(read: ReadInput): ReadInput {
  const known = new Map<string, string>()
  return (name) => {
    const value = known.get(name) ?? read(name)
    known.set(name, value)
    return value
  }
}

/** Reads inputs one by one and keeps every mistake, so that all of them can be reported together. */
export class InputReader {
  readonly #read: ReadInput
  readonly #prefix: string
  readonly #problems: Problem[] = []

  /** The prefix says in messages where the inputs stand, for example `images[1].`. */
  constructor(read: ReadInput, prefix = '') {
    this.#read = read
    this.#prefix = prefix
  }

  get problems(): readonly Problem[] {
    return this.#problems
  }

  /** The value of what was judged elsewhere; its problems are kept with the others. */
  keep<T>({ value, problems }: Judged<T>): T {
    this.#problems.push(...problems)
    return value
  }

  /** A single value; an empty one is an unset one. */
  one<T>(name: string, parse: Parser<T>): T | undefined {
    const given = this.#read(name).trim()
    return given === '' ? undefined : this.#parse(name, given, parse)
  }

  /** One item a line; with `comma`, also commas (only where no value can hold one). */
  list<T>(name: string, parse: Parser<T>, separator?: 'comma'): readonly T[] {
    const items = this.#read(name).split(separator === 'comma' ? /[\n,]/ : '\n')
    return items.flatMap((item) => {
      const given = item.trim()
      const parsed = given === '' ? undefined : this.#parse(name, given, parse)
      return parsed === undefined ? [] : [parsed]
    })
  }

  #parse<T>(name: string, given: string, parse: Parser<T>): T | undefined {
    const parsed = parse(given)
    if ('value' in parsed) return parsed.value
    const where = `${this.#prefix}${name}`
    const shown = parsed.confidential ? '' : `is "${abridged(given)}", which `
    this.#problems.push({
      code: 'INPUT_INVALID',
      inputs: [name],
      // Mistake and example may repeat a part of the value.
      message: oneLine(`${where} ${shown}${parsed.mistake}`),
      hint: oneLine(`Give the input ${where} a value such as: ${parsed.example}`),
    })
    return undefined
  }
}

function abridged(given: string): string {
  return given.length > 120 ? `${given.slice(0, 117)}...` : given
}
