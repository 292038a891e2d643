import type { RepositoryFiles } from '../../effective/file.ts'
import { applyFixes } from '../../effective/fix/apply.ts'
import { counted } from '../../report/findings/rule.ts'
import type { PlacedFinding } from './findings/placed.ts'
import type { Inputs } from './inputs.ts'
import type { AuditPlan } from './plan/make-plan.ts'
import type { Place, Ports } from './ports.ts'
import type { AuditRecord } from './record.ts'
import type { Fix } from './rules/rule.ts'

interface Fixing {
  readonly plan: AuditPlan
  readonly place: Place
  readonly files: RepositoryFiles
  readonly inputs: Inputs
  readonly ports: Ports
  readonly record: AuditRecord
}

/** Fixes what may be fixed, and brings it where it is wanted. @returns whether files of the checkout have changed. */
export async function fixFound(
  found: readonly PlacedFinding[],
  { plan, place, files, inputs, ports, record }: Fixing,
): Promise<boolean> {
  const wanted = found.flatMap(({ finding, fix }) =>
    fix && isWanted(fix, plan) ? [{ finding, changes: fix.changes }] : [],
  )
  if (wanted.length === 0) return false
  ports.progress(`Fixing ${counted(wanted.length, 'finding')}`)
  const { files: fixed, applied, refused } = applyFixes(files, wanted)
  const findings = applied.map(({ finding }) => finding)
  const details = { place, plan, findings, githubToken: inputs.githubToken }
  const delivered = fixed.length > 0 ? await ports.deliver(fixed, details) : {}
  record.fixed = {
    findings,
    files: fixed.map(({ path }) => path),
    refused: refused.map(({ fix: { finding }, reason }) => ({ finding, why: reason })),
    ...delivered,
  }
  return plan.fixAs === 'files' && fixed.length > 0
}

const isWanted = ({ safety }: Fix, { fix }: AuditPlan): boolean => fix === 'all' || safety === 'safe'
