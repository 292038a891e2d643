import { allOrProblems } from '../errors.ts'
import type { RepositorySettings } from '../registry/registry.ts'
import type { Log } from '../runner/log.ts'
import type { LookedUp } from './look-up.ts'

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
