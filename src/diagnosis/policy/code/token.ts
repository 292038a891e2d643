/** A token of a language in which policies are written. */
export interface Token {
  readonly kind: 'word' | 'text' | 'mark' | 'line'
  /** Of a text what it says, with `${...}` where it is worked out. */
  readonly text: string
  readonly exact: boolean
  readonly start: number
  readonly end: number
}

/** The tokens of a text, without what is blank between them. */
export function tokensOf(
  text: string,
  blank: RegExp,
  tokenAt: (start: number, last: Token | undefined) => Token,
): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    const passed = matchAt(blank, text, at)
    if (passed) {
      at += passed.length
      continue
    }
    const token = tokenAt(at, tokens.at(-1))
    tokens.push(token)
    at = Math.max(token.end, at + 1)
  }
  return tokens
}

/** What a sticky expression matches at a place. */
export function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** Where the bracket that is open at a place closes: the place of its `}`; the end of the text where it does not. */
export function closingOf(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    const character = text[at]
    if (character === '{') depth += 1
    else if (character === '}') {
      depth -= 1
      if (depth === 0) return at
    } else if (character === '"') at = endOfQuoted(text, at)
  }
  return text.length
}

/** Where a text in double quotes ends: the place of its quote, or before the line break that it must not have. */
function endOfQuoted(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"' || text[at] === '\n') return at
  }
  return text.length
}
