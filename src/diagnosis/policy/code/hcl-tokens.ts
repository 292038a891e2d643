import { closingOf, matchAt, type Token, tokensOf } from './token.ts'

const BLANK = /[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/y
const WORD = /[A-Za-z_][\w-]*|\d[\w.]*/y
const HEREDOC = /<<-?([A-Za-z_][\w-]*)[ \t]*\r?\n/y

/** The tokens of HCL (hashicorp/hcl, hclsyntax/spec.md); of what is none, one character each. */
export const hclTokens = (text: string): readonly Token[] =>
  tokensOf(text, BLANK, (start) => tokenAt(text, start))

function tokenAt(text: string, start: number): Token {
  const character = text[start] ?? ''
  if (character === '\n') return { kind: 'line', text: '\n', exact: true, start, end: start + 1 }
  if (character === '"') return quoted(text, start)
  const word = matchAt(WORD, text, start)
  if (word) return { kind: 'word', text: word, exact: true, start, end: start + word.length }
  return heredoc(text, start) ?? { kind: 'mark', text: character, exact: true, start, end: start + 1 }
}

/** A template in quotes: what is worked out in it (`${`, `%{`) may hold quotes of its own. */
function quoted(text: string, start: number): Token {
  let said = ''
  let exact = true
  let at = start + 1
  while (at < text.length && text[at] !== '"' && text[at] !== '\n') {
    const isWorkedOut =
      text[at + 1] === '{' && (text[at] === '$' || text[at] === '%') && text[at - 1] !== text[at]
    if (isWorkedOut) {
      const end = Math.min(closingOf(text, at + 1) + 1, text.length)
      said += `\${${text.slice(at + 2, end - 1)}}`
      exact = false
      at = end
    } else if (text[at] === '\\') {
      said += text.slice(at + 1, at + 2)
      at += 2
    } else {
      said += text[at]
      at += 1
    }
  }
  return { kind: 'text', text: said, exact, start, end: Math.min(at + 1, text.length) }
}

/** From the line behind its mark to the line that is the mark. */
function heredoc(text: string, start: number): Token | undefined {
  HEREDOC.lastIndex = start
  const opened = HEREDOC.exec(text)
  if (!opened) return undefined
  const [all, mark = ''] = opened
  const from = start + all.length
  for (let line = from; line < text.length; line = endOfLine(text, line) + 1) {
    const end = endOfLine(text, line)
    if (text.slice(line, end).trim() !== mark) continue
    const said = text.slice(from, line)
    return { kind: 'text', text: said, exact: !said.includes('${'), start: from, end }
  }
  return { kind: 'text', text: text.slice(from), exact: false, start: from, end: text.length }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
