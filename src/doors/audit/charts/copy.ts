import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inFolder } from '../../../names/path.ts'
import type { FileTree } from '../../../names/paths/file-tree.ts'

/** Of the files of all charts together: more is nothing that belongs into a chart. */
const MOST_BYTES = 100 * 1024 * 1024
const MOST_FILES = 20_000
const LARGEST = 10 * 1024 * 1024

export interface Copy {
  /** Brings files of the repository there, each once. @returns what they are known by; undefined where they are too many. */
  readonly add: (folders: readonly string[], files: readonly string[]) => string | undefined
}

/** A copy of the charts of a repository: helm renders nothing in the checkout, and follows no link out of it. */
export function copyInto(root: string, tree: FileTree): Copy {
  const digests = new Map<string, string>()
  const folders = new Map<string, string | undefined>()
  let bytes = MOST_BYTES
  const one = (path: string): string | undefined => {
    const known = digests.get(path)
    if (known !== undefined) return known
    const real = tree.follow(path)
    const content = real === undefined ? 'unreadable' : tree.read(real, LARGEST)
    // What cannot be read is not there: helm says so where it matters.
    if (typeof content === 'string') return content
    bytes -= content.length
    if (bytes < 0 || digests.size >= MOST_FILES) return undefined
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
    const digest = createHash('sha256').update(content).digest('hex')
    digests.set(path, digest)
    return digest
  }
  const all = (paths: readonly string[]): string | undefined => {
    const found: string[] = []
    for (const path of paths) {
      const digest = one(path)
      if (digest === undefined) return undefined
      found.push(`${digest} ${path}`)
    }
    return createHash('sha256').update(found.join('\n')).digest('hex')
  }
  const folder = (path: string): string | undefined => {
    if (!folders.has(path)) {
      folders.set(path, all(below(path, tree)))
    }
    return folders.get(path)
  }
  return {
    add(named, files) {
      const parts = [...named.map(folder), all(files)]
      return parts.includes(undefined) ? undefined : parts.join(' ')
    },
  }
}

/** Paths are sorted, and a repository may have as many charts as files. */
function below(folder: string, { paths }: FileTree): readonly string[] {
  const lead = inFolder(folder, '')
  let [low, high] = [0, paths.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((paths[middle] ?? '') < lead) low = middle + 1
    else high = middle
  }
  let end = low
  while (paths[end]?.startsWith(lead)) end += 1
  return paths.slice(low, end)
}
