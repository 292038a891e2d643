import type { Problem } from '../errors/errors.ts'
import type { Judged } from '../errors/judged.ts'
import { oneLine } from '../names/text.ts'
import type { Parsed, Parser } from './fields.ts'
import { type Item, type ItemKind, listItems, partedItems } from './list-items.ts'

/** The value of an input as the runner hands it over; empty when it is unset. */
export type ReadInput = (name: string) => string

/** Where inputs are given, and what messages call them there. */
export interface InputSource {
  readonly read: ReadInput
  /** In front of their names: the dashes of an option. */
  readonly prefix: string
  /** What hints call one: `the input `, or nothing where the prefix says it. */
  readonly kind: string
}

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
  readonly #kind: string
  readonly #problems: Problem[] = []

  /** The prefix says in messages where the inputs stand, for example `images[1].`; the kind, what hints call them. */
  constructor(read: ReadInput, prefix = '', kind = 'the input ') {
    this.#read = read
    this.#prefix = prefix
    this.#kind = kind
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
    const parsed = given === '' ? undefined : parse(given)
    return parsed && this.#take(parsed, { name, given, gives: 'a value' })
  }

  /** One item a line, and what can mean nothing else (list-items.ts); the same in every input that is a list. */
  list<T>(name: string, parse: Parser<T>, kind: ItemKind = 'names'): readonly T[] {
    const items = listItems(this.#read(name), kind)
    if ('mistake' in items) {
      this.#refuse(name, items.mistake, `Write ${this.#kind}${this.#prefix}${name} with one item a line.`)
      return []
    }
    return items.flatMap((item) => {
      const read = itemsRead(item, parse)
      return read.flatMap(({ parsed, given }) => {
        const gives = SEVERAL.test(given) ? 'one item a line,' : 'a value'
        const taken = this.#take(parsed, { name, given, gives })
        return taken === undefined ? [] : [taken]
      })
    })
  }

  #take<T>(parsed: Parsed<T>, { name, given, gives }: Given): T | undefined {
    if ('value' in parsed) return parsed.value
    const shown = parsed.confidential ? '' : `is "${abridged(given)}", which `
    const input = `${this.#kind}${this.#prefix}${name}`
    const { correction, example } = parsed
    const what = correction ? `Correct ${input}. ${correction}` : `Give ${input} ${gives} such as`
    const hint = `${what}: ${example}`
    this.#refuse(name, `${shown}${parsed.mistake}`, hint)
    return undefined
  }

  /** Mistake and example may repeat a part of the value. */
  #refuse(name: string, mistake: string, hint: string): void {
    const message = oneLine(`${this.#prefix}${name} ${mistake}`)
    this.#problems.push({ code: 'INPUT_INVALID', inputs: [name], message, hint: oneLine(hint) })
  }
}

interface Given {
  readonly name: string
  readonly given: string
  /** What the input takes, as a hint says it. */
  readonly gives: 'a value' | 'one item a line,'
}

/** What people part items with, or put around them. */
const SEVERAL = /[\s,;|[\]]/

interface ReadItem<T> {
  readonly given: string
  readonly parsed: Parsed<T>
}

/** What is no item as a whole, but several where it is cut at its commas, is several. */
function itemsRead<T>({ text, exact }: Item, parse: Parser<T>): readonly ReadItem<T>[] {
  const whole = { given: text, parsed: parse(text) }
  const parts = exact || 'value' in whole.parsed ? [] : partedItems(text)
  const read = parts.map(({ text: given }) => ({ given, parsed: parse(given) }))
  return read.length > 1 && read.every(({ parsed }) => 'value' in parsed) ? read : [whole]
}

function abridged(given: string): string {
  return given.length > 120 ? `${given.slice(0, 117)}...` : given
}
