import { entryAt, isNull, type MapEntry, type MapNode, type YamlNode } from '../yaml/node.ts'

const isNothing = (node: YamlNode): boolean => node.kind === 'scalar' && isNull(node)

/** Values over others, as helm puts those of a release over a chart's own: a null takes a key away. */
export function over(wins: YamlNode | undefined, under: YamlNode | undefined): YamlNode | undefined {
  if (wins?.kind !== 'map') return wins && !isNothing(wins) ? wins : under
  if (under?.kind !== 'map') return wins
  return joined(wins, under, true)
}

/** Values files over each other: a null stays, for what it takes away may be the chart's. */
export function overFile(wins: YamlNode | undefined, under: YamlNode | undefined): YamlNode | undefined {
  if (wins?.kind !== 'map') return under ?? wins
  if (under?.kind !== 'map') return wins
  return joined(wins, under, false)
}

function joined(wins: MapNode, under: MapNode, takes: boolean): MapNode {
  const own = new Map(wins.entries.map((entry) => [entry.key.text, entry]))
  const known = new Set<string>()
  const entries: MapEntry[] = []
  for (const entry of under.entries) {
    known.add(entry.key.text)
    const winner = own.get(entry.key.text)
    if (!winner) entries.push(entry)
    else if (!(takes && isNothing(winner.value))) entries.push(both(winner, entry, takes))
  }
  for (const entry of wins.entries) if (!known.has(entry.key.text)) entries.push(entry)
  return { ...wins, entries }
}

function both(winner: MapEntry, { value }: MapEntry, takes: boolean): MapEntry {
  if (winner.value.kind !== 'map' || value.kind !== 'map') return winner
  return { key: winner.key, value: joined(winner.value, value, takes) }
}

/** A mapping with one entry put in place of another, or more. */
export function withEntry(node: MapNode, entry: MapEntry): MapNode {
  const others = node.entries.filter(({ key }) => key.text !== entry.key.text)
  return { ...node, entries: [...others, entry] }
}

/** The values of a subchart: what the chart above says of it over its own, and what is for all of them. */
export function valuesBelow(
  above: YamlNode | undefined,
  key: string,
  own: YamlNode | undefined,
): YamlNode | undefined {
  const values = over(entryAt(above, key)?.value, own)
  const global = entryAt(above, 'global')
  if (global?.value.kind !== 'map') return values
  const merged = over(global.value, entryAt(values, 'global')?.value) ?? global.value
  const entry = { key: global.key, value: merged }
  if (values?.kind !== 'map') return { ...global.value, entries: [entry] }
  return withEntry(values, entry)
}
