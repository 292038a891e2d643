import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import picomatch from 'picomatch'
import { jsonObject } from '../json.ts'
import { Repository } from '../runner/repository.ts'
import { repositoryAbove } from '../runner/repository-above.ts'
import { type EventPayload, sourceOf } from './event.ts'
import type { Checkout, Ingredients, Source } from './source.ts'
import { submodulesOf } from './submodules.ts'

interface Asking {
  /** A private folder. */
  readonly scratch: string
  readonly signal?: AbortSignal
}

/** The event, and the state of the checkouts that the images are built from. */
export async function readSource(
  env: NodeJS.ProcessEnv,
  images: readonly Ingredients[],
  asking: Asking,
): Promise<Source> {
  const [payload, checkouts] = await Promise.all([
    readPayload(env.GITHUB_EVENT_PATH),
    readCheckouts(images.flatMap(foldersOf), asking),
  ])
  // A git that was stopped has not said that there is no repository.
  asking.signal?.throwIfAborted()
  const absentPaths = images.filter(({ context }) => checkouts.has(context)).flatMap(absentOf)
  const folders = images.flatMap((image) => checkoutsOf(image, checkouts))
  return { ...sourceOf(env, payload, { checkouts, folders }), absentPaths: [...new Set(absentPaths)] }
}

const foldersOf = ({ context, besides }: Ingredients): readonly string[] => [context, ...besides]

/** Where nothing is built, neither a folder without a repository nor a file that differs matters. */
function checkoutsOf(image: Ingredients, checkouts: Source['checkouts']): readonly (Checkout | undefined)[] {
  const found = foldersOf(image).map((folder) => checkouts.get(folder))
  if (image.built) return found
  return found.flatMap((checkout) => (checkout ? [{ ...checkout, modified: [] }] : []))
}

/** Patterns whose fixed part stands for nothing in the checkout. */
function absentOf({ context, paths }: Ingredients): readonly string[] {
  const root = paths.length > 0 ? rootOf(context) : ''
  return paths.filter((pattern) => {
    // A backslash escapes what a name may hold, and what is taken away may well be absent.
    if (pattern.startsWith('!') || pattern.includes('\\')) return false
    return !existsSync(join(root, picomatch.scan(pattern).base))
  })
}

/** git is asked once for each repository, however many contexts lie in it. */
async function readCheckouts(
  contexts: readonly string[],
  asking: Asking,
): Promise<ReadonlyMap<string, Checkout>> {
  const asked = new Map<string, Promise<Checkout | undefined>>()
  const read = contexts.map(async (context) => {
    const folder = rootOf(context)
    const checkout = asked.get(folder) ?? readCheckout(folder, asking)
    asked.set(folder, checkout)
    return [context, await checkout] as const
  })
  return new Map(
    (await Promise.all(read)).flatMap(([context, checkout]) => (checkout ? [[context, checkout]] : [])),
  )
}

/** Where git is asked about a context: the folder itself when it lies in no repository. */
const rootOf = (context: string): string => repositoryAbove(context) ?? resolve(context)

async function readPayload(path: string | undefined): Promise<EventPayload> {
  return path ? jsonObject(await readFile(path, 'utf8').catch(() => '')) : {}
}

/**
 * One `git status` tells HEAD and the modified files; undefined where there is no repository or no commit. Submodules
 * are repositories of their own, with settings of their own, which git would read if it looked into them.
 */
async function readCheckout(folder: string, asking: Asking): Promise<Checkout | undefined> {
  const repository = Repository.around(folder, asking.scratch)
  const status = ['status', '--porcelain=v2', '--branch', '--no-ahead-behind', '--untracked-files=no', '-z']
  // What was renamed is told by both names: to see that it was, git would need files that a partial clone lacks.
  const options = ['--no-renames', '--ignore-submodules=dirty']
  const result = await repository?.ask([...status, ...options], { signal: asking.signal })
  const checkout = result?.exitCode === 0 ? parseStatus(result.stdout) : undefined
  return repository && checkout && withSubmodules(checkout, repository, asking)
}

/** A submodule with modified files is a modified one; what is to be ignored of it is no change. */
async function withSubmodules(
  { head, modified }: Checkout,
  repository: Repository,
  asking: Asking,
): Promise<Checkout> {
  const paths = new Set(modified)
  for (const { path, ignore } of await submodulesOf(repository, asking.signal)) {
    if (ignore === 'all') paths.delete(path)
    if (ignore === 'all' || ignore === 'dirty') continue
    const inside = await readCheckout(join(repository.root, path), asking)
    if (inside?.modified.length !== 0) paths.add(path)
  }
  return { head, modified: [...paths] }
}

/** `git status --porcelain=v2 --branch -z` (git-status, "Porcelain Format Version 2"). */
export function parseStatus(status: string): Checkout | undefined {
  const records = status.split('\0')
  const head = records.find((record) => record.startsWith('# branch.oid '))?.slice('# branch.oid '.length)
  if (!head || !/^[0-9a-f]{40,64}$/.test(head)) return undefined
  const fieldsBefore: Record<string, number> = { '1 ': 8, '2 ': 9, 'u ': 10 }
  const modified = records.flatMap((record, index) => {
    // Behind a rename (2) stands its old path, whatever that looks like.
    const skip = records[index - 1]?.startsWith('2 ') ? undefined : fieldsBefore[record.slice(0, 2)]
    return skip === undefined ? [] : [record.split(' ').slice(skip).join(' ')]
  })
  return { head, modified }
}
