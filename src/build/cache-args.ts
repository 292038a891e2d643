import { csvField } from '../csv.ts'
import type { BuildPlan, CachePlan } from '../plan/plan.ts'

/** `--cache-from` and `--cache-to` of a build, given the registry that it pushes to, if it does. */
export function cacheArgs(plan: BuildPlan, host: string | undefined): readonly string[] {
  const { cache } = plan
  const place = cache && placeOf(cache, host ?? cache.readableHost)
  const from = [...(place ? [place.entry] : []), ...plan.cacheFrom]
  const to = [...(place && cache.write ? [`${place.entry},${place.writing}`] : []), ...plan.cacheTo]
  return [
    ...from.map((entry) => `--cache-from=${entry}`),
    ...to.map((entry) => `--cache-to=${neverFatal(entry)}`),
  ]
}

interface CachePlace {
  readonly entry: string
  readonly writing: string
}

function placeOf(cache: CachePlan, host: string | undefined): CachePlace | undefined {
  if (cache.kind === 'gha') return { entry: `type=gha,scope=${cache.key}`, writing: 'mode=max' }
  if (host === undefined) return undefined
  // ECR takes a cache only as an image manifest (aws/containers-roadmap#876).
  return {
    entry: `type=registry,${csvField(`ref=${host}/${cache.repository}:${cache.key}`)}`,
    writing: 'mode=max,image-manifest=true,oci-mediatypes=true',
  }
}

const EXPORTED = /(?:^|,)"?type=(?:registry|gha|local|s3|azblob)"?(?:,|$)/

/** The export comes after the push: without `ignore-error` it fails a build whose image is in the registry already. */
function neverFatal(entry: string): string {
  // buildx takes a bare reference as a registry's.
  const full = entry.includes('=') ? entry : `type=registry,${csvField(`ref=${entry}`)}`
  return EXPORTED.test(full) && !/(?:^|,)"?ignore-error=/.test(full) ? `${full},ignore-error=true` : full
}
