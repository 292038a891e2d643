import { posix } from 'node:path'

/** The path that another one leads to from a folder; undefined for one that leads out of the repository. */
export function pathFrom(folder: string, path: string): string | undefined {
  if (path.startsWith('/')) return undefined
  const found = posix.join(folder || '.', path).replace(/\/$/, '')
  if (found === '..' || found.startsWith('../')) return undefined
  return found === '.' ? '' : found
}
