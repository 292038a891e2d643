import { isNull, type YamlNode } from '../yaml/node.ts'

/** Values as JSON, which is YAML. Words that are no strings go as they are read. */
export function jsonOf(node: YamlNode): unknown {
  if (node.kind === 'list') return node.items.map(jsonOf)
  if (node.kind === 'map')
    return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, jsonOf(value)]))
  if (node.style !== 'plain') return node.text
  if (/^(?:true|false)$/i.test(node.text)) return /^true$/i.test(node.text)
  if (isNull(node)) return null
  return /^-?\d{1,15}(?:\.\d+)?$/.test(node.text) ? Number(node.text) : node.text
}

/** Whether there are more nodes than somebody writes: with aliases a small text has any number of them. */
export function isTooMuch(node: YamlNode, most: number): boolean {
  let left = most
  const count = (one: YamlNode): boolean => {
    left -= 1
    if (left < 0) return true
    if (one.kind === 'list') return one.items.some(count)
    return one.kind === 'map' && one.entries.some(({ value }) => count(value))
  }
  return count(node)
}
