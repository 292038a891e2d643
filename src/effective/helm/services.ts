import type { ScalarNode, Span, YamlNode } from '../yaml/node.ts'
import { textOf } from '../yaml/node.ts'
import { isGlobal, keysOf } from './keys.ts'
import type { WrittenImage } from './release.ts'
import { held, NIL, type Piece, type Value } from './template/value.ts'
import type { HelmImage } from './use.ts'

/** What the values say of an image that a template writes. */
export interface Service {
  readonly image: HelmImage
  readonly written: WrittenImage
}

/** undefined for what is not known in all its parts. */
export function referenceOf(pieces: readonly Piece[]): string | undefined {
  return pieces.every(({ text }) => text !== undefined) ? pieces.map(({ text }) => text).join('') : undefined
}

const REPOSITORY = /^(?:repository|name|image|imageName|repo|path)$|Repository$|Image$/
const REGISTRY = /^(?:registry|host|hub|imageRegistry)$|Registry$/

/** @param globalRegistry The registry of all services. */
export function serviceOf(written: WrittenImage, globalRegistry: ScalarNode | undefined): Service {
  const { part } = written
  const keys = keysOf(part)
  const used = [...new Set(written.value.flatMap(({ from }) => from))]
  const local = used.filter((node) => keys.has(node) && !isGlobal(keys.get(node), part))
  const named = (name: RegExp) => local.find((node) => name.test(keys.get(node)?.at(-1) ?? ''))
  const leading = named(REPOSITORY) ?? named(REGISTRY) ?? local[0]
  const path = leading && keys.get(leading)
  const values = path && heldUnder(part.values, path.slice(part.path.length, -1))
  const rendered = referenceOf(written.value)
  const image: HelmImage = {
    key: keyOf(path, written),
    registry: scalarAt(values, 'registry') ?? named(REGISTRY),
    repository: scalarAt(values, 'repository') ?? named(REPOSITORY),
    tag: scalarAt(values, 'tag') ?? named(/^(?:tag|version)$|Tag$|Version$/),
    digest: scalarAt(values, 'digest') ?? named(/^(?:digest|sha)$|Digest$/),
    rendered,
    evidence: rendered === undefined ? 'none' : 'templates',
    wins: globalRegistry && used.includes(globalRegistry) ? 'global' : undefined,
    decidedAt: decidedAt(written.value),
  }
  return { image, written }
}

/** A text that is a whole image is called by its own key. */
function keyOf(path: readonly string[] | undefined, { key, kind, name }: WrittenImage): string {
  if (!path) return key?.at?.source.path ?? `${kind}/${name}`
  return /^(?:repository|registry|tag|name|digest|host|version)$/.test(path.at(-1) ?? '')
    ? path.slice(0, -1).join('.')
    : path.join('.')
}

/** By an index: many services may stand in one mapping. */
function heldUnder(values: YamlNode | undefined, keys: readonly string[]): Value {
  return keys.reduce<Value>((at, key) => held(at, key), values ?? NIL)
}

function scalarAt(values: Value | undefined, key: string): ScalarNode | undefined {
  const node = values && held(values, key)
  return node?.kind === 'scalar' && textOf(node) !== undefined ? node : undefined
}

/** The action that chose the beginning of the reference, where its registry is; else the one that wrote it. */
function decidedAt(pieces: readonly Piece[]): Span | undefined {
  const first = pieces.find(({ text }) => text === undefined || text !== '')
  return pieces.find(({ chosen }) => chosen)?.chosen ?? first?.at
}

/** Of the two that may say the registry, those that a service says itself: emptied, the other one shows. */
export function localRegistryOf({ registry, repository }: HelmImage): readonly ScalarNode[] {
  if (registry?.text) return [registry]
  return repository?.text ? [repository] : []
}
