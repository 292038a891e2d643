import { lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { headOfRegular, readRegular } from '../runner/regular-file.ts'
import type { Indexed } from './git/index-file.ts'
import type { Repository } from './git/repository.ts'

/** Any pointer is smaller (git-lfs, docs/spec.md). */
const MOST_POINTER = 1024

/** The first line, of pre-releases too (git-lfs, docs/spec.md and lfs/pointer.go). */
const POINTER =
  /^version (?:https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v|http:\/\/git-media\.io\/v\/)\d{1,3}\r?\n/

export const isPointer = (text: string): boolean =>
  POINTER.test(text) && /^oid sha256:[0-9a-f]{64}\r?$/m.test(text)

/** Larger than any that people write. */
const MOST_ATTRIBUTES = 1024 * 1024

/**
 * Files below the folders that git-lfs holds, and whose content was not fetched. git is only asked where a
 * `.gitattributes` speaks of git-lfs.
 */
export async function pointersIn(
  repository: Repository,
  folders: readonly string[],
  { indexed, signal }: { readonly indexed: Indexed; readonly signal: AbortSignal | undefined },
): Promise<readonly string[]> {
  const { root, attributesFile } = repository
  const lists = indexed.attributes.filter((path) => folders.some((folder) => meet(folder, dirname(path))))
  const isHeld = lists.some((path) => speaksOfLfs(join(root, path)) ?? true)
  if (!isHeld && !speaksOfLfs(attributesFile)) return []
  const wanted = folders.map((folder) => `:(attr:filter=lfs)${allBelow(folder)}`)
  const listed = await repository.ask(['ls-files', '-z', '--', ...wanted], { signal })
  return listed.stdout.split('\0').filter((path) => path !== '' && holdsPointer(join(root, path)))
}

/** Attributes count in their folder and below. */
const meet = (folder: string, other: string): boolean =>
  other === '.' ||
  `${folder}/`.startsWith(`${other}/`) ||
  folder === '' ||
  `${other}/`.startsWith(`${folder}/`)

/** With an attribute to match, git takes no path as it is; a star stands for slashes, too (gitglossary, "pathspec"). */
const allBelow = (folder: string): string =>
  folder === '' ? '' : `${folder.replace(/[\\*?[\]]/g, '\\$&')}/*`

/** undefined: it is not there, and git has what the index says. */
function speaksOfLfs(path: string): boolean | undefined {
  const content = readRegular(path, MOST_ATTRIBUTES)
  return content === 'missing' ? undefined : typeof content !== 'string' && content.includes('filter=lfs')
}

function holdsPointer(path: string): boolean {
  const state = lstatSync(path, { throwIfNoEntry: false })
  if (!state?.isFile() || state.size >= MOST_POINTER) return false
  const content = headOfRegular(path, MOST_POINTER)
  return typeof content !== 'string' && isPointer(content.toString('latin1'))
}
