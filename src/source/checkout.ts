import { join, resolve } from 'node:path'
import { absentIn } from './absent-paths.ts'
import { sourceOf } from './event.ts'
import { parseStatus, readExactly } from './exact.ts'
import { repositoryAbove } from './git/folders.ts'
import { type Asking, Repository } from './git/repository.ts'
import { saysWhose } from './origin.ts'
import { readPayload } from './read-payload.ts'
import type { Checkout, Ingredients, Source } from './source.ts'
import { MOST_SUBMODULES, submodulesOf } from './submodules.ts'
import { readUnfetched } from './unfetched.ts'

/** The event, and the state of the checkouts that the images are built from. */
export async function readSource(
  env: NodeJS.ProcessEnv,
  images: readonly Ingredients[],
  asking: Asking,
): Promise<Source> {
  const built = images.filter((image) => image.built)
  const [payload, checkouts, unfetched] = await Promise.all([
    readPayload(env.GITHUB_EVENT_PATH),
    // git is at work while this process looks at the index itself.
    readCheckouts(images.flatMap(foldersOf), asking),
    readUnfetched(
      built.flatMap(({ copied }) => copied),
      asking,
    ),
  ])
  // A git that was stopped has not said that there is no repository.
  asking.signal?.throwIfAborted()
  const absentPaths = await readAbsentPaths(images, { checkouts, asking })
  const known = saysWhose(env.GITHUB_EVENT_NAME ?? '', payload)
  const folders = known ? [] : await readFolders(images, { checkouts, asking })
  asking.signal?.throwIfAborted()
  const facts = sourceOf(env, payload, { checkouts, folders })
  return { ...facts, unfetched, absentPaths }
}

const foldersOf = ({ context, besides }: Ingredients): readonly string[] => [context, ...besides]

/** Everything that is built, and nothing else than the commit of it; asked for where the event does not say whose it is. */
async function readFolders(
  images: readonly Ingredients[],
  { checkouts, asking }: { readonly checkouts: Source['checkouts']; readonly asking: Asking },
): Promise<readonly (Checkout | undefined)[]> {
  const built = images.filter((image) => image.built).flatMap(foldersOf)
  // Where nothing is built, neither a folder without a repository nor a file that differs matters.
  const named = images.filter((image) => !image.built).flatMap(foldersOf)
  const heads = named
    .flatMap((folder) => checkouts.get(folder) ?? [])
    .map(({ head }) => ({ head, modified: [] }))
  return [...heads, ...(await readExactly(built, asking))]
}

async function readAbsentPaths(
  images: readonly Ingredients[],
  { checkouts, asking }: { readonly checkouts: Source['checkouts']; readonly asking: Asking },
): Promise<readonly string[]> {
  const asked = images.filter(({ context, paths }) => paths.length > 0 && checkouts.has(context))
  const roots = Map.groupBy(asked, ({ context }) => rootOf(context))
  const absent = [...roots].map(([root, these]) =>
    absentIn(
      root,
      these.flatMap(({ paths }) => paths),
      asking,
    ),
  )
  return [...new Set((await Promise.all(absent)).flat())]
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

/**
 * One `git status` gives HEAD and the modified files; undefined where there is no repository or no commit. Submodules
 * are repositories of their own, with settings of their own, which git would read if it looked into them.
 */
async function readCheckout(folder: string, asking: Asking): Promise<Checkout | undefined> {
  const repository = Repository.around(folder, asking)
  const status = ['status', '--porcelain=v2', '--branch', '--no-ahead-behind', '--untracked-files=no', '-z']
  // What was renamed is listed with both names: to see that it was, git would need files that a partial clone lacks.
  const options = ['--no-renames', '--ignore-submodules=dirty']
  const result = await repository?.askOfFiles([...status, ...options], { signal: asking.signal })
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
  for (const [index, { path, ignore }] of (await submodulesOf(repository, asking.signal)).entries()) {
    if (ignore === 'all') paths.delete(path)
    if (ignore === 'all' || ignore === 'dirty') continue
    // Above the limit nobody has looked whether it is clean.
    const asked = index < MOST_SUBMODULES
    const inside = asked ? await readCheckout(join(repository.root, path), asking) : undefined
    if (inside?.modified.length !== 0) paths.add(path)
  }
  return { head, modified: [...paths] }
}
