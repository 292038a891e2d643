import { foldKey } from '../../../edit/kustomize/fold-key.ts'
import { itemsOf, type MapNode, type ScalarNode, textOf, type YamlNode } from '../../yaml/node.ts'

/** The value of a field as kustomize finds it: in any case, and of two spellings the last (Go's encoding/json). */
export function fieldOf(node: YamlNode | undefined, name: string): YamlNode | undefined {
  if (node?.kind !== 'map') return undefined
  const found = node.entries.findLast(({ key }) => key.text === name || isSpelling(key.text, name))
  return found?.value
}

/** Folding takes long, and most keys of one length differ in their first letter. */
const isSpelling = (key: string, name: string): boolean =>
  key.length === name.length && mayBeginAlike(key, name) && foldKey(key) === foldKey(name)

/** Of ASCII, letters in both cases differ in one bit alone. */
function mayBeginAlike(key: string, name: string): boolean {
  const first = key.charCodeAt(0)
  return first >= 0x80 || (first | 0x20) === (name.charCodeAt(0) | 0x20)
}

export function listIn(node: YamlNode | undefined, name: string): readonly YamlNode[] {
  return itemsOf(fieldOf(node, name))
}

export function textIn(node: YamlNode | undefined, name: string): string {
  return textOf(fieldOf(node, name)) ?? ''
}

/** A scalar that says something. */
export function scalarIn(node: YamlNode | undefined, name: string): ScalarNode | undefined {
  const value = fieldOf(node, name)
  return value?.kind === 'scalar' && textOf(value) ? value : undefined
}

export const isMap = (node: YamlNode): node is MapNode => node.kind === 'map'

export const isScalar = (node: YamlNode): node is ScalarNode => node.kind === 'scalar'

export const isTrue = (node: YamlNode | undefined): boolean => textOf(node)?.toLowerCase() === 'true'
