import { judgeRegistry } from '../../edit/registry-guard.ts'
import type { Entry } from '../../edit/target.ts'
import { StepError } from '../../errors/errors.ts'
import type { Deployment } from '../../plan/deployment.ts'
import type { OrderDecision } from '../order.ts'
import type { Policies } from '../proposal.ts'
import { type FoundEntry, factsOf, heldBy, type JudgedText, type Sought, settled } from './judged-text.ts'
import { placeOf } from './one-place.ts'
import { addressFor, wantedValues } from './wanted-values.ts'

/** The verdict on an entry that is there, but for what the order says. @throws StepError when it cannot be written. */
export function judgeEntry(entry: Entry, sought: Sought, policies: Policies): FoundEntry {
  const { file, values, hold, line } = entry
  const { image } = sought
  const at = placeOf(entry)
  const wanted = wantedValues(values, image, policies)
  const seen = { ...values, image: values.image ?? imageBy(entry, image) }
  const facts = factsOf({ place: file.place(line), values: seen, wanted }, image, policies)
  const stays = { ...facts, text: file.text }
  const onHold: JudgedText | undefined = hold && { ...stays, ...heldBy(hold, image, file) }
  // Only a rollback may pass a hold, and whether it is one, the order says. What else may be wrong can wait.
  if (onHold && policies.onStale !== 'write' && !entry.has(wanted)) return settled(onHold, at)
  const notices = [...registryNotices(entry, sought, policies), ...entry.notices]
  const text = entry.edit(wanted)
  if (text === file.text) return settled({ ...stays, outcome: 'unchanged', notices: [] }, at)
  const where = `${file.path}:${line}`
  const written = { ...facts, text, outcome: 'write', notices } as const
  return {
    at,
    twins: entry.twins,
    question: { deployedTag: facts.previous, where },
    settle: (decision) => {
      if (!decision.write) return { ...stays, outcome: 'superseded', notices: [decision.reason] }
      if (!decision.rollback) return onHold ?? noticed(written, decision)
      const { holdReason } = policies
      return {
        ...noticed(written, decision),
        text: entry.edit(wanted, holdReason),
        rollback: { reason: reasonOf(decision.notice, where), hold: holdReason },
      }
    },
  }
}

/** What the image is called where the file decides its registry for all of its images. */
function imageBy({ shared }: Entry, { repositoryUrl, registry }: Deployment): string | undefined {
  if (!shared || !registry || repositoryUrl === undefined) return undefined
  return `${shared.host}${repositoryUrl.slice(registry.host.length)}`
}

/** With what the order has to say of it. */
const noticed = (
  judged: JudgedText,
  { notice }: Extract<OrderDecision, { readonly write: true }>,
): JudgedText => ({ ...judged, notices: [...judged.notices, ...(notice ? [notice] : [])] })

/** The notice begins with the place, which whoever reads on has before them. */
const reasonOf = (notice: string, where: string): string => notice.replace(`${where}: `, '')

function registryNotices(
  entry: Entry,
  { image, optional }: Sought,
  { retarget, replicas }: Policies,
): readonly string[] {
  const { registry, stated } = image
  const newName = addressFor(entry.values, image, replicas) ?? (entry.shared && image.repositoryUrl)
  if (newName === undefined || !registry) return []
  const { patterns } = replicas
  const verdict = judgeRegistry(entry, { registry, stated, replicas: patterns, newName, retarget, optional })
  if ('code' in verdict) throw new StepError([verdict])
  return verdict.notice === undefined ? [] : [verdict.notice]
}
