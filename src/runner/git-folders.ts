import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { repositoryAbove } from './repository-above.ts'

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
    return isAmongFiles(own) || isAmongFiles(common) ? undefined : { own, common }
  } catch {
    // Something in the way is missing or not what it should be: no repository that git could read.
    return undefined
  }
}

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
