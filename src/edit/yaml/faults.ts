import { type Alias, type Document, isAlias, isMap, isPair, isScalar, isSeq, type Pair } from 'yaml'

/** What is wrong with a document that the parser lets through, and where. */
export interface Fault {
  readonly node: unknown
  readonly message: string
  /** undefined where it is no YAML at all, whoever reads it. */
  readonly hint: string | undefined
}

/** Nodes that aliases add when they are expanded; go-yaml has a similar limit. */
const MOST_COPIES = 100_000

/** Duplicate keys, aliases of nothing, and aliases that expand without end. Nothing is expanded to find them. */
export function faultOf(document: Document.Parsed): Fault | undefined {
  const check = new NodeCheck()
  check.weigh(document.contents)
  return check.fault
}

class NodeCheck {
  fault: Fault | undefined
  readonly #weights = new Map<string, number>()
  #copies = 0

  /** The number of nodes that this one stands for. */
  weigh(node: unknown): number {
    if (this.fault) return 0
    if (isAlias(node)) return this.#weighAlias(node)
    const weight = 1 + this.#weighItems(node)
    const { anchor } = (node ?? {}) as { anchor?: string }
    if (anchor !== undefined) this.#weights.set(anchor, weight)
    return weight
  }

  #weighItems(node: unknown): number {
    if (isMap(node)) this.fault ??= duplicateAmong(node.items)
    if (isPair(node)) return this.weigh(node.key) + this.weigh(node.value)
    if (!isMap(node) && !isSeq(node)) return 0
    let weight = 0
    for (const item of node.items) weight += this.weigh(item)
    return weight
  }

  #weighAlias(node: Alias): number {
    const name = node.source
    const weight = this.#weights.get(name)
    if (weight === undefined) {
      const message = `has an alias *${name} without an anchor &${name} before it`
      this.fault = { node, message, hint: 'Write the value out.' }
      return 0
    }
    this.#copies += weight
    if (this.#copies > MOST_COPIES) {
      const message = 'has aliases (*) that stand for too much'
      this.fault = { node, message, hint: 'Write the values out, or use fewer aliases.' }
    }
    return weight
  }
}

/** A key that stands in a mapping twice. */
export function duplicateAmong(pairs: readonly Pair[]): Fault | undefined {
  const seen = new Set<unknown>()
  for (const { key } of pairs) {
    if (!isScalar(key)) continue
    const { value } = key
    if (seen.has(value)) {
      return {
        node: key,
        message: `the key ${JSON.stringify(String(value))} stands there twice`,
        hint: undefined,
      }
    }
    seen.add(value)
  }
  return undefined
}
