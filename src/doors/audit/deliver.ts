import { join } from 'node:path'
import type { Step } from '../../action.ts'
import { replaceFile } from './disk.ts'
import type { Deliver } from './ports.ts'

/** The patch, in the folder that the run began in. */
export const PATCH_FILE = 'audit.patch'

/** Brings fixed texts where they are wanted. */
export function deliver(_step: Step, cwd: string): Deliver {
  return async (fixed, { place, plan }) => {
    if (plan.fixAs === 'patch') {
      const { unifiedDiff } = await import('../../report/diff.ts')
      replaceFile(join(cwd, PATCH_FILE), unifiedDiff(fixed))
      return { patch: PATCH_FILE }
    }
    for (const [path, text] of fixed.files) replaceFile(join(place.root, path), text)
    return {}
  }
}
