import { parentOf } from '../../names/path.ts'
import type { FileTree, SkippedFile } from '../../names/paths/file-tree.ts'
import { BatchReader } from '../git/protocol.ts'
import { LIMITS } from '../limits.ts'
import type { Asker } from './asker.ts'
import { type CommitFile, type CommitList, listCommit } from './commit-list.ts'
import { followLinks, strayLinks } from './links.ts'

interface Wanted {
  /** A folder of the commit, of which alone the files are read; the root is the empty path. */
  readonly below: string
  /** Whose content is read: git is asked once, and nothing can be read later. */
  readonly wants: (path: string) => boolean
}

/** PATH_MAX of Linux. */
const LONGEST_TARGET = 4096

/**
 * The files of a commit as they are in it, whatever the work tree holds: without a checkout, from one `git ls-tree` and
 * one `git cat-file --batch`. undefined where the commit is not there, or its objects were not all fetched.
 */
export async function commitTree(
  asker: Asker,
  commit: string,
  wanted: Wanted,
): Promise<FileTree | undefined> {
  const list = await listCommit(asker, commit, wanted.below)
  if (!list) return undefined
  const files = list.files.filter(({ path, bytes = 0 }) => bytes <= LIMITS.written && wanted.wants(path))
  const targets = list.links.filter(({ bytes = 0 }) => bytes <= LONGEST_TARGET)
  const contents = await contentsOf(asker, [...files, ...targets])
  return contents && treeOf(list, contents)
}

type Contents = ReadonlyMap<string, Buffer>

/** By id: files of one content are read once. undefined where one is missing, or all together are too large. */
async function contentsOf(asker: Asker, files: readonly CommitFile[]): Promise<Contents | undefined> {
  if (files.some(({ bytes }) => bytes === undefined)) return undefined
  const ids = [...new Set(files.map(({ id }) => id))]
  if (ids.length === 0) return new Map()
  let left: number = LIMITS.read
  const reader = new BatchReader(({ bytes }) => {
    left -= bytes
    return left >= 0
  })
  const { exitCode } = await asker.ask(['cat-file', '--batch'], {
    input: ids.map((id) => `${id}\n`).join(''),
    onBytes: (chunk) => reader.take(chunk),
  })
  if (exitCode !== 0 || left < 0) return undefined
  const objects = reader.finish(ids.length)
  const contents = ids.flatMap((id, index) => {
    const content = objects[index]?.content
    return content ? [[id, content] as const] : []
  })
  return contents.length === ids.length ? new Map(contents) : undefined
}

function treeOf({ files, links, strange }: CommitList, contents: Contents): FileTree {
  const known = new Map(files.map((file) => [file.path, file]))
  const targets = new Map(links.map(({ path, id }) => [path, contents.get(id)?.toString('utf8') ?? '/']))
  const folders = foldersOf(files)
  const stray = strayLinks(targets, (path) => known.has(path) || folders.has(path))
  return {
    paths: [...known.keys()].toSorted(),
    skipped: [
      ...strange.map((path): SkippedFile => ({ path, why: 'name' })),
      ...stray.map((path): SkippedFile => ({ path, why: 'link' })),
    ],
    follow(path) {
      if (known.has(path)) return path
      const real = followLinks(path, targets)
      return real !== undefined && known.has(real) ? real : undefined
    },
    read(path, limit) {
      const file = known.get(path)
      if (file?.bytes !== undefined && file.bytes > limit) return 'large'
      return (file && contents.get(file.id)) ?? 'unreadable'
    },
  }
}

function foldersOf(files: readonly CommitFile[]): ReadonlySet<string> {
  const folders = new Set([''])
  for (const { path } of files) {
    for (let folder = parentOf(path); !folders.has(folder); folder = parentOf(folder)) folders.add(folder)
  }
  return folders
}
