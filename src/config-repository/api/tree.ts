import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fieldOf, idOf, textOf } from '../../names/parsed.ts'
import { inFolder } from '../../names/path.ts'
import { excessOf, faultOf, write } from '../git/materialise.ts'
import type { Materialised, TreeNode } from '../repository.ts'
import { wholeText } from './entries.ts'
import { blobsQuery } from './queries.ts'
import type { ApiRemote } from './remote.ts'

/** A blob below a folder, as GitHub lists it. */
interface Blob {
  readonly path: string
  readonly mode: string
  readonly oid: string
  readonly bytes: number
}

/** The paths of all files of a listing. */
export const pathsIn = (entries: readonly unknown[]): readonly string[] =>
  entries.flatMap((entry) => {
    const path = textOf(fieldOf(entry, 'path'))
    return path !== undefined && fieldOf(entry, 'type') !== 'tree' ? [path] : []
  })

export interface ListedPart {
  /** Folders with the ids of their trees. */
  readonly roots: readonly (readonly [string, string])[]
  readonly folder: string
  readonly knownAt: (path: string) => TreeNode | undefined
}

/** A clone is quicker for more. */
const MOST_FILES = 300
const AT_ONCE = 50

/** Writes what is below the folders as plain files; a link becomes a file that names its target, as with git. */
export async function writeListed(
  remote: ApiRemote,
  { roots, folder, knownAt }: ListedPart,
): Promise<Materialised | 'too-many'> {
  const blobs: Blob[] = []
  for (const [root, tree] of roots) {
    const entries = await remote.listing(tree)
    if (!entries) return 'too-many'
    blobs.push(...entries.flatMap((entry) => blobOf(root, entry)))
    if (blobs.length > MOST_FILES) return 'too-many'
    mkdirSync(join(folder, root), { recursive: true })
  }
  const refused = refusalOf(blobs)
  if (refused !== undefined) return { refused }
  const contents = await contentsOf(remote, blobs, knownAt)
  for (const { path, mode, oid } of blobs) {
    const content = contents.get(oid) ?? Buffer.alloc(0)
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    const header = { path, type: '0', target: '', executable: mode === '100755' }
    const fault = write(folder, header, content)
    if (fault !== undefined) return { refused: fault }
  }
  return { folder }
}

function blobOf(root: string, entry: unknown): readonly Blob[] {
  const [path, oid] = [textOf(fieldOf(entry, 'path')), idOf(fieldOf(entry, 'sha'))]
  if (path === undefined || oid === undefined || fieldOf(entry, 'type') !== 'blob') return []
  const [mode = '', bytes] = [textOf(fieldOf(entry, 'mode')), Number(fieldOf(entry, 'size'))]
  return [{ path: inFolder(root, path), mode, oid, bytes: Number.isFinite(bytes) ? bytes : 0 }]
}

function refusalOf(blobs: readonly Blob[]): string | undefined {
  let inAll = 0
  for (const [index, blob] of blobs.entries()) {
    inAll += blob.bytes
    const refused = excessOf(blob, index + 1, inAll) ?? faultOf(blob)
    if (refused !== undefined) return refused
  }
  return undefined
}

/** By id: what is known already is not asked for again, and equal files once. */
async function contentsOf(
  remote: ApiRemote,
  blobs: readonly Blob[],
  knownAt: ListedPart['knownAt'],
): Promise<ReadonlyMap<string, Buffer>> {
  const contents = new Map<string, Buffer>()
  for (const { path, oid } of blobs) {
    const known = knownAt(path)
    if (known?.kind === 'file' && known.id === oid) contents.set(oid, Buffer.from(known.text))
  }
  const open = [...new Set(blobs.map(({ oid }) => oid))].filter((oid) => !contents.has(oid))
  for (let from = 0; from < open.length; from += AT_ONCE) {
    const some = open.slice(from, from + AT_ONCE)
    const answer = await remote.query(blobsQuery(remote.names, some))
    for (const [index, oid] of some.entries()) {
      const text = wholeText(oid, fieldOf(answer, 'repository', `b${index}`))
      contents.set(oid, text === undefined ? await remote.blob(oid) : Buffer.from(text))
    }
  }
  return contents
}
