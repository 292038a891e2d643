/** Types whose attributes hold no credential. To all others buildx may add one of its environment (buildx, build/opt.go). */
const WITHOUT = new Set(['registry', 'local', 'inline'])

/**
 * Whether the attributes of an entry of `cache-from` or `cache-to` may hold a credential. Fields are cut at every comma,
 * quoted or not, so that no type is missed: what is not plainly one without credentials counts as one with them.
 */
export function holdsCredential(entry: string): boolean {
  // buildx takes a bare reference as a registry's.
  if (!entry.includes('=')) return false
  const types = cacheTypes(entry)
  return types.length !== 1 || !types.every((type) => WITHOUT.has(type))
}

export function cacheTypes(entry: string): readonly string[] {
  const fields = entry.split(',').map((field) => field.replaceAll('"', '').trim())
  return fields.filter((field) => /^type=/i.test(field)).map((field) => field.slice('type='.length))
}
