import type { AuditFile } from '../../../../effective/file.ts'
import type { HoldersOf } from '../holders.ts'

/** A rule that a comment names, and where. */
export interface Mention {
  readonly rule: string
  readonly start: number
  readonly end: number
}

/** `# ecr-gitops: ignore[rule] reason`, or with `ignore-file`. */
export interface IgnoreComment {
  readonly file: AuditFile
  readonly start: number
  /** Where its line ends. */
  readonly end: number
  readonly scope: 'line' | 'file'
  /** Nothing else stands on its line. */
  readonly isAlone: boolean
  readonly mentions: readonly Mention[]
  /** What stands between the brackets; undefined where there are none. */
  readonly list: { readonly start: number; readonly end: number } | undefined
}

/** Bounded in every part, so that a line of any length is looked at once. */
const IGNORE =
  /(?:#|\/\/)[ \t]{0,20}ecr-gitops[ \t]{0,20}:[ \t]{0,20}ignore(-file)?(?![\w-])[ \t]{0,20}(?:\[([^\]\r\n]{0,1000})\])?/g

/** The comments of a file that keep findings quiet. */
export function ignoreCommentsIn(file: AuditFile, holdersOf: HoldersOf): readonly IgnoreComment[] {
  const { text } = file
  if (!text.includes('ecr-gitops')) return []
  const comments: IgnoreComment[] = []
  let behind = 0
  for (const found of text.matchAll(IGNORE)) {
    const start = found.index
    if (start < behind || !isComment(file, start, holdersOf)) continue
    const comment = commentAt(file, found)
    comments.push(comment)
    behind = comment.end
  }
  return comments
}

function commentAt(file: AuditFile, found: RegExpExecArray): IgnoreComment {
  const [whole, ofFile, named] = found
  const start = found.index
  const listStart = start + whole.length - 1 - (named?.length ?? 0)
  return {
    file,
    start,
    end: lineEnd(file.text, start),
    scope: ofFile === undefined ? 'line' : 'file',
    isAlone: beginsLine(file.text, start),
    mentions: named === undefined ? [] : mentionsIn(named, listStart),
    list: named === undefined ? undefined : { start: listStart, end: listStart + named.length },
  }
}

function mentionsIn(named: string, from: number): readonly Mention[] {
  return [...named.matchAll(/[^\s,]+/g)].map(({ 0: rule, index }) => ({
    rule,
    start: from + index,
    end: from + index + rule.length,
  }))
}

/** In YAML the nodes say what a comment is; in what has none, the line. */
function isComment(file: AuditFile, start: number, holdersOf: HoldersOf): boolean {
  const before = file.text[start - 1]
  if (before !== undefined && !/[\s\ufeff]/.test(before)) return false
  if (file.kind === 'code') return true
  if (file.text[start] !== '#') return false
  const { node } = holdersOf(file, start).at(-1) ?? {}
  return node?.kind !== 'scalar' || start < node.start || start >= node.end
}

/** Where the line of an offset ends, without its line break. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  const end = newline < 0 ? text.length : newline
  return text[end - 1] === '\r' && end - 1 >= offset ? end - 1 : end
}

/** Looks back no farther than to what is not white space. */
export function beginsLine(text: string, offset: number): boolean {
  let at = offset - 1
  while (at >= 0 && ' \t\ufeff'.includes(text[at] ?? '')) at -= 1
  return at < 0 || text[at] === '\n'
}
