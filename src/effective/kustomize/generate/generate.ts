import {
  isNull,
  type MapEntry,
  type MapNode,
  textOf,
  valueAt,
  valueUnder,
  type YamlNode,
} from '../../yaml/node.ts'
import { isKnownAs, type Resource, resourceOf } from '../build/resource.ts'
import { mapAt, scalarAt, withEntry } from '../build/rewrite.ts'
import { sizeOf } from '../build/size.ts'
import type { Work } from '../build/work.ts'
import { fieldOf, isMap, listIn, scalarIn, textIn } from '../read/field.ts'
import { dataOf } from './sources.ts'

export type Generated = 'ConfigMap' | 'Secret'

/** The config maps and secrets that a kustomization makes; kustomize adds a hash of their contents to their names. */
export function generate(work: Work): void {
  const { root } = work.opened
  const options = fieldOf(root, 'generatorOptions')
  for (const item of listIn(root, 'configMapGenerator').filter(isMap)) {
    add(work, item, objectOf(item, { kind: 'ConfigMap', options, work }))
  }
  for (const item of listIn(root, 'secretGenerator').filter(isMap)) {
    add(work, item, objectOf(item, { kind: 'Secret', options, work }))
  }
}

/** The same as a plug-in that is configured in a file of its own, whose metadata are those of the object. */
export function generateOne(work: Work, config: MapNode, kind: Generated): void {
  const metadata = valueAt(config, 'metadata')
  const named = ['name', 'namespace'].reduce((held, key) => {
    const value = valueAt(metadata, key)
    return value ? withEntry(held, key, value) : held
  }, config)
  add(work, named, objectOf(named, { kind, options: undefined, work }))
}

interface Making {
  readonly kind: Generated
  readonly options: YamlNode | undefined
  readonly work: Work
}

function objectOf(item: MapNode, { kind, options, work }: Making): MapNode | undefined {
  const name = scalarIn(item, 'name')
  if (!name) {
    work.notes.note(`a generator of a ${kind} has no name`, item)
    return undefined
  }
  const data = dataOf(item, work).map((entry) => (kind === 'Secret' ? encoded(entry) : entry))
  const type = kind === 'Secret' ? (fieldOf(item, 'type') ?? scalarAt(item, 'Opaque')) : undefined
  return mapAt(item, [
    pair(item, 'apiVersion', scalarAt(item, 'v1')),
    pair(item, 'kind', scalarAt(item, kind)),
    pair(item, 'metadata', metadataOf(item, options)),
    ...(type ? [pair(item, 'type', type)] : []),
    ...(data.length > 0 ? [pair(item, 'data', mapAt(item, unique(data)))] : []),
  ])
}

const pair = (at: YamlNode, key: string, value: YamlNode): MapEntry => ({ key: scalarAt(at, key), value })

const unique = (data: readonly MapEntry[]): readonly MapEntry[] => [
  ...new Map(data.map((entry) => [entry.key.text, entry])).values(),
]

function encoded({ key, value }: MapEntry): MapEntry {
  const text = Buffer.from(textOf(value) ?? '').toString('base64')
  return { key, value: scalarAt(value, text) }
}

function metadataOf(item: MapNode, global: YamlNode | undefined): MapNode {
  const options = fieldOf(item, 'options')
  const pairs = (field: string) => {
    const all = [fieldOf(global, field), fieldOf(options, field)].filter((node) => node?.kind === 'map')
    const entries = all.flatMap((node) => (node?.kind === 'map' ? node.entries : []))
    return entries.length === 0 ? [] : [pair(item, field, mapAt(item, unique(entries)))]
  }
  const kept = ['name', 'namespace'].flatMap((key) => {
    const value = fieldOf(item, key)
    return value && !(value.kind === 'scalar' && isNull(value)) ? [pair(item, key, value)] : []
  })
  return mapAt(item, [...kept, ...pairs('labels'), ...pairs('annotations')])
}

/** Adds an object, or changes the one of that name as `behavior` says. */
function add(work: Work, item: MapNode, root: MapNode | undefined): void {
  if (!root) return
  const resource = resourceOf(root)
  const behavior = textIn(item, 'behavior')
  if (!work.spend(work.resources.length, item)) return
  const old = work.resources.filter((one) => isKnownAs(one, resource.id))
  if (behavior !== 'merge' && behavior !== 'replace') {
    work.add([{ resources: [resource], at: scalarIn(item, 'name') ?? scalarAt(item, '') }])
    return
  }
  const [first] = old
  if (!first || old.length > 1) {
    work.notes.missing(`there is no one ${resource.id.name} to ${behavior} into`, item)
    return
  }
  // All that it holds is copied.
  if (!work.spend(sizeOf(first.root).nodes, item)) return
  work.resources = work.resources.map((one) => (one === first ? joined(first, resource, behavior) : one))
}

/** Either way the object keeps its name and what it is labelled with. */
function joined(old: Resource, more: Resource, behavior: 'merge' | 'replace'): Resource {
  const metadata = joinedMaps(valueAt(more.root, 'metadata'), valueAt(old.root, 'metadata'))
  const labelled = ['labels', 'annotations'].reduce<YamlNode | undefined>((held, field) => {
    const [before, added] = [old, more].map(({ root }) => valueUnder(root, ['metadata', field]))
    const pairs = joinedMaps(before, added)
    return held?.kind === 'map' && pairs ? withEntry(held, field, pairs) : held
  }, metadata)
  const named = withEntry(more.root, 'metadata', labelled)
  const data = joinedMaps(valueAt(old.root, 'data'), valueAt(more.root, 'data'))
  return resourceOf(behavior === 'merge' && data ? withEntry(named, 'data', data) : named, old.before)
}

function joinedMaps(one: YamlNode | undefined, other: YamlNode | undefined): YamlNode | undefined {
  if (one?.kind !== 'map' || other?.kind !== 'map') return other ?? one
  return { ...one, entries: unique([...one.entries, ...other.entries]) }
}
