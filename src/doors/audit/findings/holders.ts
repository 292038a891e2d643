import type { AuditFile } from '../../../effective/file.ts'
import { lineOf } from '../../../effective/yaml/nested.ts'
import { entryAt, textAt, valueAt, type YamlNode } from '../../../effective/yaml/node.ts'

/** An entry of a mapping, an item of a list or a document, with what it is called in the path to it. */
export interface Holder {
  readonly label: string
  /** Where it begins: an entry at its key. */
  readonly start: number
  readonly end: number
  readonly node: YamlNode
}

/** What holds the place of an offset, from the document down to a scalar. */
export type HoldersOf = (file: AuditFile, offset: number) => readonly Holder[]

/** Looks the holders of each node up once, so that a list of any length costs a finding in it next to nothing. */
export function openHolders(): HoldersOf {
  const known = new Map<YamlNode | AuditFile, Level>()
  const levelOf = (within: YamlNode | AuditFile): Level => {
    const kept = known.get(within)
    if (kept) return kept
    const level = levelFor(within)
    known.set(within, level)
    return level
  }
  return (file, offset) => {
    const holders: Holder[] = []
    let within: YamlNode | AuditFile = file
    for (;;) {
      const held = holderAt(levelOf(within), offset)
      if (!held) return holders
      holders.push(held)
      if (held.node.start < held.start) return holders
      within = held.node
    }
  }
}

interface Level {
  readonly holders: readonly Holder[]
  readonly starts: readonly number[]
}

function levelFor(within: YamlNode | AuditFile): Level {
  const holders = holdersIn(within).toSorted((a, b) => a.start - b.start)
  return { holders, starts: holders.map(({ start }) => start) }
}

function holderAt({ holders, starts }: Level, offset: number): Holder | undefined {
  const held = holders[lineOf(starts, offset)]
  return held && held.start <= offset && offset <= held.end ? held : undefined
}

function holdersIn(within: YamlNode | AuditFile): readonly Holder[] {
  if (!('kind' in within) || 'documents' in within) return documentsOf(within)
  if (within.kind === 'scalar') return []
  return within.kind === 'map' ? entriesWithin(within) : itemsWithin(within)
}

function documentsOf({ documents }: AuditFile): readonly Holder[] {
  return labelled(documents, (root, index) => objectName(root) ?? `${index}`)
}

/** What is merged in stands elsewhere, and so does the value of an alias. */
function entriesWithin(map: YamlNode & { kind: 'map' }): readonly Holder[] {
  return map.entries.flatMap(({ key, value }) => {
    if (key.start < map.start || key.start >= map.end) return []
    const end = value.start >= key.start ? Math.max(key.end, value.end) : key.end
    return [{ label: key.text, start: key.start, end, node: value }]
  })
}

function itemsWithin(list: YamlNode & { kind: 'list' }): readonly Holder[] {
  const own = list.items.filter(({ start }) => start >= list.start && start <= list.end)
  return labelled([...new Set(own)], itemLabel)
}

/** By its name, so that it is the same one in a list of another order. A scalar is known by what it says. */
function itemLabel(item: YamlNode, index: number): string {
  if (item.kind === 'scalar') return '[]'
  const name = objectName(item) ?? NAMES.map((key) => textAt(item, key)).find((text) => text !== undefined)
  return name === undefined ? `[${index}]` : `[${name}]`
}

/** Of containers, images, variables, and operations of a JSON patch. */
const NAMES = ['name', 'path']

function objectName(node: YamlNode): string | undefined {
  const metadata = valueAt(node, 'metadata')
  const name = textAt(metadata, 'name')
  if (name === undefined || !entryAt(node, 'kind')) return undefined
  return [textAt(node, 'kind'), textAt(metadata, 'namespace'), name].join('/')
}

/** Of several with one label, each but the first gets a number. */
function labelled(
  nodes: readonly YamlNode[],
  labelOf: (node: YamlNode, index: number) => string,
): readonly Holder[] {
  const seen = new Map<string, number>()
  return nodes.map((node, index) => {
    const label = labelOf(node, index)
    const before = seen.get(label) ?? 0
    seen.set(label, before + 1)
    const numbered = before === 0 || label === '[]' ? label : `${label}#${before + 1}`
    return { label: numbered, start: node.start, end: node.end, node }
  })
}
