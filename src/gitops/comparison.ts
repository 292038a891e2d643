import { jsonObject } from '../json.ts'
import { continues, type Relation } from './history.ts'

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
export function readComparison(body: string): Comparison | undefined {
  const { status, files } = jsonObject(body)
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
