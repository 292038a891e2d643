import { readNested } from '../yaml/nested.ts'
import type { ScalarNode, YamlNode } from '../yaml/node.ts'
import { placeOf } from './expected.ts'

/** What anchors and merges make of the nodes of some documents: worked out once, however many changes ask. */
export class Sharing {
  /** Places of all nodes; true for one that is the value of several keys. */
  readonly #known = new Map<string, boolean>()
  readonly #blocks: ScalarNode[] = []
  readonly #inner = new Map<ScalarNode, Sharing>()

  constructor(documents: readonly YamlNode[]) {
    const seen = new Set<YamlNode>()
    const open: { readonly node: YamlNode; readonly shared: boolean }[] = documents.map((node) => {
      return { node, shared: false }
    })
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node } = next
      const shared = next.shared || seen.has(node)
      // Met again it is shared with all that is in it; that is said of each node once.
      if (seen.has(node) && this.#known.get(placeOf(node)) === true) continue
      seen.add(node)
      this.#known.set(placeOf(node), shared)
      if (node.kind === 'scalar' && node.style === 'literal') this.#blocks.push(node)
      for (const inner of partsOf(node)) open.push({ node: inner, shared })
    }
  }

  isShared(wanted: YamlNode): boolean {
    const known = this.#known.get(placeOf(wanted))
    if (known !== undefined) return known
    const block = this.#blocks.find((one) => holds(one, wanted))
    return block !== undefined && (this.isShared(block) || this.#within(block).isShared(wanted))
  }

  #within(block: ScalarNode): Sharing {
    const known = this.#inner.get(block)
    if (known) return known
    const inner = new Sharing(readNested(block).documents.flatMap(({ root }) => root ?? []))
    this.#inner.set(block, inner)
    return inner
  }
}

const partsOf = (node: YamlNode): readonly YamlNode[] => {
  if (node.kind === 'list') return node.items
  return node.kind === 'map' ? node.entries.map(({ value }) => value) : []
}

/** Whether a place is within a block of text. */
export const holds = (block: ScalarNode, { start, end }: Pick<YamlNode, 'start' | 'end'>): boolean =>
  block.style === 'literal' && block.start <= start && end <= block.end
