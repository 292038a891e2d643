import type { Source } from '../../../effective/yaml/node.ts'
import type { Literal } from '../literal.ts'
import type { Token } from './token.ts'

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const CLOSERS: ReadonlySet<string> = new Set(Object.values(CLOSING))

/** The tokens of a text, read one after the other. */
export class Tokens {
  readonly source: Source
  readonly #tokens: readonly Token[]
  #next = 0

  constructor(source: Source, tokens: readonly Token[]) {
    this.source = source
    this.#tokens = tokens
  }

  get isAtEnd(): boolean {
    return this.#next >= this.#tokens.length
  }

  /** The token that is read next, or one behind it. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#next + ahead]
  }

  isMark(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token?.kind === 'mark' && token.text === text
  }

  take(): Token | undefined {
    const token = this.peek()
    this.#next += 1
    return token
  }

  takeMark(text: string): boolean {
    const isThere = this.isMark(text)
    if (isThere) this.#next += 1
    return isThere
  }

  /** Passes over what is open, behind its closing bracket; a bracket of another kind within it counts by its kind alone. */
  skipBracket(): void {
    let depth = 0
    do {
      const token = this.take()
      if (token?.kind !== 'mark') continue
      if (CLOSING[token.text]) depth += 1
      else if (CLOSERS.has(token.text)) depth -= 1
    } while (depth > 0 && !this.isAtEnd)
  }

  /** Passes over the rest of an expression: up to a mark of these, or a bracket that closes what is around it. */
  skipTo(isEnd: (token: Token) => boolean): void {
    for (let token = this.peek(); token && !isEnd(token); token = this.peek()) {
      if (token.kind === 'mark' && CLOSERS.has(token.text)) return
      if (token.kind === 'mark' && CLOSING[token.text]) this.skipBracket()
      else this.#next += 1
    }
  }

  /** Where the last token ended. */
  get end(): number {
    return this.#tokens[this.#next - 1]?.end ?? 0
  }

  spanFrom(start: number): Literal['at'] {
    return { source: this.source, start, end: Math.max(start, this.end) }
  }
}

/** Deeper than anything that people nest; what is below is not known. */
export const MOST_DEPTH = 64
