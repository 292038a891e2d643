import { splitReference } from '../names/reference.ts'
import { type SourceChange, subjectBehind } from '../names/source-change.ts'
import { gitTagLike, isExactVersion, revisionOf, shortTag } from '../names/tag.ts'
import { oneLine } from '../names/text.ts'
import {
  type ConfirmedDeployment,
  type Deployment,
  isConfirmed,
  type Origin,
  type SourceRepository,
} from '../plan/deployment.ts'
import type { Proposal, Rollback } from './proposal.ts'

/** One image as the commit describes it. */
export interface DeployedImage extends WrittenImage {
  /** What its commit says of itself, where that is known. */
  readonly change: SourceChange | undefined
}

export interface WrittenImage {
  readonly image: ConfirmedDeployment
  /** The tags that the overlays had before; empty where there was none. */
  readonly previous: readonly string[]
  readonly files: readonly string[]
  /** What else overlays call it: other hosts of the registry, and those of replicas. */
  readonly elsewhere?: readonly string[]
  /** One for each overlay that had a newer commit. */
  readonly rollbacks?: readonly RolledBack[]
}

interface RolledBack extends Rollback {
  readonly previous: string | undefined
}

/**
 * Subject, body and trailers; the trailers are the last paragraph, where `git interpret-trailers` looks for them. With
 * several images each has a line of its own at the head of its facts, and a group of trailers.
 */
export function commitMessage(deployed: readonly DeployedImage[], origin: Origin, template?: string): string {
  const filled = template === undefined ? '' : fill(template, deployed, origin)
  // Where a template names nothing but what is not known.
  const subject = filled === '' ? defaultSubject(deployed) : filled
  const bodies = deployed.map((one) =>
    deployed.length > 1 ? `${oneLine(imageLine(one))}\n${body(one, origin)}` : body(one, origin),
  )
  const common = [`Actor: ${origin.actor}`, `Correlation-Id: ${origin.correlationId}`]
  const trailers = [...deployed.flatMap(imageTrailers), ...common]
  return `${[subject, ...bodies, trailers.map(oneLine).join('\n')].join('\n\n')}\n`
}

function imageLine(one: DeployedImage): string {
  return `${verbOf(one)}(${one.image.name}): ${transition(one)}`
}

const isBack = ({ rollbacks = [] }: DeployedImage): boolean => rollbacks.length > 0

const verbOf = (one: DeployedImage): 'rollback' | 'deploy' => (isBack(one) ? 'rollback' : 'deploy')

const transition = (one: DeployedImage): string => `${shortPrevious(one)} -> ${shortTag(one.image.tag)}`

/** A rollback comes first: it must not look like a deploy. */
function defaultSubject(deployed: readonly DeployedImage[]): string {
  const groups = [deployed.filter(isBack), deployed.filter((one) => !isBack(one))]
  return groups
    .flatMap((group) => group.slice(0, 1).map((first) => subjectOf(group, verbOf(first))))
    .join(', ')
}

/** Images of one commit mostly move together: then one line says it for all of them. */
function subjectOf(deployed: readonly DeployedImage[], verb: string): string {
  const names = deployed.map(({ image }) => image.name)
  const listed = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  const [move = '', ...otherMoves] = new Set(deployed.map(transition))
  const [tag = '', ...otherTags] = new Set(deployed.map(({ image }) => shortTag(image.tag)))
  const images = otherTags.length === 0 ? `${names.length} images -> ${tag}` : `${names.length} images`
  const what = otherMoves.length === 0 ? move : images
  return oneLine(`${verb}(${listed.join(', ')}): ${what}`)
}

function fill(template: string, deployed: readonly DeployedImage[], origin: Origin): string {
  const of = (value: (one: DeployedImage) => string) => [...new Set(deployed.map(value))].join(', ')
  const values: Record<Placeholder, string> = {
    name: of((one) => one.image.name),
    tag: of((one) => one.image.tag),
    sha: of((one) => one.image.commit ?? ''),
    previous: of(shortPrevious),
    overlays: of((one) => one.files.join(', ')),
    repository: of((one) => one.image.source.name),
    actor: origin.actor,
    run: origin.link,
    subject: listed(deployed.flatMap(({ change }) => change?.subject ?? [])),
    pr: listed(deployed.flatMap(({ change }) => change?.pullRequest ?? [])),
  }
  const known = values.pr === '' ? template.replaceAll(/ ?(?:\(\{pr\}\)|\[\{pr\}\])/g, '') : template
  // What stands in square brackets alone may be a word that skips a run.
  const safe = known.replaceAll('[{subject}]', '({subject})')
  // The plan lets no other placeholder through.
  const filled = safe.replaceAll(PLACEHOLDER, (_, name: Placeholder, at: number) => {
    const text = oneLine(values[name])
    const before = safe.slice(0, at)
    if (name === 'pr') return subjectBehind(endOfSubject(before, values.subject), text)
    return name === 'subject' ? subjectBehind(before, text) : text
  })
  // To git a line that begins so is the end of the message (git-interpret-trailers).
  return filled.trim().replace(/^-{3,} ?/, '')
}

