import type { EntryVerdict } from '../../gitops/proposal.ts'
import type { RenderVerdict } from './judge.ts'

/** What a pattern found must not stop what works elsewhere: another team may have left an entry without a container. */
export function tolerated(
  verdict: RenderVerdict & { readonly entry: EntryVerdict },
  reached: ReadonlySet<string>,
): RenderVerdict {
  const { problem, warnings, entry } = verdict
  if (!problem || !entry.optional || !reached.has(entry.image)) return verdict
  return { warnings: [...warnings, `${problem.message} ${problem.hint}`] }
}
