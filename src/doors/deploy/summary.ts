import type { EntryVerdict, Rollback } from '../../gitops/proposal.ts'
import { shortTag } from '../../names/tag.ts'
import type { ImagePlan } from '../../plan/image.ts'
import { configOf } from '../../plan/plan.ts'
import { folded } from '../../report/diff.ts'
import {
  cellCode,
  code,
  fenced,
  fitting,
  list,
  plain,
  renderProblem,
  renderWarnings,
  table,
} from '../../report/markdown.ts'
import { duration } from '../../runner/duration.ts'
import { intentOf } from './announce.ts'
import { configCommitUrl, isPushed } from './outputs.ts'
import { wouldFail } from './plan/inspection.ts'
import {
  type DeployRecord,
  inspectionOf,
  overlayResults,
  type Result,
  stepResult,
  tagOf,
  verdictOf,
} from './record.ts'

const HEADINGS: Record<Result, string> = {
  failed: 'Not deployed',
  deployed: 'Deployed',
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
    commitLine(record),
    identityLine(record),
    timeLine(record),
    plain(record.note ?? ''),
    record.diff ? fenced(folded(record.diff), 'diff') : '',
  ]
  return `${fitting(parts.filter((part) => part !== '')).join('\n\n')}\n`
}

/** A run that has failed wrote nothing of what it was about to. */
const written = ({ proposal, error, commit }: DeployRecord): readonly EntryVerdict[] =>
  error && commit === undefined ? [] : (proposal?.verdicts.filter(({ outcome }) => outcome === 'write') ?? [])

function heading(record: DeployRecord): string {
  const result = stepResult(record)
  const back = written(record).filter(({ rollback }) => rollback)
  if (result !== 'deployed' || back.length === 0) return HEADINGS[result]
  return back.length === written(record).length ? 'Rolled back' : 'Deployed, and rolled back'
}

/** What goes back, why, and what holds it there. */
function rollbacks(record: DeployRecord, images: readonly ImagePlan[]): string {
  const lines = images.flatMap((image) =>
    written(record).flatMap(({ image: name, overlay, previous = '', rollback }) => {
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

function reason({ plan, error }: DeployRecord): string {
  if (!plan || error || configOf(plan)) return ''
  return plain(`${plan.reason.charAt(0).toUpperCase()}${plan.reason.slice(1)}.`)
}

function imageTable(record: DeployRecord, images: readonly ImagePlan[]): string {
  const rows = images.map((image) => {
    const { how, seconds } = record.images.get(image.name) ?? {}
    const registry = isPushed(image) ? image.access.registry : undefined
    return [
      cellCode(image.name),
      cellCode(shortTag(tagOf(record, image))),
      registry ? `${registry.account}<br>${registry.region}` : '-',
      how ?? '-',
      seconds === undefined ? '-' : `${seconds.toFixed(1)} s`,
    ]
  })
  return table(['Image', 'Tag', 'Account', 'How', 'Time'], rows)
}

/** Whole references, which no table has room for: a browser breaks them here. */
function references(record: DeployRecord, images: readonly ImagePlan[]): string {
  const lines = images.map((image) => {
    const { found } = record.images.get(image.name) ?? {}
    const name = isPushed(image) ? image.repositoryUrl : image.repository
    const digest = found ? `<br>${code(found.digest)}` : ''
    return `- ${code(`${name}:${tagOf(record, image)}`)}${digest}`
  })
  return lines.join('\n')
}

function overlayTable(record: DeployRecord, images: readonly ImagePlan[]): string {
  const rows = images.flatMap((image) =>
    [...overlayResults(record, image)].map(([overlay, result]) => {
      const { previous: before, rollback } = verdictOf(record, image, overlay) ?? {}
      const previous = before ? cellCode(shortTag(before)) : '-'
      const now = cellCode(shortTag(tagOf(record, image)))
      const how = rollback && result === 'deployed' ? 'rolled back' : result
      const seen = inspectionOf(record, image, overlay) ?? how
      return [cellCode(overlay || '.'), cellCode(image.name), previous, now, seen]
    }),
  )
  return rows.length > 0 ? table(['Overlay', 'Image', 'Before', 'This run', 'Result'], rows) : ''
}

/** What a deploy would be refused for. */
function mistakes({ mistakes: problems = [] }: DeployRecord): readonly string[] {
  return problems.length === 0 ? [] : ['### A deploy would fail', ...problems.map(renderProblem)]
}

/** Those that have no place of their own. */
function warnings({ said, mistakes: problems = [] }: DeployRecord): readonly string[] {
  const elsewhere = problems.map(wouldFail)
  return (said?.warnings ?? []).filter((warning) => !elsewhere.includes(warning))
}

const unchecked = ({ plan, unchecked: late }: DeployRecord): readonly string[] => [
  ...(plan?.unchecked ?? []),
  ...(late === undefined ? [] : [late]),
]

/** Why an overlay is held, superseded or written in spite of something, and what else people should know. */
function notices(record: DeployRecord): readonly string[] {
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

function commitLine(record: DeployRecord): string {
  if (record.commit === undefined) return ''
  const url = configCommitUrl(record)
  const short = code(record.commit.slice(0, 12))
  return `Config commit: ${url ? `[${short}](${url})` : short}`
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
