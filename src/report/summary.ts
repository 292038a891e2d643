import type { Place, Problem } from '../errors.ts'
import { shortTag } from '../gitops/message.ts'
import { oneLine } from '../one-line.ts'
import { configOf, type ImagePlan } from '../plan/plan.ts'
import { configCommitUrl, isPushed } from './outputs.ts'
import { type DeployRecord, overlayResults, type Result, stepResult, tagOf, targetOf } from './record.ts'

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
    ...problems(record),
    reason(record),
    ...(images.length > 0 ? [imageTable(record, images)] : []),
    overlayTable(record, images),
    notices(record),
    commitLine(record),
    plain(record.note ?? ''),
    diff(record),
  ]
  return `${fitting(parts.filter((part) => part !== '')).join('\n\n')}\n`
}

/** GitHub drops a summary of more than 1 MiB as a whole. */
const MOST_BYTES = 1024 * 1024
const TOO_MUCH = 'There is more than a summary can hold: see the log of this step.'

/** The parts that fit, from the first one on; a short one may stand behind a long one that does not. */
function fitting(parts: readonly string[]): readonly string[] {
  let free = MOST_BYTES - `${TOO_MUCH}\n`.length
  const kept = parts.filter((part) => {
    const bytes = new TextEncoder().encode(`${part}\n\n`).length
    if (bytes > free) return false
    free -= bytes
    return true
  })
  return kept.length === parts.length ? kept : [...kept, TOO_MUCH]
}

function problems({ error }: DeployRecord): readonly string[] {
  return (error?.problems ?? []).map(renderProblem)
}

function renderProblem(problem: Problem): string {
  const place = problem.configPlace ?? problem.checkoutPlace
  return [
    `> **${problem.code}**${place ? ` at ${placeLink(place)}` : ''}`,
    // Preformatted: claims and the log of a step keep their lines, and no line can begin a Markdown block.
    `> <pre>${problem.message.split(/\r?\n/).map(html).join('\n> ')}</pre>`,
    '>',
    `> **What to change:** ${plain(problem.hint)}`,
  ].join('\n')
}

function placeLink({ file, line, url }: Place): string {
  const where = line === undefined ? file : `${file}:${line}`
  return url ? `[${plain(where)}](${url})` : code(where)
}

function reason({ plan, error }: DeployRecord): string {
  if (!plan || error || configOf(plan)) return ''
  return plain(`${plan.reason.charAt(0).toUpperCase()}${plan.reason.slice(1)}.`)
}

function imageTable(record: DeployRecord, images: readonly ImagePlan[]): string {
  const rows = images.map((image) => {
    const { how, found, seconds } = record.images.get(image.name) ?? {}
    const registry = isPushed(image) ? image.access.registry : undefined
    return row([
      code(isPushed(image) ? image.repositoryUrl : image.repository),
      code(tagOf(record, image)),
      found ? code(found.digest) : '-',
      registry ? `${registry.account}<br>${registry.region}` : '-',
      how ?? '-',
      seconds === undefined ? '-' : `${seconds.toFixed(1)} s`,
    ])
  })
  return [row(['Image', 'Tag', 'Digest', 'Account', 'How', 'Time']), row(Array(6).fill('---')), ...rows].join(
    '\n',
  )
}

function overlayTable(record: DeployRecord, images: readonly ImagePlan[]): string {
  const rows = images.flatMap((image) =>
    [...overlayResults(record, image)].map(([overlay, result]) => {
      const before = targetOf(record, image, overlay)?.previous
      const previous = before ? code(shortTag(before)) : '-'
      return row([
        code(overlay || '.'),
        code(image.name),
        previous,
        code(shortTag(tagOf(record, image))),
        result,
      ])
    }),
  )
  if (rows.length === 0) return ''
  return [row(['Overlay', 'Image', 'Before', 'This run', 'Result']), row(Array(5).fill('---')), ...rows].join(
    '\n',
  )
}

/** Why an overlay is held, superseded or written in spite of something. */
function notices({ proposal }: DeployRecord): string {
  const told = new Set(proposal?.targets.flatMap((target) => target.notices))
  return [...told].map((notice) => `- ${plain(notice)}`).join('\n')
}

function commitLine(record: DeployRecord): string {
  if (record.commit === undefined) return ''
  const url = configCommitUrl(record)
  const short = code(record.commit.slice(0, 12))
  return `Config commit: ${url ? `[${short}](${url})` : short}`
}

function diff({ diff: text }: DeployRecord): string {
  if (!text) return ''
  const longest = [...text.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}diff\n${text.trimEnd()}\n${fence}`
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Text from inputs, YAML or tools, with nothing left that Markdown or HTML would act on. */
function plain(text: string): string {
  return html(text).replaceAll(/[\\`*_~[\]|]/g, (character) => `\\${character}`)
}

/** Markdown acts inside an HTML element too, so the text of one is made plain as well. */
const code = (text: string): string => `<code>${plain(text)}</code>`

/** One line of text, as HTML. */
function html(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
