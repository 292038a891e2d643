import { isNull, type YamlNode } from '../../yaml/node.ts'

/** Whether two nodes say the same: of numbers and words it is not known which type they have, only their text. */
export function nodesEqual(one: YamlNode | undefined, other: YamlNode | undefined): boolean {
  if (!one || !other) return isNothing(one) && isNothing(other)
  if (one === other) return true
  if (one.kind === 'map' && other.kind === 'map') {
    const values = new Map(other.entries.map(({ key, value }) => [key.text, value]))
    return (
      one.entries.length === other.entries.length &&
      one.entries.every(({ key, value }) => nodesEqual(value, values.get(key.text)))
    )
  }
  if (one.kind === 'list' && other.kind === 'list') {
    return (
      one.items.length === other.items.length &&
      one.items.every((item, at) => nodesEqual(item, other.items[at]))
    )
  }
  if (one.kind !== 'scalar' || other.kind !== 'scalar') return false
  return isNull(one) ? isNull(other) : one.text === other.text
}

const isNothing = (node: YamlNode | undefined): boolean => !node || (node.kind === 'scalar' && isNull(node))
