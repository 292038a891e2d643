import type { Proposal } from '../gitops/proposal.ts'

/**
 * The proposal as far as kustomizations say it: nothing else is rendered with kustomize, or overridden in its images. The
 * new text of every file stays, for a kustomization may lead to what is edited beside it.
 */
export function ofKustomize(proposal: Proposal): Proposal {
  const others = proposal.verdicts.filter(({ kind }) => kind !== 'kustomize')
  if (others.length === 0) return proposal
  const verdicts = proposal.verdicts.filter(({ kind }) => kind === 'kustomize')
  return { ...proposal, verdicts }
}
