import { lineOf } from '../../../effective/yaml/nested.ts'
import type { Source, Span } from '../../../effective/yaml/node.ts'
import type { Finding } from '../../../report/finding.ts'

export type Region = Pick<Finding, 'line' | 'column' | 'endLine' | 'endColumn'>
export type Place = Region & Pick<Finding, 'excerpt'>

/** A mapping may be long: its first lines show which one it is. */
const MOST_LINES = 3

/** Where spans stand, for people. The lines of a text are counted once, however much is found in it. */
export interface Places {
  readonly of: (span: Span) => Place
  /** With the white space at its end. */
  readonly exactly: (span: Span) => Region
  /** One-based. */
  readonly lineAt: (source: Source, offset: number) => number
  /** Offsets at which the lines of a text begin. */
  readonly startsOf: (source: Source) => readonly number[]
}

export function openPlaces(): Places {
  const known = new Map<string, { readonly text: string; readonly starts: readonly number[] }>()
  const startsOf = ({ path, text }: Source): readonly number[] => {
    const kept = known.get(path)
    if (kept?.text === text) return kept.starts
    const starts = lineStarts(text)
    known.set(path, { text, starts })
    return starts
  }
  return {
    startsOf,
    lineAt: (source, offset) => lineOf(startsOf(source), offset) + 1,
    of: (span) => placeOf(span, startsOf(span.source)),
    exactly: (span) => regionOf(span, startsOf(span.source)),
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function placeOf({ source, start, end }: Span, starts: readonly number[]): Place {
  const from = Math.min(start, source.text.length)
  const to = endOfContent(source.text, from, Math.min(end, source.text.length))
  const region = regionOf({ source, start: from, end: to }, starts)
  const last = Math.min(region.endLine, region.line + MOST_LINES - 1)
  return { ...region, excerpt: linesOf(source.text, starts, [region.line - 1, last - 1]) }
}

function regionOf({ source: { text }, start, end }: Span, starts: readonly number[]): Region {
  const [first, last] = [lineOf(starts, start), lineOf(starts, end)]
  const column = (offset: number, line: number) => {
    const begins = starts[line] ?? 0
    // A byte order mark is no character of the line.
    const mark = line === 0 && text.startsWith('\ufeff') && offset > 0 ? 1 : 0
    return offset - begins - mark + 1
  }
  return {
    line: first + 1,
    column: column(start, first),
    endLine: last + 1,
    endColumn: column(end, last),
  }
}

/** Behind the last character that people see: a block scalar ends behind its last line break. */
function endOfContent(text: string, start: number, end: number): number {
  let at = end
  while (at > start && ' \t\r\n'.includes(text[at - 1] ?? '')) at -= 1
  return at
}

function linesOf(text: string, starts: readonly number[], [first, last]: readonly [number, number]): string {
  const from = (starts[first] ?? 0) + (first === 0 && text.startsWith('\ufeff') ? 1 : 0)
  const next = starts[last + 1]
  const end = next === undefined ? text.length : next - 1
  return text.slice(from, text[end - 1] === '\r' ? Math.max(from, end - 1) : end)
}
