import type { Log } from '../runner/log.ts'
import type { LookedUp } from './look-up.ts'

/** Says once of every repository that is pushed to which of the tags in it others could overwrite. */
export async function warnOfMutableTags(builds: readonly LookedUp[], log: Log): Promise<void> {
  // A repository that this step has just made is immutable.
  const known = builds.filter(({ content }) => content !== undefined)
  const groups = Map.groupBy(known, ({ image }) => image.repositoryUrl)
  await Promise.all([...groups.values()].map((group) => warnOfRepository(group, log)))
}

async function warnOfRepository(group: readonly LookedUp[], log: Log): Promise<void> {
  const [first] = group
  if (!first) return
  const { repository } = first.image
  const mutable = await first.registry.mutableTags(
    repository,
    group.map(({ image }) => image.tag),
  )
  if (mutable.length === 0) return
  log.warning(
    `ECR repository ${repository} has mutable tags, so somebody else can overwrite ${mutable.join(', ')}. Set its tag immutability to IMMUTABLE.`,
  )
}
