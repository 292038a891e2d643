import type { MapEntry, ScalarNode, YamlNode } from './node.ts'

const isMerge = ({ key }: MapEntry): boolean => key.text === '<<' && key.style === 'plain'

/** A key that a mapping has twice: parsers do not agree on which one counts, and kustomize refuses it. */
export function repeatedIn(entries: readonly MapEntry[]): ScalarNode | undefined {
  const seen = new Set<string>()
  for (const entry of entries) {
    if (isMerge(entry)) continue
    if (seen.has(entry.key.text)) return entry.key
    seen.add(entry.key.text)
  }
  return undefined
}

/** The entries with those that are merged in (`<<`): own ones win, and of several mappings the first (yaml.org/type/merge). */
export function merged(entries: readonly MapEntry[]): readonly MapEntry[] {
  const merges = entries.filter(isMerge)
  if (merges.length === 0) return entries
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

/** A key `<<` with a value that cannot be merged, for which parsers refuse the whole document. */
export function unmergeableIn(entries: readonly MapEntry[]): ScalarNode | undefined {
  return entries.find((entry) => isMerge(entry) && mappingsIn(entry.value).some(({ kind }) => kind !== 'map'))
    ?.key
}

const mappingsIn = (value: YamlNode): readonly YamlNode[] => (value.kind === 'list' ? value.items : [value])
const entriesIn = (node: YamlNode): readonly MapEntry[] => (node.kind === 'map' ? node.entries : [])
