import { fail } from '../../errors.ts'
import type { Clone } from './clone.ts'
import { LIMITS } from './limits.ts'

/** The paths of all files of a tip. @throws DeployError CONFIG_TOO_LARGE: a tree may hold itself over and over. */
export async function listPaths(clone: Clone, tip: string): Promise<readonly string[]> {
  const chunks: Buffer[] = []
  let left: number = LIMITS.paths
  const isWhole = await clone.stream(['ls-tree', '-r', '-z', '--full-tree', '--name-only', tip], (chunk) => {
    chunks.push(chunk)
    left -= chunk.length
    return left >= 0
  })
  if (!isWhole) tooMany(clone)
  return Buffer.concat(chunks).toString('utf8').split('\0').slice(0, -1)
}

function tooMany(clone: Clone): never {
  return fail({
    code: 'CONFIG_TOO_LARGE',
    message: `config-repository ${clone.label} has more files than can be searched, about a million`,
    hint: 'Name the overlays by their paths instead of a pattern; for a Component, set render-check: off.',
  })
}
