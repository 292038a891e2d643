import { columnOf, type ImagesList } from './images.ts'
import { type Kustomization, rangeOf } from './kustomization.ts'
import { beginsLine, lineStart } from './lines.ts'

/** Where a marker begins. */
export interface Marker {
  readonly start: number
  readonly line: number
}

/** Which items of a list that has some a comment belongs to. */
export function itemsAt(
  kustomization: Kustomization,
  list: ImagesList,
  hold: Marker,
): 'all' | readonly number[] {
  const { lineAt } = kustomization
  const { items, keyStart } = list
  const keyLine = lineAt(keyStart)
  if (isAtKey(kustomization, hold, keyLine)) return 'all'
  if (hold.start < keyStart) return []
  const onLine = items.flatMap(({ start, end }, index) =>
    lineAt(start) <= hold.line && hold.line <= lineAt(Math.max(start, end - 1)) ? [index] : [],
  )
  if (onLine.length > 0) return onLine
  return list.seq.flow
    ? besideFlowItems(kustomization, list, hold)
    : besideBlockItems(kustomization, list, hold)
}

/** Whether a marker stands on the line of `images`, or above it with nothing but comments and blank lines between. */
function isAtKey({ file }: Kustomization, hold: Marker, keyLine: number): boolean {
  if (hold.line > keyLine) return false
  const lines = file.text.split('\n').slice(hold.line - 1, keyLine - 1)
  return lines.every((line) => /^\ufeff?\s*(?:#|$)/.test(line))
}

/** Where the comment of a marker begins: other words may stand before it. */
const commentAt = (text: string, { start }: Marker): number => text.indexOf('#', lineStart(text, start))

function besideBlockItems({ file }: Kustomization, list: ImagesList, hold: Marker): readonly number[] {
  const { items, sectionEnd } = list
  if (hold.start > sectionEnd) return []
  const previous = items.findLastIndex(({ start }) => start < hold.start)
  const next = previous + 1
  const commentStart = commentAt(file.text, hold)
  // Below the last entry it can only mean that one.
  if (next === items.length) return [previous]
  const [dash] = rangeOf(list.seq)
  if (previous < 0 || columnOf(file.text, commentStart) <= columnOf(file.text, dash)) return [next]
  // Indented as the keys of the entry above it; behind a blank line it may be meant for either.
  const isApart = /\n[^\S\n]*\r?\n$/.test(file.text.slice(0, lineStart(file.text, hold.start)))
  return isApart ? [previous, next] : [previous]
}

function besideFlowItems(
  { file, lineAt }: Kustomization,
  list: ImagesList,
  hold: Marker,
): 'all' | readonly number[] {
  const { items, seq } = list
  const [start, end] = rangeOf(seq)
  const onEdge = hold.start < start || lineAt(start) === hold.line || lineAt(end - 1) === hold.line
  if (onEdge) return 'all'
  if (hold.start > end) return []
  const previous = items.findLastIndex((item) => item.start < hold.start)
  const next = previous + 1
  // Behind a comma it belongs to what stands before it, on a line of its own to what follows.
  const before = next === items.length || !beginsLine(file.text, commentAt(file.text, hold))
  return [before && previous >= 0 ? previous : next]
}
