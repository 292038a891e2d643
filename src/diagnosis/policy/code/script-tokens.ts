import { closingOf, matchAt, type Token, tokensOf } from './token.ts'

const BLANK = /\s+|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/y
const WORD = /[\w$]+/y
/** Longer regular expressions are none that people write beside a policy. */
const LONGEST_REGEX = 1000
/** Behind these a slash divides; behind anything else a regular expression begins. */
const DIVIDED = /^[\w$)\]}]$/

/** The tokens of TypeScript or JavaScript, near enough to find the literals in it. */
export const scriptTokens = (text: string): readonly Token[] =>
  tokensOf(text, BLANK, (start, last) => tokenAt(text, start, last))

function tokenAt(text: string, start: number, last: Token | undefined): Token {
  const character = text[start] ?? ''
  if (character === '"' || character === "'") return quoted(text, start, character)
  if (character === '`') return template(text, start)
  const isDivided = last?.kind === 'text' || DIVIDED.test(last?.text.at(-1) ?? '')
  const word = matchAt(WORD, text, start)
  const regex = character === '/' && !isDivided ? regexAt(text, start) : undefined
  const whole = word ?? regex ?? character
  return { kind: word ? 'word' : 'mark', text: whole, exact: true, start, end: start + whole.length }
}

/** A literal of a regular expression, whose classes may hold slashes; undefined where its line ends before it does. */
function regexAt(text: string, start: number): string | undefined {
  let isInClass = false
  for (let at = start + 1; at < start + LONGEST_REGEX; at += 1) {
    const character = text[at]
    if (character === undefined || character === '\n') return undefined
    if (character === '\\') at += 1
    else if (character === '[') isInClass = true
    else if (character === ']') isInClass = false
    else if (character === '/' && !isInClass) return text.slice(start, at + 1)
  }
  return undefined
}

function quoted(text: string, start: number, quote: string): Token {
  let said = ''
  let at = start + 1
  for (; at < text.length && text[at] !== quote && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1
    said += text[at] ?? ''
  }
  return { kind: 'text', text: said, exact: true, start, end: Math.min(at + 1, text.length) }
}

function template(text: string, start: number): Token {
  let said = ''
  let exact = true
  let at = start + 1
  while (at < text.length && text[at] !== '`') {
    if (text[at] === '$' && text[at + 1] === '{') {
      const end = Math.min(closingOf(text, at + 1) + 1, text.length)
      said += text.slice(at, end)
      exact = false
      at = end
    } else {
      if (text[at] === '\\') at += 1
      said += text[at] ?? ''
      at += 1
    }
  }
  return { kind: 'text', text: said, exact, start, end: Math.min(at + 1, text.length) }
}
