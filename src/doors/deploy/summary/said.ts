import { type EntryVerdict, type Rollback, writtenBy } from '../../../gitops/proposal.ts'
import { shortTag } from '../../../names/tag.ts'
import type { ImagePlan } from '../../../plan/image.ts'
import { configOf } from '../../../plan/plan.ts'
import { code, plain, renderProblem } from '../../../report/markdown.ts'
import { intentOf } from '../announce.ts'
import { wouldFail } from '../plan/inspection.ts'
import { type DeployRecord, tagOf } from '../record.ts'

/** What the run has written, or a dry run would write; a run that has failed wrote nothing of what it was about to. */
export const writtenIn = ({ proposal, error, commit }: DeployRecord): readonly EntryVerdict[] =>
  !proposal || (error && commit === undefined) ? [] : writtenBy(proposal)

/** What goes back, why, and what holds it there. */
export function rollbacks(record: DeployRecord, images: readonly ImagePlan[]): string {
  const lines = images.flatMap((image) =>
    writtenIn(record).flatMap(({ image: name, overlay, previous = '', rollback }) => {
      if (!rollback || name !== image.name) return []
      const from = `from ${code(shortTag(previous))} to ${code(shortTag(tagOf(record, image)))}`
      return [
        `- Rollback of ${code(name)} in ${code(overlay || '.')} ${from}: ${plain(rollback.reason)} ${plain(held(rollback, record))}`,
      ]
    }),
  )
  return lines.join('\n')
}

const held = ({ hold }: Rollback, { commit }: DeployRecord): string =>
  commit === undefined
    ? `It leaves a hold: ${hold}.`
    : `The entry is held from now on (${hold}): remove the marker above it to let deploys through again.`

/** Why nothing was deployed, where that is no error. */
export function reason({ plan, error }: DeployRecord): string {
  if (!plan || error || configOf(plan)) return ''
  return plain(`Because ${plan.reason}.`)
}

/** What a deploy would be refused for. */
export function mistakes({ mistakes: problems = [] }: DeployRecord): readonly string[] {
  return problems.length === 0 ? [] : ['### A deploy would fail', ...problems.map(renderProblem)]
}

/** The warnings of the run that have no place of their own. */
export function warnings({ said, mistakes: problems = [] }: DeployRecord): readonly string[] {
  const elsewhere = problems.map(wouldFail)
  return (said?.warnings ?? []).filter((warning) => !elsewhere.includes(warning))
}

/** What of a deploy this run did not check. */
export const unchecked = ({ plan, unchecked: late }: DeployRecord): readonly string[] => [
  ...(plan?.unchecked ?? []),
  ...(late === undefined ? [] : [late]),
]

/** Why an overlay is held, superseded or written in spite of something, and what else people should know. */
export function notices(record: DeployRecord): readonly string[] {
  const { proposal, said, plan, note } = record
  const verdicts = proposal?.verdicts ?? []
  const all = new Set([...(said?.notices ?? []), ...verdicts.flatMap((one) => one.notices)])
  // These have a place of their own; so has all that there is to say of a rollback.
  const elsewhere = [note, plan && intentOf(plan), ...unchecked(record)]
  const reasons = verdicts.flatMap(({ rollback }) => rollback?.reason ?? [])
  return [...all].filter(
    (notice) => !elsewhere.includes(notice) && !reasons.some((reason) => notice.endsWith(reason)),
  )
}
