import { join } from 'node:path'
import type { Step } from '../../action.ts'
import type { FixedFile } from '../../effective/fix/draft.ts'
import { replaceFile, writeInside } from './disk.ts'
import type { Deliver } from './ports.ts'

/** The patch, in the folder that the run began in. */
const PATCH_FILE = 'audit.patch'

/** Brings fixed texts where they are wanted. */
export function deliver(step: Step, cwd: string): Deliver {
  return async (fixed, details) => {
    const { place, plan } = details
    if (plan.fixAs === 'suggestions') {
      const { deliverSuggestions } = await import('./suggestions/open.ts')
      return deliverSuggestions(step)(fixed, details)
    }
    if (plan.fixAs === 'pull-request') {
      const { deliverPullRequest } = await import('./pull-request/open.ts')
      return deliverPullRequest(step)(fixed, details)
    }
    if (plan.fixAs === 'patch') {
      replaceFile(join(cwd, PATCH_FILE), await patchOf(fixed))
      return { patch: PATCH_FILE }
    }
    for (const { path, after } of fixed) writeInside(place.root, { path, text: after })
    return {}
  }
}

async function patchOf(fixed: readonly FixedFile[]): Promise<string> {
  const { unifiedDiff } = await import('../../report/diff.ts')
  const before = new Map(fixed.map(({ path, before: text = '' }) => [path, text]))
  return unifiedDiff({ before, files: new Map(fixed.map(({ path, after }) => [path, after])) })
}
