import type { DeploymentEnd, DeploymentTracker } from '../../../github/deployment.ts'
import type { Delivered } from '../../../gitops/delivery.ts'
import { type Proposal, writtenBy } from '../../../gitops/proposal.ts'

/**
 * Keeps a deployment while its commit is made. None begins where the first look has nothing to write; what another attempt of
 * the same commit has left open ends all the same.
 */
export async function tracked(
  tracker: DeploymentTracker | undefined,
  first: Proposal | undefined,
  work: () => Promise<Delivered>,
): Promise<Delivered> {
  if (!tracker) return work()
  if (first && writtenBy(first).length > 0) await tracker.begin()
  try {
    const delivered = await work()
    await tracker.end(endOf(delivered))
    return delivered
  } catch (error) {
    await tracker.end({ state: 'failure', isNews: false })
    throw error
  }
}

/**
 * A commit on the base branch is the end of what this run does; where something waits for Argo CD, that will say `success`.
 * What a pull request proposes is `queued`: a person decides how long, and `in_progress` would say that something is at work.
 */
function endOf(delivered: Delivered): DeploymentEnd {
  const { kind, proposal, pullRequest } = delivered
  if (kind === 'pushed') return { state: 'success', isNews: true }
  if (kind === 'proposed') return { state: 'queued', logUrl: pullRequest?.url, isNews: true }
  const isThere = proposal.verdicts.every(({ outcome }) => outcome === 'unchanged' || outcome === 'untouched')
  return { state: isThere ? 'success' : 'inactive', isNews: false }
}
