import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { isExhausted } from '../../errors/unforeseen.ts'

export interface GitFolders {
  /** HEAD and the index: what belongs to this work tree alone. */
  readonly own: string
  /** Objects, refs and settings, which all worktrees of a repository share (gitrepository-layout, "commondir"). */
  readonly common: string
}

/** Paths have at most so many characters (PATH_MAX of Linux), and no more is read of a file that holds one. */
const MOST = 4096

/**
 * Where the `.git` of a folder leads: it may be a folder, a link, or the file of a worktree or submodule. A commit can
 * hold no `.git`, but an archive, an artifact or a cache can bring one; it is not followed to what lies among the files
 * of a checkout, where any commit could have put a repository.
 */
export function gitFoldersOf(root: string): GitFolders | undefined {
  try {
    const entry = join(root, '.git')
    const own = realpathSync(statSync(entry).isDirectory() ? entry : pathIn(entry, 'gitdir: '))
    const shared = join(own, 'commondir')
    const common = existsSync(shared) ? realpathSync(pathIn(shared, '')) : own
    // But for worktrees and submodules they are one.
    const folders = [...new Set([own, common])]
    return folders.some(holdsIrregular) || folders.some(isAmongFiles) ? undefined : { own, common }
  } catch (error) {
    if (isExhausted(error)) throw error
    // Something in the way is missing or not what it should be: no repository that git could read.
    return undefined
  }
}

/** What git opens by a fixed name, whatever it is asked (gitrepository-layout). */
const SINGLE_FILES = [
  'HEAD',
  'ORIG_HEAD',
  'FETCH_HEAD',
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'REBASE_HEAD',
  'BISECT_START',
  'BISECT_LOG',
  'AUTO_MERGE',
  'commondir',
  'config',
  'config.worktree',
  'gitdir',
  'index',
  'packed-refs',
  'shallow',
  'info/attributes',
  'info/exclude',
  'info/grafts',
  'info/refs',
  'info/sparse-checkout',
  'objects/info/alternates',
  'objects/info/commit-graph',
  'objects/info/commit-graphs/commit-graph-chain',
  'objects/info/packs',
  'objects/pack/multi-pack-index',
  'refs/stash',
  'reftable/tables.list',
  'rebase-merge/head-name',
  'rebase-merge/onto',
  'rebase-apply/head-name',
]

/** A pipe would keep git waiting, and a device gives without an end. */
const holdsIrregular = (folder: string): boolean =>
  SINGLE_FILES.some((name) => statSync(`${folder}/${name}`, { throwIfNoEntry: false })?.isFile() === false) ||
  refsIn(folder).some((entry) => !entry.isFile() && !entry.isDirectory())

/** git has written no links there for many years. */
const refsIn = (folder: string): readonly Dirent[] =>
  existsSync(join(folder, 'refs'))
    ? readdirSync(join(folder, 'refs'), { recursive: true, withFileTypes: true })
    : []

function pathIn(file: string, prefix: string): string {
  const state = statSync(file)
  if (!state.isFile() || state.size > MOST) throw new Error(`${file} holds no path`)
  const text = readFileSync(file, 'utf8').trimEnd()
  if (!text.startsWith(prefix)) throw new Error(`${file} holds no path`)
  return resolve(dirname(file), text.slice(prefix.length))
}

function isAmongFiles(folder: string): boolean {
  const root = repositoryAbove(dirname(folder))
  return root !== undefined && !`${folder}${sep}`.startsWith(`${realpathSync(join(root, '.git'))}${sep}`)
}

/** The nearest folder, from this one upwards, that holds a `.git`: a folder, or the file of a worktree or submodule. */
export function repositoryAbove(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (at === dirname(at)) return undefined
  }
}
