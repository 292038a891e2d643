import { visible } from '../../names/visible.ts'
import type { Finding } from '../finding.ts'
import { widthOf } from './width.ts'

/** A line of a file with what is below it. */
export interface ShownLine {
  readonly number: number
  readonly text: string
  /** Spaces up to the place, and its marks. */
  readonly before: string
  readonly marks: string
}

/** How much of a long line stands before the place that it is about. */
const BEFORE = 30
const TAB = '    '

/**
 * The lines of a place as a terminal shows them: tabs are spaces, what acts or hides is written out, and of a line that
 * is longer than the terminal is wide the part around the place is shown. Only that part is looked at.
 */
export function shownLines(finding: Finding, columns: number): readonly ShownLine[] {
  const { line, column, endLine, endColumn, excerpt } = finding
  return excerpt.split('\n').map((raw, index) => {
    const number = line + index
    const from = index === 0 ? column - 1 : indentOf(raw)
    const to = number === endLine ? endColumn - 1 : raw.length
    return { number, ...around(raw.replace(/\r$/, ''), [from, Math.max(to, from + 1)], columns) }
  })
}

function indentOf(raw: string): number {
  const first = raw.search(/\S/)
  return Math.max(0, first)
}

/** Room for a mark on either side. */
const CUT = '…'

function around(
  raw: string,
  [from, to]: readonly [number, number],
  columns: number,
): Omit<ShownLine, 'number'> {
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