/** A word of others that may close what directly follows it; what the template itself says is meant. */
function endOfSubject(before: string, subject: string): string {
  const [, between] = /\{subject\}([ :(]{1,3})$/.exec(before) ?? []
  return between === undefined ? '' : `${oneLine(subject)}${between}`
}

/** Texts of many commits are too much for one line. */
function listed(all: readonly string[]): string {
  const distinct = [...new Set(all)]
  const more = distinct.length > 3 ? [`${distinct.length - 3} more`] : []
  return [...distinct.slice(0, 3), ...more].join('; ')
}

function body(
  { image, change, previous, files, elsewhere = [], rollbacks = [] }: DeployedImage,
  { link }: Origin,
): string {
  const { registry, digest } = image
  const undone = rollbacks.flatMap((one) => one.previous ?? [])
  const forward = previous.filter((tag) => !undone.includes(tag))
  const base = forward.map(revisionOf).find((revision) => revision !== undefined)
  const head = revisionOf(image.tag)
  const newer = new Set(undone.flatMap((tag) => revisionOf(tag) ?? []))
  const each = (value: (one: RolledBack) => string) => [...new Set(rollbacks.map(value))]
  const lines = [
    ...(change ? [`  subject  ${withPullRequest(change)}`] : []),
    ...files.map((file) => `  file     ${file}`),
    ...[image.repositoryUrl, ...elsewhere].map((name) => `  image    ${name}:${image.tag}`),
    `  digest   ${digest}`,
    `  account  ${registry.account} (${registry.region})`,
    ...each(({ reason }) => `  reason   ${reason}`),
    ...each(({ hold }) => `  hold     ${hold}`),
    ...(base && head && base !== head ? [`  changes  ${changesUrl(image.source, base, head)}`] : []),
    // From the older to the newer one: the other way round the page is empty.
    ...[...newer].flatMap((one) =>
      head && one !== head ? [`  undoes   ${changesUrl(image.source, head, one)}`] : [],
    ),
    `  run      ${link}`,
  ]
  return lines.map(oneLine).join('\n')
}

const withPullRequest = ({ subject, pullRequest }: SourceChange): string =>
  pullRequest === undefined ? subject : `${subject} (${subjectBehind(`${subject} (`, pullRequest)})`

/** Versions are compared by their git tags, which may name a component: `svc-v1.2.3`. */
function changesUrl({ webUrl, versionRef }: SourceRepository, base: string, head: string): string {
  const named = (revision: string) =>
    versionRef !== undefined && isExactVersion(revision) ? gitTagLike(versionRef, revision) : revision
  return `${webUrl}/compare/${named(base)}...${named(head)}`
}

function imageTrailers({ image }: DeployedImage): readonly string[] {
  return [
    `Source-Repository: ${image.source.name}`,
    ...(image.commit === undefined ? [] : [`Source-Commit: ${image.commit}`]),
    `Image: ${image.repositoryUrl}:${image.tag}`,
    `Image-Digest: ${image.digest}`,
  ]
}

function shortPrevious({ previous }: DeployedImage): string {
  return previous.length === 0 ? 'none' : [...new Set(previous.map(shortTag))].join(', ')
}

/** What a template of the input commit-message may name. */
export const PLACEHOLDERS = [
  'name',
  'tag',
  'sha',
  'previous',
  'overlays',
  'repository',
  'actor',
  'run',
  'subject',
  'pr',
] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]

const PLACEHOLDER = /\{([^{}]*)\}/g

export function unknownPlaceholders(template: string): readonly string[] {
  const known: readonly string[] = PLACEHOLDERS
  return [...template.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter((name) => !known.includes(name))
}

/** What the commit writes of an image; none when nothing of it is written. */
export function writtenImage(image: Deployment, { verdicts }: Proposal): readonly WrittenImage[] {
  const written = verdicts.filter((verdict) => verdict.image === image.name && verdict.outcome === 'write')
  if (written.length === 0) return []
  if (!isConfirmed(image))
    throw new Error(`${image.name} is to be committed, but its digest was never confirmed`)
  const previous = written.flatMap((verdict) => verdict.previous ?? [])
  const names = new Set(written.map(({ reference }) => splitReference(reference).name))
  names.delete(image.repositoryUrl)
  const files = written.map((verdict) => verdict.file)
  const rollbacks = written.flatMap(({ rollback, previous: tag }) =>
    rollback ? [{ ...rollback, previous: tag }] : [],
  )
  return [{ image, previous, files, elsewhere: [...names], rollbacks }]
}
