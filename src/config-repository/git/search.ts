import type { Search } from '../repository.ts'
import type { Clone } from './clone.ts'

/** Nobody waits for it for longer: a tree may hold itself over and over. */
const SEARCH_MS = 10_000
/** The paths of some 100,000 files. */
const MOST_OUTPUT = 8 * 1024 * 1024

/**
 * The paths of files that hold all of the texts. One process, which reads the tip where it is and leaves the other
 * processors of this machine to whatever is built there.
 */
export async function searchPaths(
  clone: Clone,
  tip: string,
  { texts, endings }: Search,
): Promise<readonly string[] | undefined> {
  const which = ['--fixed-strings', '--text', '--no-textconv', '--no-recurse-submodules', '--all-match']
  const how = ['--files-with-matches', '--null', '--no-color', '--full-name', '--threads=1']
  const patterns = texts.flatMap((text) => ['-e', text])
  const paths = endings.map((ending) => `*${ending}`)
  const chunks: Buffer[] = []
  let left = MOST_OUTPUT
  const onBytes = (chunk: Buffer) => {
    left -= chunk.length
    if (left >= 0) chunks.push(chunk)
  }
  const { exitCode } = await clone.git(['grep', ...which, ...how, ...patterns, tip, '--', ...paths], {
    timeoutMs: SEARCH_MS,
    onBytes,
  })
  // 1: nothing was found.
  if ((exitCode !== 0 && exitCode !== 1) || left < 0) return undefined
  const found = Buffer.concat(chunks).toString('utf8').split('\0').slice(0, -1)
  return found.map((name) => name.slice(tip.length + 1))
}
