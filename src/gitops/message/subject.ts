import { shortTag } from '../../names/tag.ts'
import { oneLine } from '../../names/text.ts'
import { type DeployedImage, shortPrevious } from './deployed-image.ts'

/** What a commit without a template is called. A rollback comes first: it must not look like a deploy. */
export function defaultSubject(deployed: readonly DeployedImage[]): string {
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

/** The line at the head of the facts of one image among several. */
export const imageLine = (one: DeployedImage): string =>
  oneLine(`${verbOf(one)}(${one.image.name}): ${transition(one)}`)

const isBack = ({ rollbacks = [] }: DeployedImage): boolean => rollbacks.length > 0

const verbOf = (one: DeployedImage): 'rollback' | 'deploy' => (isBack(one) ? 'rollback' : 'deploy')

const transition = (one: DeployedImage): string => `${shortPrevious(one)} -> ${shortTag(one.image.tag)}`
