import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** `Dockerfile` in any case, `Dockerfile.prod`, `api.Dockerfile`; not the lists of what is left out, nor policies. */
export const isDockerfileName = (name: string): boolean =>
  /^(?:docker|container)file(?:[.-][\w.-]{1,100})?$|^[\w.-]{1,100}[.-](?:docker|container)file$/i.test(
    name,
  ) && !/(?:ignore|\.rego)$/i.test(name)

/** As deep as people put them, and as many entries as are looked at in a moment. */
const MOST_DEPTH = 4
const MOST_ENTRIES = 20_000

/** Dockerfiles below a folder, the nearest first. No link is followed. */
export function dockerfilesBelow(root: string): readonly string[] {
  const found: string[] = []
  let seen = 0
  let level: readonly string[] = ['']
  for (let depth = 0; depth < MOST_DEPTH && level.length > 0 && seen < MOST_ENTRIES; depth += 1) {
    const next: string[] = []
    for (const folder of level) {
      const entries = seen < MOST_ENTRIES ? entriesOf(join(root, folder)) : []
      seen += entries.length
      const files = entries.filter((entry) => entry.isFile() && isDockerfileName(entry.name))
      found.push(...files.map(({ name }) => join(folder, name)))
      next.push(...entries.filter(isOwnFolder).map(({ name }) => join(folder, name)))
    }
    level = next
  }
  return found
}

/** What packages bring is not what is meant. */
const isOwnFolder = (entry: Dirent): boolean =>
  entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules'

export const foldersIn = (folder: string): readonly string[] =>
  entriesOf(folder)
    .filter((entry) => entry.isDirectory() && entry.name !== '.git')
    .map(({ name }) => name)

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((left, right) =>
      left.name < right.name ? -1 : 1,
    )
  } catch {
    return []
  }
}
