import { type Finding, SEVERITIES } from '../../../report/finding.ts'

type Compared = Pick<Finding, 'fingerprint' | 'severity' | 'inheritedBy'>

/**
 * Findings that a change causes, also in files that it does not touch: those of its head that its base has not, that are
 * worse than there, or that something gets which did not before, as a new overlay of an old base does.
 */
export function caused<Found extends { readonly finding: Compared }>(
  head: readonly Found[],
  base: readonly Found[],
): readonly Found[] {
  const before = new Map(base.map(({ finding }) => [finding.fingerprint, finding]))
  return head.filter(({ finding }) => {
    const known = before.get(finding.fingerprint)
    return !known || isWorse(finding, known) || reachesMore(finding, known)
  })
}

const isWorse = (now: Compared, before: Compared): boolean =>
  SEVERITIES.indexOf(now.severity) < SEVERITIES.indexOf(before.severity)

function reachesMore(now: Compared, before: Compared): boolean {
  const known = new Set(before.inheritedBy)
  return now.inheritedBy.some((root) => !known.has(root))
}
