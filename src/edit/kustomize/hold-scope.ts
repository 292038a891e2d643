import { beginsLine, lineStart } from '../yaml/lines.ts'
import { columnOf } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { ImagesList } from './image-list.ts'
import type { Kustomization } from './kustomization.ts'

/** Where a marker begins. */
export interface Marker {
  readonly start: number
  readonly line: number
}

/** Which items of a list a comment belongs to. */
export type Scope = (hold: Marker) => 'all' | readonly number[]

/**
 * For a list that has items. It is asked for every marker, of which a file may have as many as items: what a marker does
 * not change is found out once, and the rest without going through the text or the items.
 */
export function scopeIn(kustomization: Kustomization, list: ImagesList): Scope {
  const { file, lineAt } = kustomization
  const { items, keyStart, seq } = list
  const keyLine = lineAt(keyStart)
  const headLine = headOf(file.text, keyLine)
  const firstLines = items.map(({ start }) => lineAt(start))
  const lastLines = items.map(({ start, end }) => lineAt(Math.max(start, end - 1)))
  const beside = seq.flow ? besideFlowItems(kustomization, list) : besideBlockItems(kustomization, list)
  return (hold) => {
    if (headLine <= hold.line && hold.line <= keyLine) return 'all'
    if (hold.start < keyStart) return []
    const last = lastBelow(firstLines, hold.line + 1)
    const first = lastBelow(lastLines, hold.line) + 1
    return first <= last ? rangeOfNumbers(first, last) : beside(hold)
  }
}

/** The first line of those above `images` that are nothing but comments and blank; its own one when there is none. */
function headOf(text: string, keyLine: number): number {
  const above = text.split('\n').slice(0, keyLine - 1)
  return above.findLastIndex((line) => !/^\ufeff?\s*(?:#|$)/.test(line)) + 2
}

const rangeOfNumbers = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** The index of the last of ascending numbers below a bound, or -1. */
function lastBelow(ascending: readonly number[], bound: number): number {
  let from = 0
  let to = ascending.length
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (Number(ascending[middle]) < bound) from = middle + 1
    else to = middle
  }
  return from - 1
}

/** Where the comment of a marker begins: other words may stand before it. */
const commentAt = (text: string, { start }: Marker): number => text.indexOf('#', lineStart(text, start))

function besideBlockItems({ file: { text } }: Kustomization, list: ImagesList): Scope {
  const { items, sectionEnd } = list
  const starts = items.map(({ start }) => start)
  const dashColumn = columnOf(text, rangeOf(list.seq)[0])
  return (hold) => {
    if (hold.start > sectionEnd) return []
    const previous = lastBelow(starts, hold.start)
    const next = previous + 1
    // Below the last entry it can only mean that one.
    if (next === items.length) return [previous]
    if (previous < 0 || columnOf(text, commentAt(text, hold)) <= dashColumn) return [next]
    // Indented as the keys of the entry above it; behind a blank line it may be meant for either.
    return isBehindBlank(text, lineStart(text, hold.start)) ? [previous, next] : [previous]
  }
}

function isBehindBlank(text: string, line: number): boolean {
  return text.slice(lineStart(text, line - 1), line).trim() === ''
}

function besideFlowItems({ file, lineAt }: Kustomization, list: ImagesList): Scope {
  const { items, seq } = list
  const starts = items.map((item) => item.start)
  const [start, end] = rangeOf(seq)
  const edges = new Set([lineAt(start), lineAt(end - 1)])
  return (hold) => {
    if (hold.start < start || edges.has(hold.line)) return 'all'
    if (hold.start > end) return []
    const previous = lastBelow(starts, hold.start)
    const next = previous + 1
    // Behind a comma it belongs to what stands before it, on a line of its own to what follows.
    const before = next === items.length || !beginsLine(file.text, commentAt(file.text, hold))
    return [before && previous >= 0 ? previous : next]
  }
}
