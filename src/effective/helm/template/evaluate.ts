import type { Source, Span } from '../../yaml/node.ts'
import { readYaml } from '../../yaml/read.ts'
import { CHOICES } from './choices.ts'
import { COLLECTIONS } from './collections.ts'
import type { Call, Functions } from './function.ts'
import { parseTemplate } from './parse.ts'
import { Scope } from './scope.ts'
import type { At, Command, Operand, Pipe, TemplateNode } from './syntax.ts'
import { TEXTS } from './texts.ts'
import { TemplateFault } from './tokens.ts'
import {
  entriesIn,
  FORK,
  held,
  itemsIn,
  kindOf,
  known,
  NIL,
  number,
  type Piece,
  plain,
  printed,
  truthOf,
  UNKNOWN,
  type Value,
} from './value.ts'

/** A template that can be named, and the text that it stands in. */
export interface Named {
  readonly body: readonly TemplateNode[]
  readonly source: Source
}

const FUNCTIONS: Functions = { ...CHOICES, ...TEXTS, ...COLLECTIONS }
const DEEPEST = 60
/** Of one text, its parts and its characters. */
const MOST_PIECES = 20_000
const LONGEST_TEXT = 1_000_000
/** Blocks, parentheses and named templates within each other. */
const DEEPEST_NESTING = 400

/**
 * What may still be done: templates that call themselves, or ranges in ranges, end there, and what they would have said
 * is not known.
 */
export interface Budget {
  steps: number
}

type Block = Extract<TemplateNode, { readonly body: unknown }>

/** Where an evaluation is: of its template, of its names. */
interface Frame {
  readonly source: Source
  readonly scope: Scope
  readonly dot: Value
  readonly out: Piece[]
}

/** Evaluates the templates of a chart as far as its values say what comes out; what nobody knows leaves a hole. */
export class Evaluation {
  readonly #named: ReadonlyMap<string, Named>
  /** What `set` has changed, by what it was changed in. */
  readonly #changed = new Map<Value, Map<string, Value>>()
  readonly #budget: Budget
  #depth = 0
  #nesting = 0

  constructor(named: ReadonlyMap<string, Named>, budget: Budget) {
    this.#named = named
    this.#budget = budget
  }

  /** What a template writes. */
  run({ body, source }: Named, dot: Value): readonly Piece[] {
    const out: Piece[] = []
    this.#nodes(body, { source, scope: new Scope(dot), dot, out })
    return out
  }

