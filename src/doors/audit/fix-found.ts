import type { RepositoryFiles } from '../../effective/file.ts'
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
  const fixable = found.filter(({ fix }) => fix && isWanted(fix, plan))
  if (fixable.length === 0) return false
  ports.progress(`fixing ${fixable.length} findings`)
  const fixed = ports.fix(
    fixable.map(({ fix }) => fix?.changes ?? []),
    files,
  )
  const made = fixable.filter((_, index) => !fixed.refused.has(index))
  const findings = made.map(({ finding }) => finding)
  const delivered =
    fixed.files.size > 0
      ? await ports.deliver(fixed, { place, plan, findings, githubToken: inputs.githubToken })
      : {}
  record.fixed = {
    findings,
    files: [...fixed.files.keys()].toSorted(),
    refused: fixable.flatMap(({ finding }, index) => {
      const why = fixed.refused.get(index)
      return why === undefined ? [] : [{ finding, why }]
    }),
    ...delivered,
  }
  return plan.fixAs === 'files' && fixed.files.size > 0
}

const isWanted = ({ safety }: Fix, { fix }: AuditPlan): boolean => fix === 'all' || safety === 'safe'
