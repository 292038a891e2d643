import { keptFor } from '../../kept.ts'
import type { ListNode, MapNode, YamlNode } from '../../yaml/node.ts'
import { Misfit } from '../patch/misfit.ts'

interface Size {
  readonly nodes: number
  readonly depth: number
}

/** As many as the reader takes in one document. */
const MOST_NODES = 1_000_000
const DEEPEST = 500

const ONE: Size = { nodes: 1, depth: 1 }

/** How many nodes a walk meets, those that are shared as often as they are met. */
export const sizeOf = (node: YamlNode): Size => (node.kind === 'scalar' ? ONE : sizeWithin(node))

const sizeWithin = keptFor((node: MapNode | ListNode): Size => {
  let { nodes, depth } = ONE
  const count = (child: YamlNode) => {
    const size = sizeOf(child)
    nodes += size.nodes
    depth = Math.max(depth, size.depth + 1)
  }
  if (node.kind === 'list') node.items.forEach(count)
  else for (const { value } of node.entries) count(value)
  return { nodes, depth }
})

/**
 * A value can be copied into what it is copied from, again and again: what doubles each time is stopped.
 *
 * @throws Misfit
 */
export function checkSize<T extends YamlNode>(node: T, at: YamlNode): T {
  const { nodes, depth } = sizeOf(node)
  if (nodes > MOST_NODES || depth > DEEPEST) throw new Misfit('what comes of it is too large', at)
  return node
}

/** No field holds so much; a text can be put into itself, too. */
const LONGEST_TEXT = 1_000_000

/** @throws Misfit */
export function checkLength(text: string, at: YamlNode): string {
  if (text.length > LONGEST_TEXT) throw new Misfit('what comes of it is too long', at)
  return text
}
