import type { ArchivedStatus, Registry } from '../aws/registry/registry.ts'
import { archivedProblem } from '../aws/registry/withheld.ts'
import { type Problem, StepError } from '../errors/errors.ts'
import { type PushedImage, taggedReference } from '../plan/image.ts'
import type { LookedUp } from './look-up.ts'

/** Of images that look as if they were not there, by reference. */
export type Archived = ReadonlyMap<string, ArchivedStatus>

const referenceOf = ({ repositoryUrl }: PushedImage, tag: string): string => `${repositoryUrl}:${tag}`

/** Those of the images that are archived, under whichever of their tags, and of what they are to be put together of. */
export async function archivedAmong(images: readonly LookedUp[]): Promise<Archived> {
  const known = await Promise.all(
    images.map(async ({ image, registry, content }) => {
      const { tag, tested, parts } = image
      const absent = parts.filter((part) => !content?.has(part))
      const statuses = await registry.archived(image.repository, [tag, ...tested, ...absent])
      return [...statuses].map(([name, status]) => [referenceOf(image, name), status] as const)
    }),
  )
  return new Map(known.flat())
}

/** A tag that is taken, though it is not there: an image that is archived keeps its tags. */
export async function refuseArchived(
  { repository, tag, access }: PushedImage,
  registry: Registry,
): Promise<void> {
  const status = (await registry.archived(repository, [tag])).get(tag)
  if (status) throw new StepError([archivedProblem({ host: access.registry, repository, tag }, status)])
}

function archivedUnder(image: PushedImage, tags: readonly string[], archived: Archived): Problem | undefined {
  const { repository, access } = image
  for (const tag of tags) {
    const status = archived.get(referenceOf(image, tag))
    if (status) return archivedProblem({ host: access.registry, repository, tag }, status)
  }
  return undefined
}

/** An image that others are to be put together with. */
export function missingPart(image: PushedImage, tag: string, archived: Archived): Problem {
  const { account, region } = image.access.registry
  return (
    archivedUnder(image, [tag], archived) ?? {
      code: 'IMAGE_MISSING',
      inputs: ['merge-tags'],
      message: `${referenceOf(image, tag)} is not in the registry (account ${account}, ${region}), and merge-tags names it`,
      hint: `Let the job that pushes it run before this one (needs), with the input tag at ${tag}; or correct the input merge-tags.`,
    }
  )
}

export function missingImage(image: PushedImage, archived: Archived): Problem {
  const { registry } = image.access
  const hidden = archivedUnder(image, [image.tag, ...image.tested], archived)
  if (hidden) return hidden
  const also = image.tested.length > 0 ? ` (nor under ${image.tested.join(' or ')})` : ''
  return {
    code: 'IMAGE_MISSING',
    inputs: Object.values(image.stated),
    message: `${taggedReference(image)} is not in the registry${also} (account ${registry.account}, ${registry.region}), and build is never`,
    hint: 'Correct the input tag, let the job that builds it run first, or set build: auto.',
  }
}
