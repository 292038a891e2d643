import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Repository } from './git/repository.ts'

export interface Submodule {
  readonly path: string
  /** What `git status` is not to look at (gitmodules, `submodule.<name>.ignore`). */
  readonly ignore: string | undefined
  /** How it is fetched (gitmodules, `submodule.<name>.update`). */
  readonly update: string | undefined
}

/** What is asked of git takes a process or two for each. */
export const MOST_SUBMODULES = 100

/** The submodules that `.gitmodules` names and that are checked out. */
export async function submodulesOf(
  repository: Repository,
  signal: AbortSignal | undefined,
): Promise<readonly Submodule[]> {
  const named = await namedSubmodules(repository, signal)
  const found = named.filter(({ path }) => isCheckedOut(repository.root, path))
  // However many names a folder has, and however they are written: the first one counts.
  const first = new Map(found.toReversed().map((one) => [realpathSync(join(repository.root, one.path)), one]))
  return [...first.values()]
}

/** The submodules that `.gitmodules` names. No process is started where there is none. */
export async function namedSubmodules(
  repository: Repository,
  signal: AbortSignal | undefined,
): Promise<readonly Submodule[]> {
  const file = join(repository.root, '.gitmodules')
  // A link is none to git either (gitmodules, "NOTES"), and could lead to a device.
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return []
  const list = ['config', `--file=${file}`, '--no-includes', '--null', '--get-regexp', '^submodule\\.']
  const { stdout } = await repository.ask(list, { signal })
  return parseGitmodules(stdout)
}

/** `key\nvalue\0` over and over (git-config, `--null`); what a name holds does not matter. */
function parseGitmodules(listing: string): readonly Submodule[] {
  const paths = new Map<string, string>()
  const ignored = new Map<string, string>()
  const updated = new Map<string, string>()
  for (const record of listing.split('\0')) {
    const [key = '', ...value] = record.split('\n')
    const name = key.slice(0, key.lastIndexOf('.'))
    if (key.endsWith('.path')) paths.set(name, value.join('\n'))
    if (key.endsWith('.ignore')) ignored.set(name, value.join('\n'))
    if (key.endsWith('.update')) updated.set(name, value.join('\n'))
  }
  return [...paths].map(([name, path]) => ({
    path,
    ignore: ignored.get(name),
    update: updated.get(name),
  }))
}

/** Really below the root, so that no link leads round in a circle. */
function isCheckedOut(root: string, path: string): boolean {
  const folder = join(root, path)
  return existsSync(join(folder, '.git')) && realpathSync(folder).startsWith(`${realpathSync(root)}${sep}`)
}
