import type { CacheEntry } from '../../inputs/cache-entry.ts'
import { csvField } from '../../names/text.ts'
import type { BuildPlan, CachePlan } from '../../plan/build.ts'

/** `--cache-from` and `--cache-to` of a build, given the registry that it pushes to, if it does. */
export function cacheArgs(plan: BuildPlan, host: string | undefined): readonly string[] {
  const { cache } = plan
  const entryOf = cache && entries(cache, host ?? cache.readableHost)
  const reads = entryOf ? cache.reads.map(entryOf) : []
  const writes =
    entryOf && cache.writes !== undefined
      ? [`${entryOf(cache.writes)},${WRITING[cache.kind]},${NEVER_FATAL}`]
      : []
  return [
    ...[...reads, ...plan.cacheFrom.map(({ text }) => text)].map((entry) => `--cache-from=${entry}`),
    ...[...writes, ...plan.cacheTo.map(neverFatal)].map((entry) => `--cache-to=${entry}`),
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

/** The export comes after the push, and without this fails a build whose image is in the registry already. */
const NEVER_FATAL = 'ignore-error=true'
const EXPORTED = new Set(['registry', 'gha', 'local', 's3', 'azblob'])

function neverFatal({ text, type, attributes }: CacheEntry): string {
  if (!EXPORTED.has(type) || attributes.has('ignore-error')) return text
  // Beside a bare reference nothing else can stand.
  const full = text.includes('=') ? text : `type=registry,${csvField(`ref=${text}`)}`
  return `${full},${NEVER_FATAL}`
}
