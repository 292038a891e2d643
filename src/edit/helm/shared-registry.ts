import { type Document, isAlias, isMap, isScalar } from 'yaml'
import { hasEcrSuffix } from '../../names/host.ts'
import { registryOf, splitReference } from '../../names/reference.ts'
import { withoutLastSlashes } from '../../names/text.ts'
import type { SharedRegistry } from '../target.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'

/** Where charts look for a registry that all of their images share: those of Bitnami's library, and what others made of it. */
export const SHARED_REGISTRY_KEYS = [
  ['global', 'imageRegistry'],
  ['global', 'image', 'registry'],
  ['global', 'registry', 'url'],
  ['global', 'registry', 'host'],
  ['global', 'registry', 'name'],
  ['global', 'registry'],
  ['global', 'dockerRegistry'],
  ['global', 'containerRegistry'],
  ['global', 'systemDefaultRegistry'],
  ['global', 'cattle', 'systemDefaultRegistry'],
  ['imageRegistry'],
  ['systemDefaultRegistry'],
] as const

/** A registry that the values name for all images, with the path that it may have. */
export interface GlobalRegistry extends SharedRegistry {
  readonly prefix: string
}

/** @param values The mapping of all values, where it is not all of the file. */
export function globalRegistry(
  source: YamlSource,
  values: unknown = source.documents[0]?.contents,
): GlobalRegistry | undefined {
  const [document] = source.documents
  for (const keys of document ? SHARED_REGISTRY_KEYS : []) {
    const known = registryAt(source, nodeAt(document, values, keys), keys)
    if (known) return known
  }
  return document && ecrBelow(source, nodeAt(document, values, ['global']), ['global'])
}

/** What an image without a repository of its own is, as in the chart of Argo CD. */
const REPOSITORY = ['global', 'image', 'repository'] as const
const DOCKER_HUB = 'docker.io'

export function globalRepository(
  source: YamlSource,
  values: unknown = source.documents[0]?.contents,
): GlobalRegistry | undefined {
  const [document] = source.documents
  const found = registryAt(source, nodeAt(document, values, REPOSITORY), REPOSITORY)
  if (!found) return undefined
  const own = registryOf(found.prefix)
  const { name } = splitReference(own === undefined ? found.prefix : found.prefix.slice(own.length + 1))
  const host = own ?? globalRegistry(source, values)?.host ?? DOCKER_HUB
  return { ...found, host, repository: name }
}

/** A host, alone or with a path under a name that says so: what else is there is one image, which nobody shares. */
const isShared = (name: string, { prefix, host }: GlobalRegistry): boolean =>
  hasEcrSuffix(host) &&
  (prefix === host || (/regist|hub|url|host|server|prefix|ecr|docker/i.test(name) && !/[:@]/.test(prefix)))

const DEEPEST = 4

/** Whatever its key is called: what all share and is a host of ECR, with a path or without, is where images are. */
function ecrBelow(source: YamlSource, node: unknown, keys: readonly string[]): GlobalRegistry | undefined {
  if (!isMap(node) || keys.length > DEEPEST) return undefined
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : ''
    const path = [...keys, name]
    const found = registryAt(source, value, path)
    const known = found && isShared(name, found) ? found : ecrBelow(source, value, path)
    if (known) return known
  }
  return undefined
}

function registryAt(
  { lineAt }: YamlSource,
  node: unknown,
  keys: readonly string[],
): GlobalRegistry | undefined {
  const text = isScalar(node) && typeof node.value === 'string' ? node.value.trim() : ''
  if (text === '' || text.includes('{{')) return undefined
  const prefix = withoutLastSlashes(text.replace(/^https?:\/\//, ''))
  const [host = ''] = prefix.split('/')
  return { host, prefix, key: keys.join('.'), line: lineAt(rangeOf(node)[0]) }
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
