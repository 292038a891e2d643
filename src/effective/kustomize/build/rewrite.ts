import type { ListNode, MapEntry, MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts'

/** Keys of mappings and places in lists, from an object to a node in it. */
export type NodePath = readonly (string | number)[]

/** The same tree with another node at a path that is there: what lies beside the path is shared. */
export function withNodeAt(node: YamlNode, path: NodePath, value: YamlNode | undefined, from = 0): YamlNode {
  const step = path[from]
  if (node.kind === 'map' && typeof step === 'string') {
    const entry = node.entries.find(({ key }) => key.text === step)
    const isLast = from === path.length - 1
    const next = isLast || !entry ? value : withNodeAt(entry.value, path, value, from + 1)
    return withEntry(node, step, next)
  }
  if (node.kind !== 'list' || typeof step !== 'number') return node
  const old = node.items[step]
  const item = from === path.length - 1 || !old ? value : withNodeAt(old, path, value, from + 1)
  return item === undefined
    ? { ...node, items: node.items.toSpliced(step, 1) }
    : { ...node, items: node.items.with(step, item) }
}

/** With another value of a key, at its place or behind the others; without the key where there is no value. */
export function withEntry(
  map: MapNode,
  name: string,
  value: YamlNode | undefined,
  key?: ScalarNode,
): MapNode {
  const at = map.entries.findIndex((entry) => entry.key.text === name)
  const old = map.entries[at]
  if (value === undefined) return old ? { ...map, entries: map.entries.toSpliced(at, 1) } : map
  if (old?.value === value) return map
  const entry: MapEntry = { key: key ?? old?.key ?? keyAt(value, name), value }
  const entries = old ? map.entries.with(at, entry) : [...map.entries, entry]
  return { ...map, entries }
}

/** A key that nobody wrote stands where its value does. */
const keyAt = (value: YamlNode, text: string): ScalarNode => scalarAt(value, text)

/** A text that nobody wrote as it is, whatever it looks like: it stands where that does which decided it. */
export function scalarAt({ source, start, end }: YamlNode, text: string): ScalarNode {
  return { kind: 'scalar', source, start, end, text, style: 'double', tag: undefined }
}

export function mapAt({ source, start, end }: YamlNode, entries: readonly MapEntry[]): MapNode {
  return { kind: 'map', source, start, end, entries, flow: false, tag: undefined }
}

export function listAt({ source, start, end }: YamlNode, items: readonly YamlNode[]): ListNode {
  return { kind: 'list', source, start, end, items, flow: false, tag: undefined }
}

/** With what a function makes of the value under keys, where there is a mapping to hold it, or it can be made. */
export function withValueUnder(
  map: MapNode,
  keys: readonly string[],
  make: (old: YamlNode | undefined) => YamlNode | undefined,
): MapNode {
  const [key, ...rest] = keys
  if (key === undefined) return map
  const old = map.entries.find((entry) => entry.key.text === key)?.value
  if (rest.length === 0) return withEntry(map, key, make(old))
  if (old && old.kind !== 'map') {
    // Null stands for a mapping that is to be made.
    if (old.kind !== 'scalar' || old.text !== '') return map
  }
  const inner = withValueUnder(old?.kind === 'map' ? old : mapAt(map, []), rest, make)
  return inner.entries.length === 0 && !old ? map : withEntry(map, key, inner)
}
