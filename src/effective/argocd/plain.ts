import { isNull, type YamlNode } from '../yaml/node.ts'

/** A node as a plain value, each scalar as its text: what the readers of generators take. */
export function plainOf(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined
  if (node.kind === 'scalar') return isNull(node) ? null : node.text
  if (node.kind === 'list') return node.items.map(plainOf)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainOf(value)]))
}
