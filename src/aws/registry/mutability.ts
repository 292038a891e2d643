import { matchesFilter } from '../../names/tag-filter.ts'
import type { MutableTags } from './registry.ts'

/** The settings of a repository that decide whether a tag can be moved (ECR API reference, Repository). */
interface TagMutability {
  readonly imageTagMutability?: string | undefined
  readonly imageTagMutabilityExclusionFilters?:
    | readonly { readonly filter?: string | undefined }[]
    | undefined
}

/** Whether somebody else could put another image under this tag; undefined: not known. */
export function isTagMutable(settings: TagMutability | undefined, tag: string): boolean | undefined {
  const excluded = filtersOf(settings).some((filter) => matchesFilter(filter, tag))
  const settled = new Map<string | undefined, boolean>([
    ['MUTABLE', true],
    ['IMMUTABLE', false],
    ['IMMUTABLE_WITH_EXCLUSION', excluded],
    ['MUTABLE_WITH_EXCLUSION', !excluded],
  ])
  return settled.get(settings?.imageTagMutability)
}

export function mutableOf(settings: TagMutability | undefined, tags: readonly string[]): MutableTags {
  const mutable = tags.filter((tag) => isTagMutable(settings, tag))
  const isImmutable = settings?.imageTagMutability === 'IMMUTABLE_WITH_EXCLUSION'
  const filters = isImmutable
    ? filtersOf(settings).filter((filter) => mutable.some((tag) => matchesFilter(filter, tag)))
    : []
  return { tags: mutable, filters }
}

const filtersOf = (settings: TagMutability | undefined): readonly string[] =>
  settings?.imageTagMutabilityExclusionFilters?.flatMap(({ filter }) => filter ?? []) ?? []
