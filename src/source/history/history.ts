import picomatch from 'picomatch'
import { isTooLong } from '../../names/path.ts'
import { isRecord, withoutLastSlashes } from '../../names/text.ts'

/** How a commit relates to another one: `ahead` is newer (GitHub REST API, "Compare two commits", status). */
export type Relation = 'ahead' | 'behind' | 'identical' | 'diverged'

/** The history of a service repository. */
export interface History {
  /** undefined: one of the two is not in this repository. */
  compare(base: string, head: string): Promise<Relation | undefined>
  /**
   * The paths that differ between the two, with both names of what was renamed. undefined where they cannot all be
   * said, or where `head` does not continue `base`.
   */
  changes(base: string, head: string): Promise<readonly string[] | undefined>
}

/** What merges have brought. */
export interface Merges {
  /**
   * The message of the last commit of the branch that a merge has taken in, merges into that branch aside. undefined: the
   * commit is no merge, or is not known here.
   */
  merged(commit: string): Promise<string | undefined>
}

export const continues = (relation: Relation | undefined): boolean =>
  relation === 'ahead' || relation === 'identical'

/** How the token comes to read the history of a repository; the token of a job reads its own one and public ones. */
export const accessHint = (foreign: string | undefined): string =>
  foreign === undefined
    ? 'Give the job "permissions: contents: read" and leave github-token at its default'
    : `Give github-token a token that may read ${foreign} ("Contents: read")`

/** What an answer of GitHub's compare API says of two commits. */
export interface Comparison {
  readonly relation: Relation
  /** undefined where they are not all known, or where the newer commit does not continue the older one. */
  readonly changes: readonly string[] | undefined
}

const RELATIONS: readonly Relation[] = ['ahead', 'behind', 'identical', 'diverged']
/** GitHub REST API, "Compare two commits": at most 300 files, all on the first page; nothing says that there are more. */
const MOST_FILES = 300

/** undefined for anything else than a comparison. */
export function readComparison(answer: unknown): Comparison | undefined {
  const { status, files } = isRecord(answer) ? answer : {}
  const relation = RELATIONS.find((one) => one === status)
  if (relation === undefined) return undefined
  // Of other relations the files are those since the merge base, not since the deployed commit.
  return { relation, changes: continues(relation) ? changedPaths(files) : undefined }
}

/** With both names of a renamed file. undefined for a list that may be cut, or that is not read in full. */
function changedPaths(files: unknown): readonly string[] | undefined {
  if (!Array.isArray(files) || files.length >= MOST_FILES) return undefined
  const paths: string[] = []
  for (const file of files) {
    const { filename, previous_filename: previous } = Object(file) as Record<string, unknown>
    if (typeof filename !== 'string') return undefined
    paths.push(filename, ...(typeof previous === 'string' ? [previous] : []))
  }
  return paths
}

/**
 * Whether one of the changed files is among the paths of an image. As in the path filters of GitHub workflows the last
 * pattern that matches decides, and one that begins with `!` takes away; when the first one does, it takes from
 * everything. A folder stands for all that is below it.
 */
export function touches(paths: readonly string[], changed: readonly string[]): boolean {
  const patterns = paths.map(readPattern)
  const otherwise = patterns[0]?.takesAway === true
  return changed.some((file) => {
    if (isTooLong(file)) return true
    const last = patterns.findLast((pattern) => pattern.matches(file))
    return last ? !last.takesAway : otherwise
  })
}

interface Pattern {
  readonly takesAway: boolean
  readonly matches: (file: string) => boolean
}

function readPattern(given: string): Pattern {
  // `!(a|b)` is a pattern of its own.
  const takesAway = /^!(?!\()/.test(given)
  const glob = withoutLastSlashes((takesAway ? given.slice(1) : given).replace(/^(?:\.\/)+/, ''))
  const whole = glob === '' || glob === '.'
  const matches = picomatch(whole ? '**' : [glob, `${glob}/**`], { dot: true })
  if (takesAway) return { takesAway, matches }
  const { base } = picomatch.scan(glob)
  // A submodule or a link changes as one file, above everything that the pattern names in it.
  return { takesAway, matches: (file) => matches(file) || `${base}/`.startsWith(`${file}/`) }
}

/** As a notice names the paths. */
export function listPaths(paths: readonly string[]): string {
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : ''
  return `${paths.slice(0, 3).join(', ')}${more}`
}
