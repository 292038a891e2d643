import { createHash } from 'node:crypto'
import type { CacheInput } from '../inputs/build-fields.ts'
import { type EcrHost, isSameRegistry, parseEcrHost } from '../registry/host.ts'
import { isRepositoryName, lastSegment, registryOf } from '../registry/reference.ts'
import type { BuildPlan, CachePlan, ImagePlan } from './plan.ts'

export interface CacheFacts {
  readonly name: string
  /** ECR repository of the image. */
  readonly repository: string
  readonly platforms: readonly string[]
  readonly push: boolean
  /** A registry that this run can read from though it does not push. */
  readonly readableHost: string | undefined
}

/** undefined also where this run could neither read nor write it. */
export function planCache(cache: CacheInput | undefined, facts: CacheFacts): CachePlan | undefined {
  if (!cache || (cache.kind === 'ecr' && !facts.push && facts.readableHost === undefined)) return undefined
  return { ...cache, key: cacheKey(facts), write: facts.push, readableHost: facts.readableHost }
}

/** The repositories of a registry that the session must be able to write the caches of a build to. */
export function cacheRepositories(
  build: Pick<BuildPlan, 'cache' | 'cacheTo'> | undefined,
  registry: EcrHost,
): readonly string[] {
  const references = (build?.cacheTo ?? []).map(referenceIn)
  const named = references.map((reference) => repositoryIn(reference, registry))
  return [cacheRepository(build), ...named].filter((repository) => repository !== undefined)
}

/** What an entry of `cache-to` refers to: buildx takes a bare reference, or fields. */
const referenceIn = (entry: string): string =>
  entry.includes('=') ? (/(?:^|,)"?ref=([^",]+)/.exec(entry)?.[1] ?? '') : entry

function repositoryIn(reference: string, registry: EcrHost): string | undefined {
  const host = registryOf(reference) ?? ''
  const found = parseEcrHost(host)
  const repository = reference.slice(host.length + 1).replace(/[:@].*/, '')
  // The name becomes part of a policy, where a * would mean every repository.
  return found && isSameRegistry(found, registry) && isRepositoryName(repository) ? repository : undefined
}

/** The repository of the input cache, where this run writes it. */
export function cacheRepository(build: Pick<BuildPlan, 'cache'> | undefined): string | undefined {
  const cache = build?.cache
  return cache?.kind === 'ecr' && cache.write ? cache.repository : undefined
}

/**
 * A tag, at most 128 of `[\w.-]`: images and sets of platforms that are built side by side would overwrite each
 * other's cache under one name (docker/bake-action#329). Nothing behind the last "-" holds another.
 */
function cacheKey({ name, repository, platforms }: CacheFacts): string {
  const sorted = platforms.toSorted()
  const built = sorted.length === 0 ? 'native' : sorted.join('_').replaceAll('/', '.')
  const key = `${repository.replaceAll('/', '.')}-${built}`
  const isOwn = name === lastSegment(repository)
  const isPlain =
    isOwn &&
    !repository.includes('.') &&
    !sorted.some((platform) => platform.includes('_')) &&
    key.length <= 128
  if (isPlain) return key
  const hash = createHash('sha256')
    .update(JSON.stringify([repository, name, sorted]))
    .digest('hex')
    .slice(0, 16)
  return `${key.slice(0, 100)}-${hash}`
}

/** A cache is written over in every run, which is what an immutable repository of images refuses. */
export function cacheWarnings(images: readonly ImagePlan[]): readonly string[] {
  const repositories: ReadonlySet<string | undefined> = new Set(images.map(({ repository }) => repository))
  return images.flatMap(({ build }) => {
    const cache = cacheRepository(build)
    if (!repositories.has(cache)) return []
    return [
      `cache is ecr:${cache}, which is the repository of an image: tags of a cache have to move, so give it a repository of its own, with mutable tags.`,
    ]
  })
}
