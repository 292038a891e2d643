import type { AuditFile } from '../../../../effective/file.ts'
import { lineOf } from '../../../../effective/yaml/nested.ts'
import type { IgnoreComment } from './scan.ts'

/** Lines of one file, zero-based, and the comments that hold for what stands or begins on them. */
export interface Targets {
  /** On the line itself, behind what it is about. */
  readonly beside: ReadonlyMap<number, readonly IgnoreComment[]>
  /** On a line of its own, above. */
  readonly above: ReadonlyMap<number, readonly IgnoreComment[]>
  /** The line that a comment on a line of its own is about, by its own line. */
  readonly about: ReadonlyMap<number, number>
  /** In the first comment of the file: for all of it. */
  readonly whole: readonly IgnoreComment[]
  /** For a file, and in no place where that counts. */
  readonly misplaced: ReadonlySet<IgnoreComment>
}

export function targetsOf(
  { file, comments }: { readonly file: AuditFile; readonly comments: readonly IgnoreComment[] },
  starts: readonly number[],
): Targets {
  const ofLine = comments.filter(({ scope }) => scope === 'line')
  const [whole, misplaced] = partition(file, comments)
  const about = linesBelow(file, comments, starts)
  return {
    beside: Map.groupBy(
      ofLine.filter(({ isAlone }) => !isAlone),
      ({ start }) => lineOf(starts, start),
    ),
    above: Map.groupBy(
      ofLine.filter(({ isAlone }) => isAlone),
      ({ start }) => about.get(lineOf(starts, start)) ?? -1,
    ),
    about,
    whole,
    misplaced,
  }
}

function partition(
  file: AuditFile,
  comments: readonly IgnoreComment[],
): readonly [readonly IgnoreComment[], ReadonlySet<IgnoreComment>] {
  const ofFile = comments.filter(({ scope }) => scope === 'file')
  if (ofFile.length === 0) return [[], new Set()]
  const end = endOfFirstComment(file.text)
  return [ofFile.filter(({ start }) => start < end), new Set(ofFile.filter(({ start }) => start >= end))]
}

/** A line that says nothing: a comment, or what comes before a document. */
const SAYS_NOTHING = /^\ufeff?[ \t]*(?:#|\/\/|---[ \t]*\r?$|---[ \t]+#|%[A-Z]|\r?$)/

function endOfFirstComment(text: string): number {
  let at = 0
  while (at < text.length) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    if (!SAYS_NOTHING.test(text.slice(at, end))) return at
    at = end + 1
  }
  return text.length
}

const IS_COMMENT = /^[ \t]*(?:#|\/\/)/

/**
 * The first line below each comment that is none itself. From the last comment upwards, so that of many below each other
 * each is looked at once.
 */
function linesBelow(
  { text }: AuditFile,
  comments: readonly IgnoreComment[],
  starts: readonly number[],
): ReadonlyMap<number, number> {
  const byLine = new Map<number, number>()
  for (const comment of comments.toReversed()) {
    if (!comment.isAlone) continue
    const own = lineOf(starts, comment.start)
    let line = own + 1
    while (line < starts.length && !byLine.has(line) && IS_COMMENT.test(lineText(text, starts, line)))
      line += 1
    byLine.set(own, byLine.get(line) ?? line)
  }
  return byLine
}

const lineText = (text: string, starts: readonly number[], line: number): string =>
  text.slice(starts[line], starts[line + 1])
