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
  const [first = '', ...rest] = filter.split('*')
  const last = rest.pop()
  if (last === undefined) return filter === tag
  if (!tag.startsWith(first) || !tag.endsWith(last)) return false
  // What stands between two stars is taken where it is found first: the star behind it takes what is left.
  let from = first.length
  for (const part of rest) {
    const at = tag.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return from <= tag.length - last.length
}
