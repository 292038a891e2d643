import { type SourceChange, subjectBehind } from '../../names/source-change.ts'
import { oneLine } from '../../names/text.ts'
import type { Origin } from '../../plan/deployment.ts'
import { compareLinks } from './compare-links.ts'
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

function body(deployed: DeployedImage, { link }: Origin): string {
  const { image, change, files, elsewhere = [], rollbacks = [] } = deployed
  const { registry, digest } = image
  const links = compareLinks(deployed)
  const each = (value: (one: RolledBack) => string) => [...new Set(rollbacks.map(value))]
  const lines = [
    ...(change ? [`  subject  ${withPullRequest(change)}`] : []),
    ...files.map((file) => `  file     ${file}`),
    ...[image.repositoryUrl, ...elsewhere].map((name) => `  image    ${name}:${image.tag}`),
    `  digest   ${digest}`,
    `  account  ${registry.account} (${registry.region})`,
    ...each(({ reason }) => `  reason   ${reason}`),
    ...each(({ hold }) => `  hold     ${hold}`),
    ...(links.changes === undefined ? [] : [`  changes  ${links.changes}`]),
    ...links.undoes.map((url) => `  undoes   ${url}`),
    `  run      ${link}`,
  ]
  return lines.map(oneLine).join('\n')
}

const withPullRequest = ({ subject, pullRequest }: SourceChange): string =>
  pullRequest === undefined ? subject : `${subject} (${subjectBehind(`${subject} (`, pullRequest)})`

/** What programs read of an image: the same in a commit and in the text of a pull request. */
export function imageTrailers({ image }: DeployedImage): readonly string[] {
  return [
    `Source-Repository: ${image.source.name}`,
    ...(image.commit === undefined ? [] : [`Source-Commit: ${image.commit}`]),
    `Image: ${image.repositoryUrl}:${image.tag}`,
    `Image-Digest: ${image.digest}`,
  ]
}
