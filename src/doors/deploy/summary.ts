import { configOf } from '../../plan/plan.ts'
import { folded } from '../../report/folded.ts'
import { code, fenced, fitting, list, plain, renderProblem, renderWarnings } from '../../report/markdown.ts'
import { duration } from '../../runner/duration.ts'
import { nextStep } from './announce.ts'
import { configCommitUrl } from './outputs.ts'
import { type DeployRecord, type Result, stepResult } from './record.ts'
import { mistakes, notices, reason, rollbacks, unchecked, warnings, writtenIn } from './summary/said.ts'
import { imageTable, overlayTable, references } from './summary/tables.ts'

const HEADINGS: Record<Result, string> = {
  failed: 'Not deployed',
  deployed: 'Deployed',
  proposed: 'Proposed, not deployed yet',
  held: 'Held',
  superseded: 'Superseded, what is deployed stays',
  built: 'In the registry, not deployed',
  checked: 'Build checked, nothing pushed',
  'dry-run': 'Dry run: nothing was built, pushed or committed',
  unchanged: 'Already deployed',
}

/** The job summary: Markdown that a person reads in ten seconds. */
export function renderSummary(record: DeployRecord): string {
  const images = record.plan?.images ?? []
  const names = images.map((image) => code(image.name)).join(', ')
  const parts = [
    `## ${heading(record)}${names ? `: ${names}` : ''}`,
    ...(record.error?.problems ?? []).map(renderProblem),
    rollbacks(record, images),
    reason(record),
    ...mistakes(record),
    renderWarnings(warnings(record)),
    ...(images.length > 0 ? [imageTable(record, images), references(record, images)] : []),
    overlayTable(record, images),
    list(unchecked(record)),
    list(notices(record)),
    pullLine(record),
    commitLine(record),
    identityLine(record),
    timeLine(record),
    plain(record.note ?? ''),
    record.diff ? fenced(folded(record.diff), 'diff') : '',
  ]
  return `${fitting(parts.filter((part) => part !== '')).join('\n\n')}\n`
}

function heading(record: DeployRecord): string {
  const result = stepResult(record)
  const back = writtenIn(record).filter(({ rollback }) => rollback)
  const all = back.length === writtenIn(record).length
  if (result === 'proposed' && back.length > 0)
    return all ? 'Rollback proposed' : 'Deploy and rollback proposed'
  if (result !== 'deployed' || back.length === 0) return HEADINGS[result]
  return all ? 'Rolled back' : 'Deployed, and rolled back'
}

function commitLine(record: DeployRecord): string {
  if (record.commit === undefined) return ''
  const url = configCommitUrl(record)
  const short = code(record.commit.slice(0, 12))
  return `Config commit: ${url ? `[${short}](${url})` : short}`
}

/** What is to be done is said of one that waits for it. */
function pullLine(record: DeployRecord): string {
  const { pullRequest, plan, isProposed, commit } = record
  if (!pullRequest) return ''
  const link = `Pull request: [#${pullRequest.number}](${pullRequest.url})`
  if (!isProposed) return commit === undefined ? link : `${link}, merged`
  return `${link}. **What to do next:** ${plain(nextStep(configOf(plan)?.pullRequest))}`
}

/** Whom AWS took the run for: the role that was assumed, mostly. */
function identityLine({ identities = [] }: DeployRecord): string {
  return identities.length > 0 ? `Acts in AWS as ${identities.map(code).join(', ')}` : ''
}

/** How long each phase took, and which one the run has ended in. */
function timeLine({ phases = [], error }: DeployRecord): string {
  const end = error?.code === 'CANCELLED' ? ' (cancelled)' : ' (failed)'
  const times = phases.map(({ name, ms, failed }) => `${name} ${duration(ms)}${failed ? end : ''}`)
  return times.length > 0 ? `Time: ${times.join(', ')}` : ''
}
