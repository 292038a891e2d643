import type { ConfigFile, Hold } from './target.ts'
import type { Comment, Syntax } from './yaml/syntax.ts'

/** A hold, and where its comment stands. */
export interface HoldComment extends Comment, Hold {}

/** A hold that a person meant must not be missed: spaces, case, the first colon and the form of the word are free. */
export const MARKER = /#\s*ecr-gitops(?:\s*[:-])?\s*(?:on\s+)?(?:hold|holds|held)(?!\w)[\s:]*(.*)/i
/** A text with its comments. */
interface Commented extends Pick<Syntax, 'comments' | 'lineAt'> {
  readonly file: ConfigFile
}

/** All markers of a text. */
export function markersOf({ file, comments, lineAt }: Commented): readonly HoldComment[] {
  return comments.flatMap(({ start, end }) => {
    const found = MARKER.exec(file.text.slice(start, end))
    if (!found) return []
    const [, reason = ''] = found
    return [{ reason: reason.trim(), line: lineAt(start), start: start + found.index, end }]
  })
}

/** A reason as one line of a comment that no YAML parser and no reader takes for something else. */
export function commentText(reason: string): string {
  return reason
    .replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[ :]+/, '')
    .trim()
}

/** The marker as it is written; the reason is one line. */
export const markerText = (reason: string): string => `# ecr-gitops: hold ${reason}`.trimEnd()
