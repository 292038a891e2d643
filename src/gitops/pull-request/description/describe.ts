import { shortTag } from '../../../names/tag.ts'
import { oneLine } from '../../../names/text.ts'
import type { PullRequestOptions } from '../../../plan/config.ts'
import type { Origin } from '../../../plan/deployment.ts'
import { unifiedDiff } from '../../../report/diff.ts'
import { fenced, table } from '../../../report/markdown.ts'
import { compareLinks } from '../../message/compare-links.ts'
import { type DeployedImage, shortPrevious } from '../../message/deployed-image.ts'
import { imageTrailers } from '../../message/message.ts'
import { fill } from '../../message/template.ts'
import { type Proposal, writtenBy } from '../../proposal.ts'
import { MARK, oursBody } from '../marks.ts'
import { blockWithin, fitted } from './fitted.ts'
import { cellSpan, codeSpan, inertBlock, inertProse, visible } from './inert.ts'

/** What a pull request says; the same images make the same text, so that it is written once. */
export interface PullDescription {
  readonly title: string
  readonly body: string
}

export interface DescriptionOptions {
  readonly deployed: readonly DeployedImage[]
  readonly proposal: Proposal
  readonly origin: Origin
  /** The message of the commit: its first line is the title where none is asked for. */
  readonly message: string
  /** The branch that it is to be merged into. */
  readonly base: string
  readonly options: Pick<PullRequestOptions, 'title' | 'draft' | 'autoMerge'>
  /** Of an image, as the registry has it; none where that is not known. */
  readonly platformsOf: (image: string) => readonly string[]
}

export function describePull(given: DescriptionOptions): PullDescription {
  const { deployed, proposal } = given
  return {
    title: titleOf(given),
    body: fitted({
      head: [MARK, lead(deployed)],
      rows: deployed.map((one) => row(one, given.platformsOf(one.image.name), mostListed(deployed.length))),
      table: (rows) => table(['Image', 'From', 'To', 'Digest', 'Platforms', 'Files'], rows),
      notes: [...changes(deployed), ...notes(proposal)],
      next: next(given),
      diff: unifiedDiff(proposal),
      trailers: deployed.flatMap(imageTrailers).map(oneLine),
    }),
  }
}

/** A commit that another run has made, by its message: what else there is to say of it, only that run knows. */
export function describeCommit(message: string): PullDescription {
  const [subject = '', ...lines] = message.trim().split('\n')
  const block = blockWithin(inertBlock(lines.join('\n').trim()))
  return { title: shortened(visible(subject)), body: oursBody(fenced(block.join('\n'), 'text')) }
}

/** GitHub refuses a longer one: "title is too long (maximum is 256 characters)". */
const LONGEST_TITLE = 256

function titleOf({ options, deployed, origin, message }: DescriptionOptions): string {
  const filled = options.title === undefined ? '' : fill(options.title, deployed, origin)
  return shortened(visible(filled).trim() || visible(message.split('\n')[0] ?? '').trim())
}

function shortened(title: string): string {
  if (title.length <= LONGEST_TITLE) return title
  // Two units each at worst, so it is short enough however they are counted.
  return `${[...title].slice(0, LONGEST_TITLE / 2 - 3).join('')}...`
}

const isBack = ({ rollbacks = [] }: DeployedImage): boolean => rollbacks.length > 0

function lead(deployed: readonly DeployedImage[]): string {
  const back = deployed.filter(isBack).length
  const what = deployed.length === 1 ? 'one image' : `${deployed.length} images`
  if (back === 0) return `Deploys ${what}.`
  const verb = back === deployed.length ? 'Rolls back' : 'Deploys, and rolls back,'
  return `**${verb} ${what}.** An entry that is rolled back is held: remove the marker above it to let deploys through again.`
}

function row(one: DeployedImage, platforms: readonly string[], most: number): readonly string[] {
  const { image, files } = one
  const { changes: forward, undoes } = compareLinks(one)
  const links = [
    ...(forward === undefined ? [] : [` ([changes](${address(forward)}))`]),
    ...undoes.map((url) => ` ([undoes](${address(url)}))`),
  ]
  return [
    cellSpan(image.name),
    cellSpan(shortPrevious(one)),
    `${cellSpan(shortTag(image.tag))}${links.join('')}`,
    cellSpan(image.digest.slice(0, 'sha256:'.length + 12)),
    platforms.length === 0 ? 'not known' : listed(platforms, most),
    listed(files, most),
  ]
}

/** Of many images fewer files each, so that there is room for all of them. */
const mostListed = (images: number): number => Math.max(2, Math.min(10, Math.floor(200 / images)))

function listed(texts: readonly string[], most: number): string {
  const shown = texts.slice(0, most).map(cellSpan)
  const more = texts.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('<br>')
}

/** In a link of Markdown, whatever a git tag is called. */
const address = (url: string): string =>
  encodeURI(url).replaceAll(/[()|'*_~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** What the commits say of themselves. */
function changes(deployed: readonly DeployedImage[]): readonly string[] {
  return deployed.flatMap(({ image, change }) => {
    if (!change) return []
    const from = change.pullRequest === undefined ? '' : ` of ${codeSpan(change.pullRequest)}`
    return [`- ${codeSpan(image.name)}: ${codeSpan(change.subject)}${from}`]
  })
}

/** What a reviewer must know of the entries. */
function notes(proposal: Proposal): readonly string[] {
  const all = writtenBy(proposal).flatMap(({ notices }) => notices)
  return [...new Set(all)].map((notice) => `- ${inertProse(notice)}`)
}

function next({ base, options: { draft, autoMerge }, origin, deployed }: DescriptionOptions): string {
  const first = draft ? 'While it is a draft nobody can merge it: mark it ready for review first. ' : ''
  const merge = autoMerge
    ? 'It merges by itself as soon as everything is there that the branch demands, and deploys then.'
    : 'Merging deploys: Argo CD applies what stands on that branch.'
  const images = deployed.length === 1 ? 'image' : 'images'
  return [
    '**What happens next**',
    `${first}This is for ${codeSpan(base)}. ${merge} A newer commit updates this pull request in place. Closing it keeps this commit of the ${images} from being proposed again; a newer one opens another. It comes from ${codeSpan(origin.repository)}.`,
  ].join('\n\n')
}
