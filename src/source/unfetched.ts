import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { readRegular } from '../runner/regular-file.ts'
import { dockerignore, type IsLeftOut } from './dockerignore.ts'
import { repositoryAbove } from './git/folders.ts'
import { type Asking, Repository } from './git/repository.ts'
import { pointersIn } from './lfs.ts'
import type { Copied, Unfetched } from './source.ts'
import { MOST_SUBMODULES, namedSubmodules } from './submodules.ts'

/** A folder that files of a build are from, below the root of a repository; empty: the root. */
interface Part {
  readonly folder: string
  readonly isLeftOut: IsLeftOut
}

/** What the commit has below the folders that are copied from, and the checkout has not. */
export async function readUnfetched(
  copied: readonly Copied[],
  asking: Asking,
): Promise<readonly Unfetched[]> {
  const parts = copied.flatMap((one) => {
    const root = repositoryAbove(one.folder)
    return root === undefined ? [] : [{ root, part: partOf(root, one) }]
  })
  const found = await Promise.all(
    [...Map.groupBy(parts, ({ root }) => root)].map(([root, these]) =>
      unfetchedIn(root, { parts: these.map(({ part }) => part), above: '', asking }),
    ),
  )
  const all = found.flat()
  return [...new Map(all.map((one) => [`${one.by} ${one.path}`, one])).values()]
}

function partOf(root: string, { folder, ignoreFiles }: Copied): Part {
  const below = relative(root, resolve(folder)).split(sep).join('/')
  let isLeftOut: IsLeftOut | undefined
  return {
    folder: below,
    isLeftOut: (path) => {
      // Read where something is missing, which is rare.
      isLeftOut ??= listIn(ignoreFiles)
      return isLeftOut(below === '' ? path : path.slice(below.length + 1))
    },
  }
}

/** Larger than any that people write. */
const MOST_LIST = 1024 * 1024

/** The first that is there counts. */
function listIn(files: readonly string[]): IsLeftOut {
  for (const file of files) {
    const content = readRegular(file, MOST_LIST)
    if (typeof content !== 'string') return dockerignore(content.toString('utf8'))
  }
  return () => false
}

interface Looking {
  readonly parts: readonly Part[]
  /** Where this repository lies in the one that holds it as a submodule, with a slash; empty: it is none. */
  readonly above: string
  readonly asking: Asking
}

async function unfetchedIn(root: string, { parts, above, asking }: Looking): Promise<readonly Unfetched[]> {
  const repository = Repository.around(root, asking)
  const indexed = await repository?.indexed(asking.signal)
  if (!repository || !indexed) return []
  const isWanted = (path: string) => parts.some((part) => isBelow(path, part.folder) && !part.isLeftOut(path))
  const folders = parts.map(({ folder }) => folder)
  const pointers = await pointersIn(repository, folders, { indexed, signal: asking.signal })
  const missing = (by: Unfetched['by']) => (path: string) => ({ by, path: `${above}${path}` })
  const submodules = indexed.submodules.filter(
    (path) => isWanted(path) || folders.some((folder) => isBelow(folder, path)),
  )
  return [
    ...pointers.filter(isWanted).map(missing('lfs')),
    ...indexed.leftOut.filter(isWanted).map(missing('sparse-checkout')),
    ...(submodules.length === 0 ? [] : await inSubmodules(repository, submodules, { parts, above, asking })),
  ]
}

const isBelow = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`)

async function inSubmodules(
  repository: Repository,
  paths: readonly string[],
  { parts, above, asking }: Looking,
): Promise<readonly Unfetched[]> {
  const named = new Map(
    (await namedSubmodules(repository, asking.signal)).map((one) => [one.path, one] as const),
  )
  const found = paths.slice(0, MOST_SUBMODULES).map(async (path): Promise<readonly Unfetched[]> => {
    const folder = join(repository.root, path)
    if (existsSync(join(folder, '.git'))) {
      const inside = parts.filter((part) => isBelow(path, part.folder)).map((part) => partInside(part, path))
      return unfetchedIn(folder, { parts: inside, above: `${above}${path}/`, asking })
    }
    // Never to be fetched (git-submodule, "update"), or fetched in another way, as from a cache.
    if (named.get(path)?.update === 'none' || !isEmpty(folder)) return []
    const holds = parts.some((part) => isBelow(part.folder, path))
    const by = named.has(path) ? (above === '' ? 'submodules' : 'submodules of submodules') : 'nothing'
    return [{ by, path: `${above}${path}`, ...(holds ? { holdsContext: true } : {}) }]
  })
  return (await Promise.all(found)).flat()
}

/** All of the submodule, as the list of the context above says. */
const partInside = ({ isLeftOut }: Part, path: string): Part => ({
  folder: '',
  isLeftOut: (inside) => isLeftOut(`${path}/${inside}`),
})

const isEmpty = (folder: string): boolean =>
  lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true || readdirSync(folder).length === 0
