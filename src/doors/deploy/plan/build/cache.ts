import { createHash } from 'node:crypto'
import type { CacheInput } from '../../../../inputs/build-fields.ts'
import { type EcrHost, isSameRegistry, parseEcrHost } from '../../../../names/host.ts'
import { isRepositoryName, lastSegment, registryOf } from '../../../../names/reference.ts'
import type { BuildPlan, CachePlan } from '../../../../plan/build.ts'
import type { ImagePlan } from '../../../../plan/image.ts'
import type { Source } from '../../../../source/source.ts'
import type { Inputs } from '../../inputs.ts'
import { isOfDeployRef } from '../mode.ts'

export interface CacheOptions {
  readonly name: string
  /** ECR repository of the image. */
  readonly repository: string
  readonly platforms: readonly string[]
  readonly push: boolean
  /** Whose cache a run writes, see `cacheScope`. */
  readonly scope: string
  /** A registry that this run can read from though it does not push. */
  readonly readableHost: string | undefined
}

const OF_DEPLOY_REFS = 'deploy'

/**
 * Deploy refs share a cache that no other run writes: what they build from is theirs alone. Every other ref has one of
 * its own, and so has each other commit that is checked out by hand, as on a slash command. The name of a ref is
 * anybody's text, and a run for a pull request may stand on the ref of the default branch.
 */
export function cacheScope({ config: { deployRefs } }: Inputs, source: Source): string {
  const heads = new Set([...source.checkouts.values()].map(({ head }) => head))
  heads.delete(source.sha)
  if (heads.size === 0 && isOfDeployRef(source, deployRefs)) return OF_DEPLOY_REFS
  return digestOf([source.ref, source.fromPullRequest || source.fromFork, ...[...heads].toSorted()])
}

/** undefined also where this run could neither read nor write it. */
export function planCache(cache: CacheInput | undefined, options: CacheOptions): CachePlan | undefined {
  const { push, scope, readableHost } = options
  if (!cache || (cache.kind === 'ecr' && !push && readableHost === undefined)) return undefined
  const key = (of: string) => `${imageKey(options)}-${of}`
  const reads = new Set([...(push ? [key(scope)] : []), key(OF_DEPLOY_REFS)])
  return { ...cache, reads: [...reads], writes: push ? key(scope) : undefined, readableHost }
}

/** The repositories of a registry that the session must be able to write the caches of a build to. */
export function cacheRepositories(
  build: Pick<BuildPlan, 'cache' | 'cacheTo'> | undefined,
  registry: EcrHost,
): readonly string[] {
  const references = (build?.cacheTo ?? []).map(({ attributes }) => attributes.get('ref') ?? '')
  const named = references.map((reference) => repositoryIn(reference, registry))
  return [cacheRepository(build), ...named].filter((repository) => repository !== undefined)
}

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
  return cache?.kind === 'ecr' && cache.writes !== undefined ? cache.repository : undefined
}

/** A tag has at most 128 of `[\w.-]`; behind this one come a "-" and a scope. */
const LONGEST = 128 - 1 - 16

/**
 * Images and sets of platforms that are built side by side would overwrite each other's cache under one name
 * (docker/bake-action#329). Nothing behind the last "-" holds another.
 */
function imageKey({ name, repository, platforms }: CacheOptions): string {
  const sorted = platforms.toSorted()
  const built = sorted.length === 0 ? 'native' : sorted.join('_').replaceAll('/', '.')
  const key = `${repository.replaceAll('/', '.')}-${built}`
  const isOwn = name === lastSegment(repository)
  const isPlain =
    isOwn &&
    !repository.includes('.') &&
    !sorted.some((platform) => platform.includes('_')) &&
    key.length <= LONGEST
  return isPlain ? key : `${key.slice(0, LONGEST - 17)}-${digestOf([repository, name, sorted])}`
}

function digestOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
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
