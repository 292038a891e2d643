import type { Source, Span } from '../../yaml/node.ts'
import { readYaml } from '../../yaml/read.ts'
import { CHOICES } from './choices.ts'
import { COLLECTIONS } from './collections.ts'
import type { Call, Functions } from './function.ts'
import type { Meter } from './meter.ts'
import type { Scope } from './scope.ts'
import type { Command, Operand, Pipe } from './syntax.ts'
import { TEXTS } from './texts.ts'
import { held, known, NIL, number, plain, UNKNOWN, type Value } from './value.ts'

const FUNCTIONS: Functions = { ...CHOICES, ...TEXTS, ...COLLECTIONS }

/** Where an expression is: in its template, among its names. */
export interface Place {
  readonly source: Source
  readonly scope: Scope
  readonly dot: Value
  /** The action that it stands in. */
  readonly at: Span
}

/** What expressions ask of the templates around them. */
export interface Templates {
  readonly include: (name: string | undefined, dot: Value) => Value
  readonly tpl: (template: Value, dot: Value) => Value
}

/** Evaluates the expressions of actions. */
export class Expressions {
  readonly #templates: Templates
  readonly #meter: Meter
  /** What `set` has changed, by what it was changed in. */
  readonly #changed = new Map<Value, Map<string, Value>>()

  constructor(templates: Templates, meter: Meter) {
    this.#templates = templates
    this.#meter = meter
  }

  pipe({ variables, declares, commands }: Pipe, place: Place): Value {
    let value: Value | undefined
    this.#meter.inside(() => {
      for (const command of commands) value = this.#command(command, value, place)
    })
    const [name] = variables
    if (name !== undefined && variables.length === 1) {
      if (declares) place.scope.declare(name, value ?? NIL)
      else place.scope.assign(name, value ?? NIL)
    }
    return value ?? NIL
  }

  #command([first, ...rest]: Command, piped: Value | undefined, place: Place): Value {
    if (!first || !this.#meter.mayGoOn()) return UNKNOWN
    const more = piped === undefined ? [] : [piped]
    if (first.kind === 'call') {
      return this.#call(first.name, [...rest.map((one) => this.#operand(one, place)), ...more], place.at)
    }
    const value = this.#operand(first, place)
    // A method, as `.Capabilities.APIVersions.Has "x"`.
    return rest.length > 0 ? UNKNOWN : value
  }

  #operand(operand: Operand, place: Place): Value {
    if (operand.kind === 'dot') return this.#follow(place.dot, operand.path)
    // Names are looked for one by one.
    this.#meter.charge(place.scope.size / 100)
    if (operand.kind === 'variable') return this.#follow(place.scope.get(operand.name), operand.path)
    if (operand.kind === 'pipe') return this.#follow(this.pipe(operand.pipe, place), operand.path)
    if (operand.kind === 'number') return numberAs(operand.text)
    if (operand.kind === 'call') return this.#call(operand.name, [], place.at)
    const start = operand.start + 1
    const at = { source: place.source, start, end: start + operand.text.length }
    return { kind: 'text', pieces: [{ text: operand.text, from: [], at }] }
  }

  #follow(value: Value, path: readonly string[]): Value {
    return path.reduce<Value>((at, key) => this.#field(at, key), value)
  }

  #field(value: Value, key: string): Value {
    return this.#changed.get(value)?.get(key) ?? held(value, key)
  }

  #call(name: string, args: readonly Value[], at: Span): Value {
    if (name === 'true' || name === 'false') return { kind: 'bool', value: name === 'true' }
    if (name === 'nil') return NIL
    this.#meter.taken(args)
    const [first = UNKNOWN, second = NIL] = args
    if (name === 'include') return this.#templates.include(known(first), second)
    if (name === 'tpl') return this.#templates.tpl(first, second)
    if (name === 'fromYaml' || name === 'fromJson') return this.#parsed(known(first))
    const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
    return this.#meter.paid(run?.(args, this.#asked(at)) ?? UNKNOWN)
  }

  #asked(at: Span): Call {
    return {
      at,
      field: (value, key) => this.#field(value, key),
      set: (value, key, to) => {
        const changed = this.#changed.get(value) ?? new Map<string, Value>()
        this.#changed.set(value, changed.set(key, to))
      },
    }
  }

  #parsed(text: string | undefined): Value {
    if (text === undefined) return UNKNOWN
    this.#meter.charge(text.length)
    if (!this.#meter.mayGoOn()) return UNKNOWN
    const { documents, faults } = readYaml({ path: '', text, exact: false })
    if (faults.length > 0) return UNKNOWN
    return documents[0]?.root ?? NIL
  }
}

function numberAs(text: string): Value {
  const value = Number(text.replaceAll('_', ''))
  return Number.isNaN(value) ? plain(text.slice(1, -1)) : number(value)
}
