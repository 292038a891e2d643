import { inMebibytes } from '../limits.ts'
import type { Change } from '../repository.ts'
import { PLAIN_FILE } from './entries.ts'

/** Far below where GitHub begins to time out: some hundred files, or 2.5 MB in one tree. */
const MOST_FILES = 50
const MOST_BYTES = 1024 * 1024

/**
 * Why GitHub's API cannot make a commit as git would; undefined where it can. Whatever it writes is a plain file
 * afterwards, so that a program would lose its mode, and a link become a file.
 */
export function obstacleTo(
  { files }: Pick<Change, 'files'>,
  modeOf: (path: string) => number | undefined,
): string | undefined {
  if (files.size > MOST_FILES) return `it changes ${files.size} files, and the API takes ${MOST_FILES}`
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (bytes > MOST_BYTES) return `it has ${inMebibytes(bytes)}, and the API takes ${inMebibytes(MOST_BYTES)}`
  const other = [...files.keys()].find((path) => modeOf(path) !== PLAIN_FILE)
  if (other === undefined) return undefined
  return `${other} has the mode ${modeOf(other)?.toString(8) ?? 'of another kind'}, which the API would make 100644`
}
