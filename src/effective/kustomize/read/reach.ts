import { inFolder, KUSTOMIZATION_NAMES, parentOf } from '../../../names/path.ts'
import type { RepositoryFiles } from '../../file.ts'
import type { Use } from '../kustomization.ts'
import type { Opened } from './find.ts'
import { type Standing, usesOf } from './uses.ts'

/** How kustomizations lead to each other, and to files. */
export interface Reach {
  readonly uses: ReadonlyMap<string, readonly Use[]>
  readonly usedBy: ReadonlyMap<string, readonly string[]>
  readonly roots: readonly string[]
  readonly reached: ReadonlySet<string>
}

/** By way of a link it is what the link leads to, as kustomize itself goes on from there. */
export function openStanding(files: RepositoryFiles): Standing {
  const paths = new Set(files.paths)
  const folders = new Set([''])
  for (const path of files.paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at)
      // Those above it were added with it.
      if (folders.has(folder)) break
      folders.add(folder)
    }
  }
  return (path) => {
    if (paths.has(path)) return { kind: 'file', path }
    if (folders.has(path)) return { kind: 'folder', path }
    if (files.has(path)) return { kind: 'file', path: files.file(path)?.path ?? path }
    const name = KUSTOMIZATION_NAMES.find((one) => files.has(inFolder(path, one)))
    const linked = name === undefined ? undefined : files.file(inFolder(path, name))
    return linked ? { kind: 'folder', path: parentOf(linked.path) } : { kind: 'missing', path }
  }
}

export function openReach(opened: ReadonlyMap<string, Opened>, standing: Standing): Reach {
  const uses = new Map([...opened].map(([folder, one]) => [folder, usesOf(one, standing)]))
  const usedBy = usersIn(uses)
  const files = [...uses.values()].flatMap((named) =>
    named.flatMap(({ kind, path }) => (kind === 'file' && path !== undefined ? [path] : [])),
  )
  const own = [...opened.values()].map(({ file }) => file.path)
  return { uses, usedBy, roots: rootsOf(opened, { uses, usedBy }), reached: new Set([...files, ...own]) }
}

const foldersIn = (named: readonly Use[]): readonly string[] =>
  named.flatMap(({ kind, path }) => (kind === 'folder' && path !== undefined ? [path] : []))

function usersIn(uses: Reach['uses']): Reach['usedBy'] {
  const users = new Map<string, string[]>()
  for (const [folder, named] of uses) {
    for (const used of new Set(foldersIn(named))) push(users, used, folder)
  }
  return users
}

/** Of folders that only lead to each other the first counts as one, too: what is wrong with them is to be seen. */
function rootsOf(
  opened: ReadonlyMap<string, Opened>,
  { uses, usedBy }: Pick<Reach, 'uses' | 'usedBy'>,
): readonly string[] {
  const deployable = [...opened.values()]
    .filter(({ isComponent }) => !isComponent)
    .map(({ folder }) => folder)
  const roots = deployable.filter((folder) => !usedBy.has(folder))
  const seen = new Set<string>()
  const enter = (folder: string) => {
    const open = [folder]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue
      seen.add(next)
      open.push(...foldersIn(uses.get(next) ?? []))
    }
  }
  roots.forEach(enter)
  const circles = deployable.filter((folder) => {
    if (seen.has(folder)) return false
    enter(folder)
    return true
  })
  return [...roots, ...circles].toSorted()
}

function push(users: Map<string, string[]>, used: string, folder: string): void {
  const known = users.get(used)
  if (known) known.push(folder)
  else users.set(used, [folder])
}
