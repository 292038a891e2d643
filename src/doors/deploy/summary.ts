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
    `## ${HEADINGS[stepResult(record)]}${names ? `: ${names}` : ''}`,
    ...(record.error?.problems ?? []).map(renderProblem),
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
      const before = verdictOf(record, image, overlay)?.previous
      const previous = before ? cellCode(shortTag(before)) : '-'
      const now = cellCode(shortTag(tagOf(record, image)))
      const how = inspectionOf(record, image, overlay) ?? result
      return [cellCode(overlay || '.'), cellCode(image.name), previous, now, how]
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
  const all = new Set([...(said?.notices ?? []), ...(proposal?.verdicts ?? []).flatMap((one) => one.notices)])
  // These have a place of their own.
  const elsewhere = [note, plan && intentOf(plan), ...unchecked(record)]
  return [...all].filter((notice) => !elsewhere.includes(notice))
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
