import { commentText, type HoldComment, markersOf, markerText } from '../hold-marker.ts'
import { refuse } from '../refuse.ts'
import type { Hold } from '../target.ts'
import { lineEnd, lineStart, prefixOf, type Splice } from '../yaml/lines.ts'
import { columnOf } from '../yaml/nodes.ts'
import type { YamlSource } from '../yaml/source.ts'
import { besideOf, type WayTo } from './beside.ts'

/** What a marker must stand at to hold an entry. */
export interface HoldScope extends WayTo {
  /** Where its last value ends. */
  readonly end: number
}

interface Holder {
  readonly hold: HoldComment
  /** It holds others as well, so it is not this entry's to change. */
  readonly shared: boolean
}

/** The marker that holds an entry: its own before one that holds others too. */
export const holdIn = (source: YamlSource, scope: HoldScope): Hold | undefined =>
  holderIn(source, scope)?.hold

function holderIn(source: YamlSource, scope: HoldScope): Holder | undefined {
  const { lineAt } = source
  const markers = markersOf(source)
  if (markers.length === 0) return undefined
  const head = headAbove(source, scope.start)
  const last = lastLineOf(source, scope)
  const own = markers.find(({ line }) => head <= line && line <= last)
  if (own) return { hold: own, shared: false }
  const above = scope.around.map((start) => ({ from: headAbove(source, start), to: lineAt(start) }))
  const around =
    markers.find(({ line }) => above.some(({ from, to }) => from <= line && line <= to)) ??
    markers.find(besideOf(source, scope))
  return around && { hold: around, shared: true }
}

/** The first line of those above a line that are nothing but comments and blank; its own one when there is none. */
function headAbove({ file, lineAt }: YamlSource, start: number): number {
  const above = file.text.split('\n').slice(0, lineAt(start) - 1)
  return above.findLastIndex((line) => !/^\ufeff?\s*(?:#|$)/.test(line)) + 2
}

/** With the comments below that are indented deeper than where the entry begins. */
function lastLineOf({ file: { text }, lineAt, comments }: YamlSource, { start, end }: HoldScope): number {
  const column = columnOf(text, start)
  let last = lineAt(Math.max(start, end - 1))
  for (const comment of comments) {
    if (comment.start < end) continue
    const line = lineAt(comment.start)
    const between = text.slice(end, comment.start).replaceAll(/#.*/g, '')
    if (!/^[\s,]*$/.test(between) || (line > last && columnOf(text, comment.start) <= column)) break
    last = line
  }
  return last
}

/** Writes the marker above the entry, or replaces the one that it has. */
export function holdSplices(source: YamlSource, scope: HoldScope, given: string): readonly Splice[] {
  const { file, lineAt } = source
  const reason = commentText(given)
  const old = holderIn(source, scope)
  if (old && !old.shared) {
    const { start, end } = old.hold
    return old.hold.reason === reason ? [] : [{ start, end, text: markerText(reason) }]
  }
  const before = prefixOf(file.text, scope.start)
  if (!/^\s*(?:- +)*$/.test(before)) {
    return refuse(file, lineAt(scope.start), {
      message: 'has an entry that does not begin its line, so a hold cannot be written above it',
      hint: 'Write it in block style, one key a line.',
    })
  }
  const start = lineStart(file.text, scope.start)
  const { eol } = lineEnd(file.text, scope.start)
  const indent = ' '.repeat(before.length - before.trimStart().length)
  const mark = file.text.startsWith('\ufeff', start) ? start + 1 : start
  return [{ start: mark, end: mark, text: `${indent}${markerText(reason)}${eol}` }]
}
