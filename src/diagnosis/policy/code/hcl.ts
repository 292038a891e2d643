import type { Source } from '../../../effective/yaml/node.ts'
import { type Literal, type MapLiteral, WORKED_OUT } from '../literal.ts'
import { documentIn } from './document.ts'
import { hclTokens } from './hcl-tokens.ts'
import type { Token } from './token.ts'
import { MOST_DEPTH, Tokens } from './tokens.ts'

/** What a name such as `local.actions` stands for. */
export type Resolve = (name: string) => Literal | undefined

/** Functions that give the items of their arguments. */
const LISTING: ReadonlySet<string> = new Set(['concat', 'toset', 'tolist', 'distinct', 'compact', 'flatten'])

/** A text of Terraform: its blocks and attributes are entries, in their order, several of one name among them. */
export function readHcl(source: Source, resolve: Resolve = () => undefined): MapLiteral {
  return new HclReader(new Tokens(source, hclTokens(source.text)), resolve).body(0, 0)
}

class HclReader {
  readonly #tokens: Tokens
  readonly #resolve: Resolve

  constructor(tokens: Tokens, resolve: Resolve) {
    this.#tokens = tokens
    this.#resolve = resolve
  }

  /** Up to the bracket that closes it, or the end of the text. */
  body(start: number, depth: number): MapLiteral {
    const entries: [string, Literal][] = []
    while (!this.#tokens.isAtEnd && !this.#tokens.isMark('}')) {
      const entry = this.#entry(depth)
      if (entry) entries.push(entry)
    }
    this.#tokens.take()
    return { kind: 'map', entries, at: this.#tokens.spanFrom(start) }
  }

  /** `name = value`, or a block with its labels. */
  #entry(depth: number): [string, Literal] | undefined {
    const name = this.#tokens.take()
    if (name?.kind !== 'word') return undefined
    if (this.#tokens.isMark('=') && !this.#tokens.isMark('=', 1)) {
      this.#tokens.take()
      return [name.text, this.#expression(depth + 1)]
    }
    while (isLabel(this.#tokens.peek())) this.#tokens.take()
    const opening = this.#tokens.peek()
    if (!opening || !this.#tokens.isMark('{')) return undefined
    if (depth > MOST_DEPTH) return [name.text, this.#unknown(opening.start)]
    this.#tokens.take()
    return [name.text, this.body(name.start, depth + 1)]
  }

  #expression(depth: number): Literal {
    const start = this.#tokens.peek()?.start ?? this.#tokens.end
    const literal = depth > MOST_DEPTH ? undefined : this.#primary(depth)
    const next = this.#tokens.peek()
    if (literal && (!next || isEnd(next))) return literal
    // An operator, a call or a name that leads nowhere: worked out elsewhere.
    return this.#unknown(start)
  }

  #primary(depth: number): Literal | undefined {
    const token = this.#tokens.peek()
    if (token?.kind === 'text') return this.#text()
    if (token?.kind === 'word') return this.#named(depth)
    if (this.#tokens.isMark('[')) return this.#list(depth)
    return this.#tokens.isMark('{') ? this.#object(depth) : undefined
  }

  #text(): Literal | undefined {
    const token = this.#tokens.take()
    if (!token) return undefined
    const at = { source: this.#tokens.source, start: token.start, end: token.end }
    return (
      documentIn(token, this.#tokens.source, token.start) ?? {
        kind: 'text',
        text: token.text,
        exact: token.exact,
        at,
      }
    )
  }

  #list(depth: number): Literal | undefined {
    const start = this.#tokens.take()?.start ?? 0
    const items: Literal[] = []
    for (this.#skipLines(); !this.#tokens.isAtEnd && !this.#tokens.isMark(']'); this.#skipLines()) {
      if (isWord(this.#tokens.peek(), 'for')) return undefined
      items.push(this.#expression(depth + 1))
      if (!this.#tokens.isMark(',') && !isLine(this.#tokens.peek()) && !this.#tokens.isMark(']'))
        return undefined
    }
    this.#tokens.take()
    return { kind: 'list', items, at: this.#tokens.spanFrom(start) }
  }

  #object(depth: number): Literal | undefined {
    const start = this.#tokens.take()?.start ?? 0
    const entries: [string, Literal][] = []
    for (this.#skipLines(); !this.#tokens.isAtEnd && !this.#tokens.isMark('}'); this.#skipLines()) {
      const key = this.#tokens.take()
      if (!key || key.kind === 'mark' || isWord(key, 'for')) return undefined
      if (!this.#tokens.takeMark('=') && !this.#tokens.takeMark(':')) return undefined
      entries.push([key.text, this.#expression(depth + 1)])
    }
    this.#tokens.take()
    return { kind: 'map', entries, at: this.#tokens.spanFrom(start) }
  }

  /** A call, or a name with what is looked up in it. */
  #named(depth: number): Literal | undefined {
    const token = this.#tokens.take()
    if (!token) return undefined
    if (this.#tokens.isMark('(')) return this.#call(token, depth)
    let name = token.text
    while (this.#tokens.isMark('.') && this.#tokens.peek(1)?.kind === 'word') {
      this.#tokens.take()
      name += `.${this.#tokens.take()?.text}`
    }
    if (name.endsWith('.arn'))
      return { kind: 'text', text: `\${${name}}`, exact: false, at: this.#tokens.spanFrom(token.start) }
    return this.#resolve(name)
  }

  #call(name: Token, depth: number): Literal | undefined {
    const given = this.#arguments(depth)
    if (!given) return undefined
    const at = this.#tokens.spanFrom(name.start)
    const [first] = given
    if (name.text === 'jsonencode') return first
    if (name.text === 'format' && first?.kind === 'text')
      return { kind: 'text', text: first.text.replaceAll(/%[a-z]/g, WORKED_OUT), exact: false, at }
    if (!LISTING.has(name.text)) return undefined
    return { kind: 'list', items: given.flatMap((one) => (one.kind === 'list' ? one.items : [one])), at }
  }

  #arguments(depth: number): readonly Literal[] | undefined {
    this.#tokens.take()
    const given: Literal[] = []
    for (this.#skipLines(); !this.#tokens.isAtEnd && !this.#tokens.isMark(')'); this.#skipLines()) {
      given.push(this.#expression(depth + 1))
      if (!this.#tokens.isMark(',') && !isLine(this.#tokens.peek()) && !this.#tokens.isMark(')'))
        return undefined
    }
    this.#tokens.take()
    return given
  }

  /** Passes over the rest of an expression. */
  #unknown(start: number): Literal {
    this.#tokens.skipTo(isEnd)
    return { kind: 'unknown', at: this.#tokens.spanFrom(start) }
  }

  #skipLines(): void {
    while (isLine(this.#tokens.peek()) || this.#tokens.isMark(',')) this.#tokens.take()
  }
}

const isLabel = (token: Token | undefined): boolean => token?.kind === 'text' || token?.kind === 'word'
const isLine = (token: Token | undefined): boolean => token?.kind === 'line'
const isWord = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'word' && token.text === text
const isEnd = ({ kind, text }: Token): boolean =>
  kind === 'line' || (kind === 'mark' && /^[,)\]}]$/.test(text))
