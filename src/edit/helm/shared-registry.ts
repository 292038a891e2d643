import { type Document, isAlias, isMap, isScalar } from 'yaml'
import type { SharedRegistry } from '../target.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'

/** Where charts look for a registry that all of their images share: those of Bitnami's library, and what others made of it. */
const KEYS = [
  ['global', 'imageRegistry'],
  ['global', 'image', 'registry'],
  ['global', 'registry', 'url'],
  ['global', 'registry', 'host'],
  ['global', 'registry', 'name'],
  ['global', 'registry'],
  ['global', 'dockerRegistry'],
  ['global', 'containerRegistry'],
  ['imageRegistry'],
] as const

/** A registry that the values name for all images, with the path that it may have. */
export interface GlobalRegistry extends SharedRegistry {
  readonly prefix: string
}

/** @param values The mapping of all values, where it is not all of the file. */
export function globalRegistry(
  { documents, lineAt }: YamlSource,
  values: unknown = documents[0]?.contents,
): GlobalRegistry | undefined {
  const [document] = documents
  for (const keys of document ? KEYS : []) {
    const node = nodeAt(document, values, keys)
    const text = isScalar(node) && typeof node.value === 'string' ? node.value.trim() : ''
    if (text === '' || text.includes('{{')) continue
    const prefix = text.replace(/^https?:\/\//, '').replace(/\/+$/, '')
    const [host = ''] = prefix.split('/')
    return { host, prefix, key: keys.join('.'), line: lineAt(rangeOf(node)[0]) }
  }
  return undefined
}

function nodeAt(document: Document.Parsed | undefined, values: unknown, keys: readonly string[]): unknown {
  let node = values
  for (const key of keys) {
    if (!isMap(node)) return undefined
    const value: unknown = node.get(key, true)
    node = isAlias(value) && document ? value.resolve(document) : value
  }
  return node
}
