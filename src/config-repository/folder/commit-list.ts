import type { Asker } from './asker.ts'
import { isOfTools, isStrange } from './names.ts'

export interface CommitFile {
  readonly path: string
  readonly id: string
  /** undefined for one that was not fetched. */
  readonly bytes: number | undefined
}

/** What stands in a commit, below a folder of it, by paths from there. */
export interface CommitList {
  readonly files: readonly CommitFile[]
  readonly links: readonly CommitFile[]
  /** Paths that cannot be shown. */
  readonly strange: readonly string[]
}

/** A path may have 4096 characters; a repository, a million of paths. */
const MOST_LISTED = 512 * 1024 * 1024

/** undefined where git cannot list it: the commit is not here, or the folder not in it. */
export async function listCommit(
  asker: Asker,
  commit: string,
  below: string,
): Promise<CommitList | undefined> {
  const command = ['ls-tree', '-r', '-z', '-l', '--full-tree', `${commit}:${below}`]
  const { exitCode, stdout } = await asker.ask(command, { mostOutput: MOST_LISTED })
  if (exitCode !== 0) return undefined
  const files: CommitFile[] = []
  const links: CommitFile[] = []
  const strange: string[] = []
  for (const line of stdout.split('\0')) {
    const [head = '', mode, id = '', bytes] = /^(\d{6}) blob ([0-9a-f]{40,64}) +(\d+|BAD)\t/.exec(line) ?? []
    const path = line.slice(head.length)
    if (head === '' || path.split('/').some(isOfTools)) continue
    if (isStrange(path)) strange.push(path)
    else
      (mode === '120000' ? links : files).push({
        path,
        id,
        bytes: bytes === 'BAD' ? undefined : Number(bytes),
      })
  }
  return { files, links, strange }
}
