export const lineStart = (text: string, offset: number): number => text.slice(0, offset).lastIndexOf('\n') + 1

/** What stands between the start of the line and the offset; a byte order mark is not part of the line. */
export const prefixOf = (text: string, offset: number): string =>
  text.slice(lineStart(text, offset), offset).replace('\ufeff', '')

/** Whether only white space stands before the offset on its line. */
export const beginsLine = (text: string, offset: number): boolean => /^\s*$/.test(prefixOf(text, offset))

/** Where the line of an offset ends, and the line break to be used there. */
export function lineEnd(text: string, offset: number): { readonly at: number; readonly eol: string } {
  const newline = text.indexOf('\n', offset)
  if (newline < 0) return { at: text.length, eol: text.includes('\r\n') ? '\r\n' : '\n' }
  const crlf = text[newline - 1] === '\r'
  return { at: crlf ? newline - 1 : newline, eol: crlf ? '\r\n' : '\n' }
}

/** New lines behind the line of an offset; a file without a final line break stays one. */
export function insertLines(text: string, offset: number, lines: readonly string[]): Splice {
  // The value of a block scalar ends behind its last line break.
  const { at, eol } = lineEnd(text, offset - 1)
  return { start: at, end: at, text: lines.map((line) => `${eol}${line}`).join('') }
}

/** Replaces `text.slice(start, end)`; `start === end` inserts. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Applies splices to the original text; insertions at one offset keep their order. */
export function splice(original: string, splices: readonly Splice[]): string {
  let result = ''
  let position = 0
  for (const { start, end, text } of splices.toSorted((a, b) => a.start - b.start)) {
    if (start < position) throw new Error('overlapping edits')
    result += original.slice(position, start) + text
    position = end
  }
  return result + original.slice(position)
}
