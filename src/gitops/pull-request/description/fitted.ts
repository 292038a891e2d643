import { fenced } from '../../../report/markdown.ts'
import { inertBlock } from './inert.ts'

/**
 * GitHub takes 65,536 characters ("body is too long"). Units of UTF-16 are never fewer than characters, and the rest is for
 * what is said of what was left out.
 */
const MOST = 65_000

/** The parts of a text, in their order. */
export interface Parts {
  /** Always there, as `next` is. */
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly table: (rows: readonly (readonly string[])[]) => string
  readonly notes: readonly string[]
  readonly next: string
  readonly diff: string
  /** The last paragraph, where `git interpret-trailers` looks for them after a merge that takes this text along. */
  readonly trailers: readonly string[]
}

/** What fits. Rows are kept the longest, then trailers, then notes; the diff goes first. */
export function fitted({ head, rows, table, notes, next, diff, trailers }: Parts): string {
  let free = MOST - [...head, table([]), next].join('\n\n').length
  const take = (lines: readonly string[]) => {
    const taken = within(lines, free)
    free -= sizeOf(taken)
    return taken
  }
  const texts = rows.map((row) => table([row]))
  const shownRows = rows.slice(0, take(texts).length)
  const shownTrailers = sizeOf(trailers) <= free ? take(trailers) : []
  const shownNotes = take(notes)
  return [
    ...head,
    table(shownRows),
    leftOut(rows.length - shownRows.length, 'image', 'images'),
    shownNotes.join('\n'),
    leftOut(notes.length - shownNotes.length, 'note', 'notes'),
    next,
    diffPart(diff, free),
    shownTrailers.length < trailers.length ? 'The commit has what programs read of it.' : '',
    shownTrailers.join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

const leftOut = (count: number, one: string, many: string): string =>
  count === 0
    ? ''
    : `There is no room here for ${count} more ${count === 1 ? one : many}: see the files of this pull request.`

const sizeOf = (lines: readonly string[]): number => lines.reduce((sum, { length }) => sum + length + 2, 0)

/** The first lines of a block of code, in fences as long as all of it would make them. */
export function blockWithin(text: string, most = MOST): readonly string[] {
  const fences = 2 * (fenced(text, '').indexOf('\n') + 1)
  return within(text.split('\n'), most - fences)
}

function within(lines: readonly string[], most: number): readonly string[] {
  let size = 0
  const end = lines.findIndex((line) => {
    size += line.length + 2
    return size > most
  })
  return end < 0 ? lines : lines.slice(0, end)
}

/** What stands around a diff: an element that folds, and the fences, which are as long as the diff makes them. */
const FRAME = 200

/** To git a line that begins with `---` ends the message, and trailers follow (git-interpret-trailers). */
const HEADER = /^--- (.*)\n\+\+\+ (.*)$/gm

function diffPart(diff: string, free: number): string {
  if (diff === '') return ''
  const text = inertBlock(diff).replaceAll(HEADER, 'diff $1 $2')
  const lines = blockWithin(text, free - FRAME)
  if (lines.length === 0) return 'The diff is too long for this page: see the files of this pull request.'
  const summary = lines.length < text.split('\n').length ? 'Diff, the beginning of it' : 'Diff'
  return `<details>\n<summary>${summary}</summary>\n\n${fenced(lines.join('\n'), 'diff')}\n\n</details>`
}
