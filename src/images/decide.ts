import type { FoundImage } from '../aws/registry/registry.ts'
import { type Origin, unsuitable } from '../aws/registry/suitable.ts'
import { missingRepository } from '../aws/registry/withheld.ts'
import { failOnAny, type Problem } from '../errors/errors.ts'
import type { RepositoryCreation } from '../plan/access.ts'
import type { PushedImage } from '../plan/image.ts'
import { addressed, type LookedUp, tagOf } from './look-up.ts'
import { mergeOf, notMergeOf } from './merge/merge.ts'
import { type Archived, archivedAmong, missingImage } from './missing-image.ts'

/** How an image comes to its tag in the registry, or that it need not. */
export type Decision = LookedUp &
  (
    | { readonly how: 'reused'; readonly found: FoundImage }
    /** The image of the commit was built and tested before: it gets the version as a further tag. */
    | { readonly how: 'released'; readonly found: FoundImage }
    /** It is to be put together of others: what it will be. */
    | { readonly how: 'merged'; readonly found: FoundImage }
    | { readonly how: 'built'; readonly found: undefined }
    /** Nothing of what it is made of has changed since the deployed commit: it stays as it is deployed. */
    | {
        readonly how: 'unchanged'
        readonly found: FoundImage | undefined
        /** The tag that all of its overlays hold, where it is one. */
        readonly deployedTag: string | undefined
      }
  )

export interface DecideOptions {
  readonly createRepository: RepositoryCreation
  /** Images that stay as they are deployed, by name; the tag that all of their overlays hold, where it is one. */
  readonly unchanged: ReadonlyMap<string, string | undefined>
  readonly archived?: Archived
}

/**
 * As `decideAll`; where an image is refused because it is missing, its registry is asked whether it is archived, which
 * looks the same. A run that is not refused asks nothing.
 */
export async function decideOrExplain(
  images: readonly LookedUp[],
  options: DecideOptions,
): Promise<readonly Decision[]> {
  try {
    return decideAll(images, options)
  } catch (error) {
    const archived = await archivedAmong(images.filter(isRefused))
    if (archived.size === 0) throw error
    return decideAll(images, { ...options, archived })
  }
}

/** Nothing may build it, and it is not there. */
const isRefused = (looked: LookedUp): boolean =>
  looked.image.build === undefined && tagOf(looked) === undefined

/**
 * What to do for every image, from what its registry holds.
 * @throws StepError with what stands in the way, of all images together.
 */
export function decideAll(images: readonly LookedUp[], options: DecideOptions): readonly Decision[] {
  const judged = images.map((looked) => decide(looked, options))
  failOnAny(judged.flatMap((one) => ('problems' in one ? one.problems : [])))
  return judged.flatMap((one) => ('problems' in one ? [] : [one]))
}

type Verdict = Decision | { readonly problems: readonly Problem[] }

function decide(looked: LookedUp, options: DecideOptions): Verdict {
  const { unchanged, createRepository } = options
  const { image, content } = looked
  if (unchanged.has(image.name)) {
    // Only of the tag that was looked for the digest is known, and only where that is what is deployed.
    const deployedTag = unchanged.get(image.name)
    const found = deployedTag === image.tag ? content?.get(image.tag) : undefined
    return { ...looked, how: 'unchanged', found, deployedTag }
  }
  if (!content && !(createRepository && image.build)) {
    const { access, repository, stated } = image
    return { problems: [addressed(missingRepository(access.registry, repository, stated), stated)] }
  }
  const tag = tagOf(looked)
  const found = tag === undefined ? undefined : content?.get(tag)
  return tag !== undefined && found ? decideFound(looked, tag, found) : decideAbsent(looked, options)
}

function decideFound(looked: LookedUp, tag: string, found: FoundImage): Verdict {
  const { image, content } = looked
  const problem = judgeFound(image, found, { tag }) ?? notMergeOf({ ...image, tag }, found, content)
  if (problem) return { problems: [problem] }
  return { ...looked, found, how: tag === image.tag ? 'reused' : 'released' }
}

function decideAbsent(looked: LookedUp, { archived = new Map() }: DecideOptions): Verdict {
  const { image } = looked
  if (image.parts.length > 0) return decideMerge(looked, archived)
  return image.build
    ? { ...looked, how: 'built', found: undefined }
    : { problems: [missingImage(image, archived)] }
}

function decideMerge(looked: LookedUp, archived: Archived): Verdict {
  const { image } = looked
  const { value: found, problems } = mergeOf(looked, archived)
  if (!found) return { problems }
  const problem = judgeFound(image, found, { origin: 'merged' })
  return problem ? { problems: [problem] } : { ...looked, how: 'merged', found }
}

interface JudgeOptions {
  readonly tag?: string
  readonly origin?: Origin
}

/** Whether an image that stands under a tag is the one that this run would have made, or has. */
export function judgeFound(
  image: PushedImage,
  found: FoundImage,
  { tag = image.tag, origin = image.build ? 'found' : 'required' }: JudgeOptions = {},
): Problem | undefined {
  const { repositoryUrl, commit, platforms } = image
  const release = tag === image.tag ? undefined : image.tag
  return unsuitable(found, { repositoryUrl, tag, commit, release, platforms, origin })
}
