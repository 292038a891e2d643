import { fail } from '../../errors/errors.ts'
import { inMebibytes } from '../limits.ts'
import type { Change } from '../repository.ts'
import { PLAIN_FILE, SYMLINK } from './entries.ts'

/** Far below where GitHub begins to time out: some hundred files, or 2.5 MB in one tree. */
const MOST_FILES = 50
const MOST_BYTES = 1024 * 1024

export interface ApiObstacle {
  readonly why: string
  /** What lets the API make the commit after all. */
  readonly otherwise: string
}

/**
 * Why GitHub's API cannot make a commit as git would; undefined where it can. Whatever it writes is a plain file
 * afterwards, so that a program would lose its mode, and a link become a file.
 */
export function obstacleTo(
  { files }: Pick<Change, 'files'>,
  modeOf: (path: string) => number | undefined,
): ApiObstacle | undefined {
  if (files.size > MOST_FILES) {
    return { why: `it changes ${files.size} files, and the API takes ${MOST_FILES}`, otherwise: FEWER }
  }
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (bytes > MOST_BYTES) {
    const why = `it has ${inMebibytes(bytes)}, and the API takes ${inMebibytes(MOST_BYTES)}`
    return { why, otherwise: files.size > 1 ? FEWER : 'take the file apart into smaller ones' }
  }
  const other = [...files.keys()].find((path) => modeOf(path) !== PLAIN_FILE)
  return other === undefined ? undefined : ofMode(other, modeOf(other))
}

/** The files in their order, apart by what GitHub takes at once; a file that is more than that stands alone. */
export function partsOf(files: Change['files']): readonly (readonly (readonly [string, string])[])[] {
  const parts: [string, string][][] = []
  let bytes = 0
  for (const file of files) {
    const size = Buffer.byteLength(file[1])
    const last = parts.at(-1)
    const fits = last !== undefined && last.length < MOST_FILES && bytes + size <= MOST_BYTES
    if (fits) last.push(file)
    else parts.push([file])
    bytes = fits ? bytes + size : size
  }
  return parts
}

const FEWER = 'name fewer overlays in one step'

function ofMode(path: string, mode: number | undefined): ApiObstacle {
  const why = `${path} has the mode ${mode?.toString(8) ?? 'of another kind'}, which the API would make 100644`
  const otherwise =
    mode === SYMLINK
      ? 'name the file that the link leads to, or put that file in its place'
      : 'change that file: git update-index --chmod=-x takes the mode of a program from it'
  return { why, otherwise }
}

/** Where it was asked for the API and nothing else. */
export function failObstacle({ why, otherwise }: ApiObstacle): never {
  return fail({
    code: 'CONFIG_REFUSED',
    inputs: ['commit-via'],
    message: `commit-via is api, and GitHub's API cannot make this commit: ${why}`,
    hint: `Set commit-via: auto, so that such a commit goes by git; or ${otherwise}.`,
  })
}
