import type { HelmAnswer } from '../../../effective/helm/rendered.ts'
import type { HelmUse } from '../../../effective/helm/use.ts'
import { ancestorsOf } from '../../../render/graph/graph.ts'
import { releaseOf } from './release.ts'

/**
 * What helm would have said of the charts as they were before a change. Of those whose files it does not touch the same;
 * of others it was not asked, and is taken to confirm what was worked out: so no finding is a worse one, and caused by
 * the change, only because helm confirms it now.
 */
export function answersBefore(
  uses: readonly HelmUse[],
  answers: ReadonlyMap<HelmUse, HelmAnswer>,
  changed: ReadonlySet<string>,
): ReadonlyMap<HelmUse, HelmAnswer> {
  if (answers.size === 0) return answers
  const known = new Map([...answers].map(([use, answer]) => [keyOf(use), answer]))
  const folders = new Set([...changed].flatMap(ancestorsOf))
  const before = new Map<HelmUse, HelmAnswer>()
  for (const use of uses) {
    const isTouched =
      use.bundle?.folders.some((folder) => folders.has(folder)) ||
      use.release.files.some((path) => changed.has(path))
    const same = isTouched ? undefined : known.get(keyOf(use))
    before.set(use, same ?? { images: use.services.flatMap(({ rendered }) => rendered ?? []) })
  }
  return before
}

const keyOf = (use: HelmUse): string => JSON.stringify([releaseOf(use), use.origin.root, use.bundle?.folders])
