import { type CacheEntry, holdsCredential } from '../../inputs/cache-entry.ts'
import type { BuildPlan } from '../../plan/build.ts'
import type { Dockerfile } from './dockerfile.ts'
import { type Frontend, frontendsOf, isDockers, isReplaced, isTrusted } from './frontend.ts'

export interface Guarded {
  readonly plan: BuildPlan
  /** Why caches were left out. */
  readonly warning: string | undefined
}

/**
 * A frontend that the Dockerfile names is handed the attributes of every cache import, tokens and keys included (BuildKit,
 * client/solve.go: `cache-imports`): only one that nobody can change, or that the user trusts, may be there.
 */
export function guardCaches(plan: BuildPlan, dockerfile: Dockerfile): Guarded {
  const frontend = frontendsOf(plan.buildArgs, dockerfile).find(
    ({ image }) => isReplaced(image, plan.contexts) || !isTrusted(image, plan.trustedFrontends),
  )
  const caches = cachesWithCredentials(plan)
  if (frontend === undefined || caches.length === 0) return { plan, warning: undefined }
  const isSafe = (entry: CacheEntry) => !holdsCredential(entry)
  const guarded = {
    ...plan,
    cache: plan.cache?.kind === 'gha' ? undefined : plan.cache,
    cacheFrom: plan.cacheFrom.filter(isSafe),
    cacheTo: plan.cacheTo.filter(isSafe),
  }
  return { plan: guarded, warning: warningOf(caches, frontend, plan) }
}

/** The inputs whose caches hold a token or keys. */
export function cachesWithCredentials({ cache, cacheFrom, cacheTo }: BuildPlan): readonly string[] {
  return [
    ...(cache?.kind === 'gha' ? ['cache'] : []),
    ...(cacheFrom.some(holdsCredential) ? ['cache-from'] : []),
    ...(cacheTo.some(holdsCredential) ? ['cache-to'] : []),
  ]
}

function warningOf(
  caches: readonly string[],
  { image, place, behindLink }: Frontend,
  { contexts }: BuildPlan,
): string {
  if (behindLink) {
    return `Built without ${caches.join(', ')}: ${place} is a link, which the builder may follow to another file than it leads to here, and a frontend named there would be handed the credentials of the cache. Name the file itself in the input file.`
  }
  const named = image === '' ? 'an unknown frontend' : `the frontend ${image}`
  const begin = `Built without ${caches.join(', ')}: ${place} asks for ${named}, which would be handed the credentials of the cache.`
  if (isReplaced(image, contexts)) {
    return `${begin} An entry of build-contexts stands in the place of that image: take it out, or give the frontend another name.`
  }
  const trust = `name ${image === '' ? 'its image' : image} in the input trusted-frontends`
  if (!isDockers(image)) return `${begin} If you trust it, ${trust}.`
  const pinned = `${image.replace(/@.*/, '')}@sha256:...`
  return `${begin} Pin it to a digest (${pinned}, which docker buildx imagetools inspect ${image} prints), or take the line out, which leaves it to the frontend of the builder; or ${trust}.`
}
