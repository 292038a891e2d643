/**
 * Whether a filter of ECR for image tags matches one (API reference, ImageTagMutabilityExclusionFilter): it knows `*`
 * alone, over letters, digits and `._-`.
 */
export function matchesFilter(filter: string, tag: string): boolean {
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
