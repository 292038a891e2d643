import type { Source } from '../../../effective/yaml/node.ts'
import type { Literal, MapLiteral } from '../literal.ts'
import { documentIn } from './document.ts'
import { scriptTokens } from './script-tokens.ts'
import type { Token } from './token.ts'
import { MOST_DEPTH, Tokens } from './tokens.ts'

/** The outermost mappings that a text of TypeScript or JavaScript writes down, as Pulumi and CDK are given policies. */
export function readScript(source: Source): readonly MapLiteral[] {
  const tokens = new Tokens(source, scriptTokens(source.text))
  return new ScriptReader(tokens).mappings()
}

class ScriptReader {
  readonly #tokens: Tokens
  /** Texts and lists that constants of the file stand for. */
  readonly #constants = new Map<string, Literal>()
  readonly #found: MapLiteral[] = []

  constructor(tokens: Tokens) {
    this.#tokens = tokens
  }

  mappings(): readonly MapLiteral[] {
    while (!this.#tokens.isAtEnd) {
      this.#pass({ isEnd: () => false, depth: 0 })
      // A bracket that closes nothing.
      this.#tokens.take()
    }
    return this.#found
  }

  /** Passes over what is no literal, up to its end, and keeps the mappings that are in it. */
  #pass({ isEnd, depth }: { readonly isEnd: (token: Token) => boolean; readonly depth: number }): void {
    let open = 0
    for (let token = this.#tokens.peek(); token; token = this.#tokens.peek()) {
      if (open === 0 && (isEnd(token) || isClosing(token))) return
      const isDeep = depth > MOST_DEPTH
      if (!isDeep && this.#isMapping()) {
        this.#keep(this.#mapping(depth + 1))
        continue
      }
      if (!isDeep && this.#isConstant()) {
        this.#constant(depth + 1)
        continue
      }
      if (isOpening(token)) open += 1
      else if (isClosing(token)) open -= 1
      this.#tokens.take()
    }
  }

  #keep(literal: Literal): void {
    if (literal.kind === 'map') this.#found.push(literal)
    if (literal.kind === 'list') for (const item of literal.items) this.#keep(item)
  }

  #isConstant(): boolean {
    const [word, name, mark] = [0, 1, 2].map((ahead) => this.#tokens.peek(ahead))
    return word?.text === 'const' && name?.kind === 'word' && mark?.text === '='
  }

  /** `const NAME = value`, where the value is written down. */
  #constant(depth: number): void {
    this.#tokens.take()
    const name = this.#tokens.take()?.text ?? ''
    this.#tokens.take()
    const literal = this.#literal(depth)
    if (!literal) return
    const next = this.#tokens.peek()
    if (next?.kind !== 'mark' || ENDS_VALUE.has(next.text)) this.#constants.set(name, literal)
    this.#keep(literal)
  }

  /** Whether a bracket begins a mapping, and no block: by the tokens behind it. */
  #isMapping(): boolean {
    if (!this.#tokens.isMark('{')) return false
    const key = this.#tokens.peek(1)
    if (key?.kind !== 'word' && key?.kind !== 'text')
      return this.#tokens.isMark('.', 1) && this.#tokens.isMark('.', 2)
    return [':', ','].some((mark) => this.#tokens.isMark(mark, 2))
  }

  #mapping(depth: number): MapLiteral {
    const start = this.#tokens.take()?.start ?? 0
    const entries: [string, Literal][] = []
    while (!this.#tokens.isAtEnd && !this.#tokens.isMark('}')) {
      const key = this.#tokens.take()
      const isNamed = key?.kind === 'word' || key?.kind === 'text'
      if (isNamed && this.#tokens.takeMark(':')) entries.push([key.text, this.#value(depth + 1)])
      else if (isNamed && (this.#tokens.isMark(',') || this.#tokens.isMark('}')))
        entries.push([
          key.text,
          this.#constants.get(key.text) ?? { kind: 'unknown', at: this.#tokens.spanFrom(key.start) },
        ])
      else this.#pass({ isEnd, depth })
      this.#tokens.takeMark(',')
    }
    this.#tokens.take()
    return { kind: 'map', entries, at: this.#tokens.spanFrom(start) }
  }

  #list(depth: number): Literal {
    const start = this.#tokens.take()?.start ?? 0
    const items: Literal[] = []
    while (!this.#tokens.isAtEnd && !this.#tokens.isMark(']')) {
      items.push(this.#value(depth + 1))
      // What is no value and no end of one stands there for nothing.
      if (!this.#tokens.takeMark(',') && !this.#tokens.isMark(']')) this.#tokens.take()
    }
    this.#tokens.take()
    return { kind: 'list', items, at: this.#tokens.spanFrom(start) }
  }

  /** A value of a mapping or list, with whatever else stands there up to its end. */
  #value(depth: number): Literal {
    const start = this.#tokens.peek()?.start ?? this.#tokens.end
    const literal = this.#literal(depth)
    const next = this.#tokens.peek()
    if (literal && (!next || isEnd(next) || isClosing(next))) return literal
    if (literal?.kind === 'text' && this.#tokens.isMark('+')) {
      this.#pass({ isEnd, depth })
      return { ...literal, text: `${literal.text}\${...}`, exact: false }
    }
    this.#pass({ isEnd, depth })
    return { kind: 'unknown', at: this.#tokens.spanFrom(start) }
  }

  #literal(depth: number): Literal | undefined {
    const token = this.#tokens.peek()
    if (!token || depth > MOST_DEPTH) return undefined
    if (token.kind === 'text') {
      this.#tokens.take()
      const text = {
        kind: 'text',
        text: token.text,
        exact: token.exact,
        at: this.#tokens.spanFrom(token.start),
      } as const
      return documentIn(token, this.#tokens.source, token.start + 1) ?? text
    }
    if (this.#tokens.isMark('[')) return this.#list(depth)
    if (this.#tokens.isMark('{')) return this.#mapping(depth)
    return token.kind === 'word' ? this.#named(token, depth) : undefined
  }

  /** A name, a tagged template, or the argument of a call that only writes it in another way. */
  #named(first: Token, depth: number): Literal | undefined {
    this.#tokens.take()
    let name = first.text
    while (this.#tokens.isMark('.') && this.#tokens.peek(1)?.kind === 'word') {
      this.#tokens.take()
      name += `.${this.#tokens.take()?.text}`
    }
    const at = () => this.#tokens.spanFrom(first.start)
    if (/^(?:pulumi\.)?interpolate$/.test(name) && this.#tokens.peek()?.kind === 'text')
      return this.#literal(depth)
    if (/^(?:JSON\.stringify|pulumi\.(?:jsonStringify|output))$/.test(name) && this.#tokens.takeMark('(')) {
      const inner = this.#value(depth + 1)
      this.#pass({ isEnd: () => false, depth })
      this.#tokens.takeMark(')')
      return inner
    }
    if (/(?:\.arn|Arn)$/.test(name)) return { kind: 'text', text: `\${${name}}`, exact: false, at: at() }
    if (/(?:^|\.)Effect\.\w+$/.test(name)) return { kind: 'text', text: name, exact: true, at: at() }
    return this.#constants.get(name)
  }
}

/** What stands behind the whole of a value; anything else works on with it. */
const ENDS_VALUE = new Set([';', ',', '}', ')'])

const isEnd = ({ kind, text }: Token): boolean => kind === 'mark' && text === ','
const isOpening = ({ kind, text }: Token): boolean => kind === 'mark' && /^[([{]$/.test(text)
const isClosing = ({ kind, text }: Token): boolean => kind === 'mark' && /^[)\]}]$/.test(text)
