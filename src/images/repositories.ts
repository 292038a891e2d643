import { allOrProblems } from '../errors/together.ts'
import type { RepositoryCreation, RepositorySettings } from '../plan/access.ts'
import type { Log } from '../runner/log.ts'
import type { Decision } from './decide.ts'
import type { LookedUp } from './look-up.ts'

/** Creates the repositories of images that are about to be built and have none, each once. */
export async function createRepositories(
  builds: readonly LookedUp[],
  create: RepositoryCreation,
  log: Log,
): Promise<void> {
  if (typeof create !== 'object') return
  const missing = builds.filter(({ content }) => content === undefined)
  const once = new Map(missing.map((looked) => [looked.image.repositoryUrl, looked]))
  await allOrProblems(
    [...once.values()].map(async ({ image, registry }) => {
      const made = await registry.createRepository(image.repository, create)
      // Of one that somebody else has just made, the settings are not known.
      if (made === 'existed') return
      log.notice(`Created the ECR repository ${image.repositoryUrl}: ${describe(create)}.`)
    }),
  )
}

function describe({ exclude, kmsKey, tags }: RepositorySettings): string {
  const but = exclude.length > 0 ? ` but for ${exclude.join(', ')}` : ''
  return [
    `immutable tags${but}`,
    'scan on push',
    'untagged images expire',
    ...(kmsKey === undefined ? [] : [`encrypted with ${kmsKey}`]),
    ...(tags.size === 0 ? [] : [`the tags ${[...tags.keys()].join(', ')}`]),
  ].join(', ')
}

/** Says once of every repository that gets a tag which of them others could overwrite; a run that sets none asks nothing. */
export async function warnOfMutableTags(decisions: readonly Decision[], log: Log): Promise<void> {
  const set = decisions.filter(({ how }) => ['built', 'released', 'merged'].includes(how))
  // A repository that this step is about to make is immutable.
  await warnOfTags(
    set.filter(({ content }) => content !== undefined),
    log,
  )
}

/** The same of repositories that a template has made: they are mutable unless it says otherwise (ECR user guide). */
export async function warnOfTemplates(
  builds: readonly LookedUp[],
  create: RepositoryCreation,
  log: Log,
): Promise<void> {
  if (create !== 'on-push') return
  await warnOfTags(
    builds.filter(({ content }) => content === undefined),
    log,
  )
}

async function warnOfTags(images: readonly LookedUp[], log: Log): Promise<void> {
  const groups = Map.groupBy(images, ({ image }) => image.repositoryUrl)
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
  if (mutable.tags.length === 0) return
  const open = `so somebody else can overwrite ${mutable.tags.join(', ')}`
  log.warning(
    mutable.filters.length === 0
      ? `ECR repository ${repository} has mutable tags, ${open}. Set its tag immutability to IMMUTABLE.`
      : `ECR repository ${repository} excludes ${mutable.filters.join(', ')} from its immutable tags, ${open}. Narrow that exclusion filter until it matches no tag that is deployed.`,
  )
}
