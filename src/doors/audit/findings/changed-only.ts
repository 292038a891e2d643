import type { Finding } from '../../../report/finding.ts'

/** Findings that a change causes, also in files that it does not touch: those of its head that its base has not. */
export function caused<Found extends { readonly finding: Pick<Finding, 'fingerprint'> }>(
  head: readonly Found[],
  base: readonly Found[],
): readonly Found[] {
  const before = new Set(base.map(({ finding }) => finding.fingerprint))
  return head.filter(({ finding }) => !before.has(finding.fingerprint))
}
