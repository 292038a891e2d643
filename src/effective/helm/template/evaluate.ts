import type { Source, Span } from '../../yaml/node.ts'
import { Expressions, type Place } from './expressions.ts'
import { type Budget, Meter } from './meter.ts'
import { parseTemplate } from './parse.ts'
import { Scope } from './scope.ts'
import type { At, Pipe, TemplateNode } from './syntax.ts'
import { TemplateFault } from './tokens.ts'
import {
  entriesIn,
  FORK,
  HOLE,
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

/** Nobody nests named templates deeper. */
const DEEPEST = 60

type Block = Extract<TemplateNode, { readonly body: unknown }>

/** Where an evaluation is, and what it has written. */
interface Frame extends Omit<Place, 'at'> {
  readonly out: Piece[]
}

/** Evaluates the templates of a chart as far as its values say what comes out; what nobody knows leaves a hole. */
export class Evaluation {
  readonly #named: ReadonlyMap<string, Named>
  readonly #meter: Meter
  readonly #expressions: Expressions
  #depth = 0

  constructor(named: ReadonlyMap<string, Named>, budget: Budget) {
    this.#named = named
    this.#meter = new Meter(budget)
    const templates = {
      include: (name: string | undefined, dot: Value) => this.#include(name, dot),
      tpl: (template: Value, dot: Value) => this.#tpl(template, dot),
    }
    this.#expressions = new Expressions(templates, this.#meter)
  }

  /** What a template writes. */
  run({ body, source }: Named, dot: Value): readonly Piece[] {
    const out: Piece[] = []
    this.#nodes(body, { source, scope: new Scope(dot), dot, out })
    return out
  }

  #nodes(nodes: readonly TemplateNode[], frame: Frame): void {
    this.#meter.inside(() => {
      for (const node of nodes) this.#node(node, frame)
    })
  }

  #node(node: TemplateNode, frame: Frame): void {
    const at = spanOf(frame.source, node.at)
    if (!this.#meter.mayGoOn()) frame.out.push(HOLE)
    else if (node.kind === 'text') this.#write(frame, [{ text: node.text, from: [], at }])
    else if (node.kind === 'action') this.#action(node.pipe, frame, at)
    else if (node.kind === 'template') {
      const dot = node.pipe ? this.#expressions.pipe(node.pipe, { ...frame, at }) : NIL
      this.#write(frame, printed(this.#include(node.name, dot)).pieces)
    } else this.#block(node, frame, at)
  }

  #block(node: Block, frame: Frame, at: Span): void {
    const mark = frame.scope.mark()
    const value = this.#expressions.pipe(node.pipe, { ...frame, at })
    if (node.kind === 'range') this.#range(node, value, frame)
    else this.#branch(node, value, frame)
    frame.scope.leave(mark)
  }

  #write({ out }: Frame, pieces: readonly Piece[]): void {
    this.#meter.charge(pieces.length)
    for (const piece of pieces) out.push(piece)
  }

  #action(pipe: Pipe, frame: Frame, at: Span): void {
    const value = this.#expressions.pipe(pipe, { ...frame, at })
    if (pipe.variables.length > 0 || kindOf(value) === 'nil') return
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
    this.#meter.charge(before.length)
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
      for (const pair of pairs) if (this.#meter.mayGoOn()) this.#once(node, pair, frame)
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

  #include(name: string | undefined, dot: Value): Value {
    const named = name === undefined ? undefined : this.#named.get(name)
    if (!named || this.#depth >= DEEPEST) return UNKNOWN
    this.#depth += 1
    const pieces = this.run(named, dot)
    this.#depth -= 1
    return this.#meter.paid({ kind: 'text', pieces })
  }

  /** A value that is a template itself; what it says of its own comes from the value. */
  #tpl(template: Value, dot: Value): Value {
    const text = known(template)
    if (text === undefined) return UNKNOWN
    if (!text.includes('{{')) return template
    this.#meter.charge(text.length)
    if (this.#depth >= DEEPEST || !this.#meter.mayGoOn()) return UNKNOWN
    this.#depth += 1
    const pieces = this.#parsedRun(text, dot)
    this.#depth -= 1
    const [from] = printed(template).pieces.flatMap((piece) => piece.from)
    const own = from ? [from] : []
    const of = (piece: Piece): Piece => ({
      ...piece,
      at: undefined,
      from: piece.from.length > 0 ? piece.from : own,
    })
    return pieces ? this.#meter.paid({ kind: 'text', pieces: pieces.map(of) }) : UNKNOWN
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
