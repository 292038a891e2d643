import { csvField } from '../../names/text.ts'
import type { BuildPlan, CachePlan } from '../../plan/plan.ts'

/** `--cache-from` and `--cache-to` of a build, given the registry that it pushes to, if it does. */
export function cacheArgs(plan: BuildPlan, host: string | undefined): readonly string[] {
  const { cache } = plan
  const entryOf = cache && entries(cache, host ?? cache.readableHost)
  const reads = entryOf ? cache.reads.map(entryOf) : []
  const writes =
    entryOf && cache.writes !== undefined ? [`${entryOf(cache.writes)},${WRITING[cache.kind]}`] : []
  return [
    ...[...reads, ...plan.cacheFrom].map((entry) => `--cache-from=${entry}`),
    ...[...writes, ...plan.cacheTo].map((entry) => `--cache-to=${neverFatal(entry)}`),
  ]
}

const WRITING: Readonly<Record<CachePlan['kind'], string>> = {
  gha: 'mode=max',
  // ECR takes a cache only as an image manifest (aws/containers-roadmap#876).
  ecr: 'mode=max,image-manifest=true,oci-mediatypes=true',
}

/** How an entry is written, by its key; undefined where there is no registry to have it in. */
function entries(cache: CachePlan, host: string | undefined): ((key: string) => string) | undefined {
  if (cache.kind === 'gha') return (key) => `type=gha,scope=${key}`
  if (host === undefined) return undefined
  return (key) => `type=registry,${csvField(`ref=${host}/${cache.repository}:${key}`)}`
}

const EXPORTED = /(?:^|,)"?type=(?:registry|gha|local|s3|azblob)"?(?:,|$)/

/** The export comes after the push: without `ignore-error` it fails a build whose image is in the registry already. */
function neverFatal(entry: string): string {
  // buildx takes a bare reference as a registry's.
  const full = entry.includes('=') ? entry : `type=registry,${csvField(`ref=${entry}`)}`
  return EXPORTED.test(full) && !/(?:^|,)"?ignore-error=/.test(full) ? `${full},ignore-error=true` : full
}
