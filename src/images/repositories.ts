import { allOrProblems } from '../errors/errors.ts'
import type { RepositorySettings } from '../plan/access.ts'
import type { Log } from '../runner/log.ts'
import type { Decision, LookedUp } from './decide.ts'

/** Creates the repositories of images that are about to be built and have none, each once. */
export async function createRepositories(
  builds: readonly LookedUp[],
  create: RepositorySettings | undefined,
  log: Log,
): Promise<void> {
  if (!create) return
  const missing = builds.filter(({ content }) => content === undefined)
  const once = new Map(missing.map((looked) => [looked.image.repositoryUrl, looked]))
  await allOrProblems(
    [...once.values()].map(async ({ image, registry }) => {
      const made = await registry.createRepository(image.repository, create)
      // Of one that somebody else has just made, the settings are not known.
      if (made === 'existed') return
      log.notice(
        `Created the ECR repository ${image.repositoryUrl}: immutable tags, scan on push, untagged images expire.`,
      )
    }),
  )
}

/** Says once of every repository that gets a tag which of them others could overwrite; a run that sets none asks nothing. */
export async function warnOfMutableTags(decisions: readonly Decision[], log: Log): Promise<void> {
  const set = decisions.filter(({ how }) => how === 'built' || how === 'released')
  // A repository that this step is about to make is immutable.
  const known = set.filter(({ content }) => content !== undefined)
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