  #nodes(nodes: readonly TemplateNode[], frame: Frame): void {
    this.#nesting += 1
    for (const node of nodes) this.#node(node, frame)
    this.#nesting -= 1
  }

  #node(node: TemplateNode, frame: Frame): void {
    const at = spanOf(frame.source, node.at)
    if (!this.#mayGoOn()) frame.out.push({ text: undefined, from: [] })
    else if (node.kind === 'text') this.#write(frame, [{ text: node.text, from: [], at }])
    else if (node.kind === 'action') this.#action(node.pipe, frame, at)
    else if (node.kind === 'template') {
      const dot = node.pipe ? this.#pipe(node.pipe, frame, at) : NIL
      this.#write(frame, printed(this.#include(node.name, dot)).pieces)
    } else this.#block(node, frame, at)
  }

  #block(node: Block, frame: Frame, at: Span): void {
    const mark = frame.scope.mark()
    const value = this.#pipe(node.pipe, frame, at)
    if (node.kind === 'range') this.#range(node, value, frame)
    else this.#branch(node, value, frame)
    frame.scope.leave(mark)
  }

  #write({ out }: Frame, pieces: readonly Piece[]): void {
    this.#budget.steps -= pieces.length
    for (const piece of pieces) out.push(piece)
  }

  #action(pipe: Pipe, frame: Frame, at: Span): void {
    const value = this.#pipe(pipe, frame, at)
    if (pipe.variables.length > 0) return
    if (kindOf(value) === 'nil') return
    this.#write(
      frame,
      printed(value).pieces.map((piece) => ({ ...piece, at: piece.at ?? at })),
    )
  }

  #branch(node: Block, value: Value, frame: Frame): void {
    const truth = truthOf(value)
    const inner = node.kind === 'with' ? { ...frame, dot: value } : frame
    if (truth === true) this.#nodes(node.body, inner)
    else if (truth === false) this.#nodes(node.otherwise, frame)
    else
      this.#eitherWay(frame, [() => this.#nodes(node.body, inner), () => this.#nodes(node.otherwise, frame)])
  }

  /** What is written one way or the other, each beside a fork; names that differ are not known. */
  #eitherWay({ scope, out }: Frame, ways: readonly (() => void)[]): void {
    const before = scope.values()
    const after = ways.map((way) => {
      scope.restore(before)
      out.push(FORK)
      way()
      return scope.values()
    })
    out.push(FORK)
    scope.restore(before.map((_, index) => agreed(after.map((values) => values[index] ?? UNKNOWN))))
  }

  #range(node: Block, value: Value, frame: Frame): void {
    const kind = kindOf(value)
    const pairs = pairsOf(value)
    if (kind === 'unknown' || (kind !== 'nil' && !pairs)) {
      this.#eitherWay(frame, [
        () => this.#once(node, [UNKNOWN, UNKNOWN], frame),
        () => this.#nodes(node.otherwise, frame),
      ])
    } else if (!pairs || pairs.length === 0) this.#nodes(node.otherwise, frame)
    else {
      for (const pair of pairs) {
        if (this.#budget.steps > 0) this.#once(node, pair, frame)
      }
    }
  }

  #once({ pipe, body }: Block, [key, value]: readonly [Value, Value], frame: Frame): void {
    const mark = frame.scope.mark()
    const [first, second] = pipe.variables
    if (second !== undefined) frame.scope.declare(first ?? '', key)
    const name = second ?? first
    if (name !== undefined) frame.scope.declare(name, value)
    this.#nodes(body, { ...frame, dot: value })
    frame.scope.leave(mark)
  }

  #pipe({ variables, declares, commands }: Pipe, frame: Frame, at: Span): Value {
    let value: Value | undefined
    this.#nesting += 1
    for (const command of commands) value = this.#command(command, value, { frame, at })
    this.#nesting -= 1
    const [name] = variables
    if (name !== undefined && variables.length === 1) {
      if (declares) frame.scope.declare(name, value ?? NIL)
      else frame.scope.assign(name, value ?? NIL)
    }
    return value ?? NIL
  }

  #command(
    [first, ...rest]: Command,
    piped: Value | undefined,
    place: { readonly frame: Frame; readonly at: Span },
  ): Value {
    if (!first || !this.#mayGoOn()) return UNKNOWN
    const more = piped === undefined ? [] : [piped]
    if (first.kind === 'call') {
      return this.#call(first.name, [...rest.map((one) => this.#operand(one, place)), ...more], place)
    }
    const value = this.#operand(first, place)
    // A method, as `.Capabilities.APIVersions.Has "x"`.
    return rest.length > 0 ? UNKNOWN : value
  }

  #operand(operand: Operand, place: { readonly frame: Frame; readonly at: Span }): Value {
    const { frame, at } = place
    if (operand.kind === 'dot') return this.#follow(frame.dot, operand.path)
    if (operand.kind === 'variable') return this.#follow(frame.scope.get(operand.name), operand.path)
    if (operand.kind === 'pipe') return this.#follow(this.#pipe(operand.pipe, frame, at), operand.path)
    if (operand.kind === 'number') return numberAs(operand.text)
    if (operand.kind === 'call') return this.#call(operand.name, [], place)
    const start = operand.start + 1
    const span = spanOf(frame.source, { start, end: start + operand.text.length })
    return { kind: 'text', pieces: [{ text: operand.text, from: [], at: span }] }
  }

  #follow(value: Value, path: readonly string[]): Value {
    return path.reduce<Value>((at, key) => this.#field(at, key), value)
  }

  #field(value: Value, key: string): Value {
    return this.#changed.get(value)?.get(key) ?? held(value, key)
  }

  #call(name: string, args: readonly Value[], { at }: { readonly frame: Frame; readonly at: Span }): Value {
    if (name === 'true' || name === 'false') return { kind: 'bool', value: name === 'true' }
    if (name === 'nil') return NIL
    const [first, second] = args
    if (name === 'include') return this.#include(first && known(first), second ?? NIL)
    if (name === 'tpl') return this.#tpl(first ?? UNKNOWN, second ?? NIL)
    if (name === 'fromYaml' || name === 'fromJson') return parsed(first && known(first))
    const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
    return this.#paid(run?.(args, this.#asked(at)) ?? UNKNOWN)
  }

  #mayGoOn(): boolean {
    this.#budget.steps -= 1
    return this.#budget.steps > 0 && this.#nesting < DEEPEST_NESTING
  }

  /** What is longer costs more, and what is too long is not known: texts could double with every line. */
  #paid(value: Value): Value {
    if (value.kind !== 'text') return value
    const length = value.pieces.reduce((sum, { text }) => sum + (text?.length ?? 0), 0)
    this.#budget.steps -= value.pieces.length + length / 1000
    return value.pieces.length > MOST_PIECES || length > LONGEST_TEXT ? UNKNOWN : value
  }

  #asked(at: Span): Call {
    return {
      at,
      include: (name, dot) => this.#include(name, dot),
      tpl: (template, dot) => this.#tpl(template, dot),
      parseYaml: parsed,
      field: (value, key) => this.#field(value, key),
      set: (value, key, to) => {
        const changed = this.#changed.get(value) ?? new Map<string, Value>()
        this.#changed.set(value, changed.set(key, to))
      },
    }
  }

  #include(name: string | undefined, dot: Value): Value {
    const named = name === undefined ? undefined : this.#named.get(name)
    if (!named || this.#depth >= DEEPEST) return UNKNOWN
    this.#depth += 1
    const pieces = this.run(named, dot)
    this.#depth -= 1
    return this.#paid({ kind: 'text', pieces })
  }

  /** A value that is a template itself; what it says of its own comes from the value. */
  #tpl(template: Value, dot: Value): Value {
    const text = known(template)
    if (text === undefined) return UNKNOWN
    if (!text.includes('{{')) return template
    const [from] = printed(template).pieces.flatMap((piece) => piece.from)
    if (this.#depth >= DEEPEST) return UNKNOWN
    this.#depth += 1
    const pieces = this.#parsedRun(text, dot)
    this.#depth -= 1
    if (!pieces) return UNKNOWN
    const own = from ? [from] : []
    return {
      kind: 'text',
      pieces: pieces.map((piece) => ({
        ...piece,
        at: undefined,
        from: piece.from.length > 0 ? piece.from : own,
      })),
    }
  }

  #parsedRun(text: string, dot: Value): readonly Piece[] | undefined {
    try {
      const source: Source = { path: '', text, exact: false }
      return this.run({ body: parseTemplate(text).body, source }, dot)
    } catch (error) {
      if (error instanceof TemplateFault) return undefined
      throw error
    }
  }
}

const spanOf = (source: Source, { start, end }: At): Span => ({ source, start, end })

function agreed([first = UNKNOWN, ...others]: readonly Value[]): Value {
  const text = known(first)
  const isSame = others.every((one) => one === first || (text !== undefined && known(one) === text))
  return isSame ? first : UNKNOWN
}

function pairsOf(value: Value): readonly (readonly [Value, Value])[] | undefined {
  const kind = kindOf(value)
  if (kind === 'map') return entriesIn(value).map(([key, one]) => [plain(key), one])
  if (kind === 'list') return itemsIn(value).map((one, index) => [number(index), one])
  return undefined
}

function numberAs(text: string): Value {
  const value = Number(text.replaceAll('_', ''))
  return Number.isNaN(value) ? plain(text.slice(1, -1)) : number(value)
}

function parsed(text: string | undefined): Value {
  if (text === undefined) return UNKNOWN
  const { documents, faults } = readYaml({ path: '', text, exact: false })
  const root = documents[0]?.root
  if (faults.length > 0) return UNKNOWN
  return root ?? NIL
}
