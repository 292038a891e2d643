import { type SourceChange, subjectBehind } from '../../names/source-change.ts'
import { gitTagLike, isExactVersion, revisionOf } from '../../names/tag.ts'
import { oneLine } from '../../names/text.ts'
import type { Origin, SourceRepository } from '../../plan/deployment.ts'
import type { DeployedImage, RolledBack } from './deployed-image.ts'
import { defaultSubject, imageLine } from './subject.ts'
import { fill } from './template.ts'

/**
 * Subject, body and trailers; the trailers are the last paragraph, where `git interpret-trailers` looks for them. With
 * several images each has a line of its own at the head of its facts, and a group of trailers.
 */
export function commitMessage(deployed: readonly DeployedImage[], origin: Origin, template?: string): string {
  const filled = template === undefined ? '' : fill(template, deployed, origin)
  const subject = filled === '' ? defaultSubject(deployed) : filled
  const bodies = deployed.map((one) =>
    deployed.length > 1 ? `${imageLine(one)}\n${body(one, origin)}` : body(one, origin),
  )
  const common = [`Actor: ${origin.actor}`, `Correlation-Id: ${origin.correlationId}`]
  const trailers = [...deployed.flatMap(imageTrailers), ...common]
  return `${[subject, ...bodies, trailers.map(oneLine).join('\n')].join('\n\n')}\n`
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
