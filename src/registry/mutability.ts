/** The settings of a repository that decide whether a tag can be moved (ECR API reference, Repository). */
export interface TagMutability {
  readonly imageTagMutability?: string | undefined
  readonly imageTagMutabilityExclusionFilters?:
    | readonly { readonly filter?: string | undefined }[]
    | undefined
}

/** Whether somebody else could put another image under this tag; undefined: not known. */
export function isTagMutable(settings: TagMutability | undefined, tag: string): boolean | undefined {
  const filters = settings?.imageTagMutabilityExclusionFilters
  const excluded = filters?.some(({ filter }) => filter !== undefined && matches(filter, tag)) ?? false
  const settled = new Map<string | undefined, boolean>([
    ['MUTABLE', true],
    ['IMMUTABLE', false],
    ['IMMUTABLE_WITH_EXCLUSION', excluded],
    ['MUTABLE_WITH_EXCLUSION', !excluded],
  ])
  return settled.get(settings?.imageTagMutability)
}

/** ECR's wildcard filters know `*` alone, over letters, digits and `._-`. */
function matches(filter: string, tag: string): boolean {
  const pattern = filter.split('*').map((part) => part.replaceAll('.', '\\.'))
  return new RegExp(`^${pattern.join('.*')}$`).test(tag)
}
