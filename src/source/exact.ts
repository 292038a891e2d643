import { mkdtempSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { CommandResult } from '../runner/command.ts'
import { repositoryAbove } from './git/folders.ts'
import { type Asking, Repository } from './git/repository.ts'
import type { Checkout } from './source.ts'

/** What would let git pass over a file that is there, or over how it differs. */
const STRICT = [
  'core.fileMode=true',
  'core.ignoreCase=false',
  'core.symlinks=true',
  'core.sparseCheckout=false',
  'core.splitIndex=false',
].flatMap((setting) => ['-c', setting])

/**
 * Folders as their commit has them, and nothing else: every file in the whole repository is compared with HEAD, and what
 * HEAD has not counts as modified, ignored or not. undefined for what is no such folder, or in or around a repository
 * within another, where git does not look.
 */
export async function readExactly(
  folders: readonly string[],
  asking: Asking,
): Promise<readonly (Checkout | undefined)[]> {
  const roots = folders.map(rootOf)
  const read = [...new Set(roots)].map(
    async (root) => [root, root && (await readWhole(root, asking))] as const,
  )
  const checkouts = new Map(await Promise.all(read))
  return roots.map((root) => checkouts.get(root) || undefined)
}

/** undefined also for the address of something that is fetched, or for what a repository keeps of its own. */
function rootOf(folder: string): string | undefined {
  const root = repositoryAbove(folder)
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
  if (root === undefined || !isFolder || repositoryAbove(dirname(root)) !== undefined) return undefined
  return relative(root, resolve(folder)).split(sep).some(isDotGit) ? undefined : root
}

const isDotGit = (name: string): boolean => name.toLowerCase() === '.git'

/** The index is a new one, as that of the checkout says itself which files are not to be compared (git-update-index). */
async function readWhole(root: string, asking: Asking): Promise<Checkout | undefined> {
  const { scratch, signal } = asking
  const repository = Repository.around(root, asking)
  if (!repository) return undefined
  const env = { GIT_INDEX_FILE: join(mkdtempSync(join(scratch, 'index-')), 'index') }
  const ask = async (...command: readonly string[]) =>
    answerIn(await repository.ask([...STRICT, ...command], { env, signal }))
  if ((await ask('read-tree', 'HEAD')) === undefined) return undefined
  const files = await ask('ls-files', '--stage', '-z')
  // What lies where a submodule belongs is not looked at.
  if (files === undefined || files.split('\0').some((entry) => entry.startsWith('160000 '))) return undefined
  const all = ['--no-ahead-behind', '--no-renames', '--untracked-files=all', '--ignored=matching', '-z']
  const status = [...STRICT, 'status', '--porcelain=v2', '--branch', ...all]
  const checkout = parseStatus(answerIn(await repository.askOfFiles(status, { env, signal })) ?? '')
  return checkout?.modified.length === 0 && (await holdsAnother(root)) ? undefined : checkout
}

const answerIn = ({ exitCode, stdout }: CommandResult): string | undefined =>
  exitCode === 0 ? stdout : undefined

/** git passes over every other `.git`, whatever is in it. */
async function holdsAnother(root: string): Promise<boolean> {
  const left = [root]
  for (let folder = left.pop(); folder !== undefined; folder = left.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (folder === root && entry.name === '.git') continue
      if (isDotGit(entry.name)) return true
      if (entry.isDirectory()) left.push(join(folder, entry.name))
    }
  }
  return false
}

/** `git status --porcelain=v2 --branch -z` (git-status, "Porcelain Format Version 2"). */
export function parseStatus(status: string): Checkout | undefined {
  const records = status.split('\0')
  const head = records.find((record) => record.startsWith('# branch.oid '))?.slice('# branch.oid '.length)
  if (!head || !/^[0-9a-f]{40,64}$/.test(head)) return undefined
  const fieldsBefore: Record<string, number> = { '1 ': 8, '2 ': 9, 'u ': 10, '? ': 1, '! ': 1 }
  const modified = records.flatMap((record, index) => {
    // Behind a rename (2) stands its old path, whatever that looks like.
    const skip = records[index - 1]?.startsWith('2 ') ? undefined : fieldsBefore[record.slice(0, 2)]
    return skip === undefined ? [] : [record.split(' ').slice(skip).join(' ')]
  })
  return { head, modified }
}
