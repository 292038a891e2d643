import { gitTagLike, isExactVersion, revisionOf, shortTag } from '../names/tag.ts'
import { oneLine } from '../names/text.ts'
import type { ConfirmedDeployment, Deployment, Origin, SourceRepository } from '../plan/deployment.ts'
import type { Proposal } from './proposal.ts'

/** One image as the commit describes it. */
export interface DeployedImage {
  readonly image: ConfirmedDeployment
  /** The tags that the overlays had before; empty where there was none. */
  readonly previous: readonly string[]
  readonly files: readonly string[]
}

/**
 * Subject, body and trailers; the trailers are the last paragraph, where `git interpret-trailers` looks for them. With
 * several images each has a line of its own at the head of its facts, and a group of trailers.
 */
export function commitMessage(deployed: readonly DeployedImage[], origin: Origin, template?: string): string {
  const subject = template === undefined ? defaultSubject(deployed) : fill(template, deployed, origin)
  const bodies = deployed.map((one) =>
    deployed.length > 1 ? `${oneLine(imageLine(one))}\n${body(one, origin)}` : body(one, origin),
  )
  const common = [`Actor: ${origin.actor}`, `Correlation-Id: ${origin.correlationId}`]
  const trailers = [...deployed.flatMap(imageTrailers), ...common]
  return `${[subject, ...bodies, trailers.map(oneLine).join('\n')].join('\n\n')}\n`
}

function imageLine(one: DeployedImage): string {
  return `deploy(${one.image.name}): ${transition(one)}`
}

const transition = (one: DeployedImage): string => `${shortPrevious(one)} -> ${shortTag(one.image.tag)}`

/** Images of one commit mostly move together: then one line says it for all of them. */
function defaultSubject(deployed: readonly DeployedImage[]): string {
  const names = deployed.map(({ image }) => image.name)
  const listed = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  const [move = '', ...otherMoves] = new Set(deployed.map(transition))
  const [tag = '', ...otherTags] = new Set(deployed.map(({ image }) => shortTag(image.tag)))
  const images = otherTags.length === 0 ? `${names.length} images -> ${tag}` : `${names.length} images`
  const what = otherMoves.length === 0 ? move : images
  return oneLine(`deploy(${listed.join(', ')}): ${what}`)
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
  }
  // The plan lets no other placeholder through.
  return template.replaceAll(PLACEHOLDER, (_, name: Placeholder) => oneLine(values[name]))
}

function body({ image, previous, files }: DeployedImage, { link }: Origin): string {
  const { registry, digest } = image
  const base = previous.map(revisionOf).find((revision) => revision !== undefined)
  const head = revisionOf(image.tag)
  const lines = [
    ...files.map((file) => `  file     ${file}`),
    `  image    ${image.repositoryUrl}:${image.tag}`,
    `  digest   ${digest}`,
    `  account  ${registry.account} (${registry.region})`,
    ...(base && head && base !== head ? [`  changes  ${changesUrl(image.source, base, head)}`] : []),
    `  run      ${link}`,
  ]
  return lines.map(oneLine).join('\n')
}

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
const PLACEHOLDERS = ['name', 'tag', 'sha', 'previous', 'overlays', 'repository', 'actor', 'run'] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]

const PLACEHOLDER = /\{([^{}]*)\}/g

export function unknownPlaceholders(template: string): readonly string[] {
  const known: readonly string[] = PLACEHOLDERS
  return [...template.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter((name) => !known.includes(name))
}

/** An image as the commit is to describe it; none when nothing of it is written. */
export function deployedImage(image: Deployment, { verdicts }: Proposal): readonly DeployedImage[] {
  const written = verdicts.filter((verdict) => verdict.image === image.name && verdict.outcome === 'write')
  if (written.length === 0) return []
  const { digest } = image
  if (!digest) throw new Error(`${image.name} is to be committed, but its digest was never confirmed`)
  const previous = written.flatMap((verdict) => verdict.previous ?? [])
  return [{ image: { ...image, digest }, previous, files: written.map((verdict) => verdict.file) }]
}
