import type { MapEntry, ScalarNode, YamlNode } from './node.ts'

const isMerge = ({ key }: MapEntry): boolean => key.text === '<<' && key.style === 'plain'

/** Why parsers refuse a mapping, or do not agree on it; with the key at fault. */
export function faultIn(
  entries: readonly MapEntry[],
): { readonly key: ScalarNode; readonly message: string } | undefined {
  const key = repeatedIn(entries)
  if (key) return { key, message: `the key "${key.text}" stands there twice` }
  const merge = hasMerge(entries)
    ? entries.find((entry) => isMerge(entry) && !isMergeable(entry.value))
    : undefined
  return merge && { key: merge.key, message: 'what is merged (<<) is no mapping' }
}

/** Most mappings have a few keys, which are compared sooner than put into a set. */
const FEW = 8

/** A key that a mapping has twice: parsers do not agree on which one counts, and kustomize refuses it. */
function repeatedIn(entries: readonly MapEntry[]): ScalarNode | undefined {
  if (entries.length <= FEW) return repeatedInFew(entries)
  const seen = new Set<string>()
  for (const entry of entries) {
    if (isMerge(entry)) continue
    if (seen.has(entry.key.text)) return entry.key
    seen.add(entry.key.text)
  }
  return undefined
}

/** This is asked of every mapping, so there is nothing here that makes anything. */
function repeatedInFew(entries: readonly MapEntry[]): ScalarNode | undefined {
  for (let index = 1; index < entries.length; index += 1) {
    const entry = entries[index]
    for (let before = 0; entry && before < index; before += 1) {
      if (entries[before]?.key.text === entry.key.text && !isMerge(entry)) return entry.key
    }
  }
  return undefined
}

function hasMerge(entries: readonly MapEntry[]): boolean {
  for (const entry of entries) if (isMerge(entry)) return true
  return false
}

/** The entries with those that are merged in (`<<`): own ones win, and of several mappings the first (yaml.org/type/merge). */
export function merged(entries: readonly MapEntry[]): readonly MapEntry[] {
  // A list that has grown holds room for many more.
  if (!hasMerge(entries)) return entries.slice()
  const merges = entries.filter(isMerge)
  const own = entries.filter((entry) => !isMerge(entry))
  const known = new Set(own.map(({ key }) => key.text))
  const added: MapEntry[] = []
  for (const entry of merges.flatMap(({ value }) => mappingsIn(value)).flatMap(entriesIn)) {
    if (known.has(entry.key.text)) continue
    known.add(entry.key.text)
    added.push(entry)
  }
  return [...own, ...added]
}

const mappingsIn = (value: YamlNode): readonly YamlNode[] => (value.kind === 'list' ? value.items : [value])
const entriesIn = (node: YamlNode): readonly MapEntry[] => (node.kind === 'map' ? node.entries : [])
const isMergeable = (value: YamlNode): boolean => mappingsIn(value).every(({ kind }) => kind === 'map')
