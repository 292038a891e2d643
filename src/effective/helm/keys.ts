import { SHARED_REGISTRY_KEYS } from '../../edit/helm/shared-registry.ts'
import { keptFor } from '../kept.ts'
import { itemsOf, type ScalarNode, textOf, valueUnder, type YamlNode } from '../yaml/node.ts'
import type { Part } from './release.ts'

/** Where the values of a chart in a release have each scalar, by keys of the values of the whole. */
export type Keys = ReadonlyMap<ScalarNode, readonly string[]>

export const keysOf = keptFor(({ path, values }: Part): Keys => {
  const keys = new Map<ScalarNode, readonly string[]>()
  add(values, path, keys)
  return keys
})

function add(
  node: YamlNode | undefined,
  path: readonly string[],
  keys: Map<ScalarNode, readonly string[]>,
): void {
  if (node?.kind === 'scalar' && !keys.has(node)) keys.set(node, path)
  if (node?.kind === 'map') for (const { key, value } of node.entries) add(value, [...path, key.text], keys)
  for (const [index, item] of itemsOf(node).entries()) add(item, [...path, String(index)], keys)
}

/** The registry that values name for all images. */
export function globalRegistryIn(values: YamlNode | undefined) {
  for (const keys of SHARED_REGISTRY_KEYS) {
    const at = valueUnder(values, keys)
    const text = textOf(at)?.trim()
    if (at?.kind === 'scalar' && text !== undefined && text !== '' && !text.includes('{{'))
      return { text, key: keys.join('.'), at }
  }
  return undefined
}

/** Whether a key stands among those that are for all charts. */
export const isGlobal = (path: readonly string[] | undefined, part: Part): boolean =>
  path?.[part.path.length] === 'global'
