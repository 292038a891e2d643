import type { RepositoryFiles } from '../../effective/file.ts'
import { fail } from '../../errors/errors.ts'
import type { Audit } from './findings/find.ts'
import type { PlacedFinding } from './findings/placed.ts'
import type { AuditPlan } from './plan/make-plan.ts'
import type { Base, Place, Ports } from './ports.ts'
import type { AuditRecord } from './record.ts'

/** The files before the change. */
export type KnownBase = Extract<Base, { readonly files: RepositoryFiles }>

interface Looking {
  readonly ports: Ports
  readonly record: AuditRecord
  readonly look: (base: KnownBase) => Audit
}

/** What was wrong before the change: nothing where all that is wrong is wanted. */
export async function beforeChange(
  place: Place,
  plan: AuditPlan,
  { ports, record, look }: Looking,
): Promise<readonly PlacedFinding[]> {
  const base = await ports.readBase(place, plan)
  if (!base) return []
  if ('files' in base) {
    record.change = { since: base.commit, changed: base.changed }
    return look(base).findings
  }
  const unknown = 'it is not known what this change causes'
  if (plan.changedOnly === 'true') {
    const hint =
      'Check out more of the history (fetch-depth: 2 on a pull request), or set changed-only to false.'
    const message = `${unknown}: ${base.unknown}`
    fail({ code: 'INPUT_INVALID', inputs: ['changed-only'], message, hint })
  }
  record.change = base
  ports.log.warning(`${unknown}, so everything is reported: ${base.unknown}`)
  return []
}
