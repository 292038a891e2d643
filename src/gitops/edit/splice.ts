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
