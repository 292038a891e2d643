import type { ArchivedStatus, Registry } from '../aws/registry/registry.ts'
import { archivedProblem } from '../aws/registry/withheld.ts'
import { type Problem, StepError } from '../errors/errors.ts'
import { type PushedImage, taggedReference } from '../plan/image.ts'
import type { LookedUp } from './look-up.ts'

/** Of images that look as if they were not there, by reference. */
export type Archived = ReadonlyMap<string, ArchivedStatus>

const referenceOf = ({ repositoryUrl }: PushedImage, tag: string): string => `${repositoryUrl}:${tag}`

/** Those of the images that are archived, under whichever of their tags. */
export async function archivedAmong(images: readonly LookedUp[]): Promise<Archived> {
  const known = await Promise.all(
    images.map(async ({ image, registry }) => {
      const statuses = await registry.archived(image.repository, [image.tag, ...image.tested])
      return [...statuses].map(([tag, status]) => [referenceOf(image, tag), status] as const)
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

export function missingImage(image: PushedImage, archived: Archived): Problem {
  const { registry } = image.access
  for (const tag of [image.tag, ...image.tested]) {
    const status = archived.get(referenceOf(image, tag))
    if (status) return archivedProblem({ host: registry, repository: image.repository, tag }, status)
  }
  const also = image.tested.length > 0 ? ` (nor under ${image.tested.join(' or ')})` : ''
  return {
    code: 'IMAGE_MISSING',
    inputs: Object.values(image.stated),
    message: `${taggedReference(image)} is not in the registry${also} (account ${registry.account}, ${registry.region}), and build is never`,
    hint: 'Correct the input tag, let the job that builds it run first, or set build: auto.',
  }
}
