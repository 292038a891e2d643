import { visible } from '../../names/visible.ts'
import type { Finding } from '../finding.ts'
import { widthOf } from './width.ts'

/** The line of a file with what is below it. */
export interface ShownLine {
  readonly text: string
  /** Spaces up to the place, and its marks. */
  readonly before: string
  readonly marks: string
  /** How many lines of the place follow. */
  readonly more: number
}

/** How much of a long line stands before the place that it is about. */
const BEFORE = 30
const TAB = '    '

/**
 * The first line of a place as a terminal shows it: tabs are spaces, what acts or hides is written out, and of a line that
 * is longer than the terminal is wide the part around the place is shown. Only that part is looked at.
 */
export function shownLine(
  { line, column, endLine, endColumn, excerpt }: Finding,
  columns: number,
): ShownLine {
  const newline = excerpt.indexOf('\n')
  const raw = (newline < 0 ? excerpt : excerpt.slice(0, newline)).replace(/\r$/, '')
  const from = column - 1
  const to = line === endLine ? endColumn - 1 : raw.length
  return { ...around(raw, [from, Math.max(to, from + 1)], columns), more: endLine - line }
}

/** Room for a mark on either side. */
const CUT = '…'

function around(
  raw: string,
  [from, to]: readonly [number, number],
  columns: number,
): Omit<ShownLine, 'more'> {
  const before = Math.min(BEFORE, Math.floor(columns / 2))
  const first = raw.length <= columns ? 0 : Math.max(0, Math.min(from - before, raw.length - columns))
  const start = first - Number(isHalf(raw, first))
  const last = Math.min(raw.length, start + columns)
  const end = last + Number(isHalf(raw, last))
  const head = `${start > 0 ? CUT : ''}${shown(raw.slice(start, from))}`
  const marked = shown(raw.slice(from, Math.min(to, end)))
  const tail = `${shown(raw.slice(Math.min(to, end), end))}${end < raw.length ? CUT : ''}`
  return {
    text: `${head}${marked}${tail}`.trimEnd(),
    before: ' '.repeat(widthOf(head)),
    marks: '^'.repeat(Math.max(1, widthOf(marked))),
  }
}

/** Whether a character of two units would be cut there. */
const isHalf = (text: string, at: number): boolean =>
  /^[\udc00-\udfff]$/.test(text[at] ?? '') && /^[\ud800-\udbff]$/.test(text[at - 1] ?? '')

const shown = (text: string): string => visible(text.replaceAll('\t', TAB))
