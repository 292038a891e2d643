import { isAlias, isMap, isNode, isPair, isSeq } from 'yaml'
import { duplicateAmong } from '../edit/faults.ts'

/** Anchors and aliases of a document that is only read: the library goes through all of them for each alias. */
const MOST_NAMED = 5_000

/**
 * What a document that is only read must not have: keys that stand there twice (the library would compare each key with
 * every other one), and more aliases than can be followed.
 */
export function readingFault(root: unknown): string | undefined {
  let named = 0
  const visit = (node: unknown): string | undefined => {
    if (isAlias(node) || (isNode(node) && node.anchor !== undefined)) named += 1
    if (named > MOST_NAMED) return `it has more than ${MOST_NAMED} anchors and aliases`
    if (isPair(node)) return visit(node.key) ?? visit(node.value)
    if (!isMap(node) && !isSeq(node)) return undefined
    const twice = isMap(node) ? duplicateAmong(node.items)?.what : undefined
    return twice ?? firstOf(node.items, visit)
  }
  return visit(root)
}

function firstOf(items: readonly unknown[], find: (item: unknown) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
