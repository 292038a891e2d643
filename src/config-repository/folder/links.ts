import { inFolder, parentOf } from '../../names/path.ts'

/** As many as Linux follows (path_resolution, "ELOOP"). */
const MOST_LINKS = 40

/** Links of a tree: where each leads, as it is written. */
export type Links = ReadonlyMap<string, string>

/**
 * The path behind all links on the way to it, by their texts alone; undefined for one that leaves the tree, or never
 * ends. Whether anything is there is not asked.
 */
export function followLinks(path: string, links: Links): string | undefined {
  if (links.size === 0) return path
  const open = path.split('/').toReversed()
  let at: string | undefined = ''
  let left = MOST_LINKS
  while (at !== undefined && open.length > 0) {
    const next = step(at, open.pop() ?? '')
    const target = next === undefined ? undefined : links.get(next)
    if (target === undefined) {
      at = next
      continue
    }
    left -= 1
    if (left < 0 || target.startsWith('/')) return undefined
    open.push(...target.split('/').toReversed())
  }
  return at
}

/** undefined above the root. */
function step(at: string, name: string): string | undefined {
  if (name === '' || name === '.') return at
  if (name !== '..') return inFolder(at, name)
  return at === '' ? undefined : parentOf(at)
}

/** Links that lead out of a tree, or to nothing in it. */
export function strayLinks(links: Links, isThere: (path: string) => boolean): readonly string[] {
  return [...links.keys()].filter((path) => {
    const end = followLinks(path, links)
    return end === undefined || !isThere(end)
  })
}
