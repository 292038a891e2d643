import { isNull, type ListNode, type MapEntry, type MapNode, textAt, type YamlNode } from '../../yaml/node.ts'
import { directiveOf, itemDirectiveOf } from './directive.ts'
import { mergeItems } from './merge-items.ts'
import { isMergedList, type MergedList, type Shape, shapeOf } from './merge-keys.ts'
import { Misfit } from './misfit.ts'

/**
 * A strategic merge of a patch into an object, as kustomize does it (kyaml, yaml/merge2): what the patch does not name
 * is shared with the object. undefined where the patch deletes it.
 *
 * @throws Misfit
 */
export function mergePatch(object: MapNode, patch: MapNode): MapNode | undefined {
  const merged = merge(
    object,
    patch,
    shapeOf(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? ''),
  )
  return merged?.kind === 'map' ? merged : undefined
}

const isNothing = (node: YamlNode | undefined): boolean =>
  node === undefined || (node.kind === 'scalar' && isNull(node))

/** undefined for what the patch takes away. */
export function merge(
  node: YamlNode | undefined,
  patch: YamlNode,
  shape: Shape | MergedList | undefined,
): YamlNode | undefined {
  if (isNothing(patch)) return undefined
  if (node === undefined || isNothing(node)) return added(patch, shape)
  if (node.kind !== patch.kind) {
    throw new Misfit(`a ${nounOf(patch)} is to be merged into a ${nounOf(node)}`, patch)
  }
  if (node.kind === 'map' && patch.kind === 'map')
    return mergeMaps(node, patch, isMergedList(shape) ? undefined : shape)
  if (node.kind === 'list' && patch.kind === 'list')
    return isMergedList(shape) ? mergeLists(node, patch, shape) : patch
  return patch
}

const nounOf = ({ kind }: YamlNode): string => ({ map: 'mapping', list: 'list', scalar: 'value' })[kind]

function mergeMaps(node: MapNode, patch: MapNode, shape: Shape | undefined): YamlNode | undefined {
  const { directive, rest } = directiveOf(patch)
  if (directive === 'delete') return undefined
  if (directive === 'replace') return withoutNulls(rest, shape)
  const patched = new Map(rest.entries.map((entry) => [entry.key.text, entry]))
  const kept = node.entries.flatMap((entry) => {
    const change = patched.get(entry.key.text)
    if (!change) return [entry]
    patched.delete(entry.key.text)
    return mergedEntry(entry, change, shape?.[entry.key.text])
  })
  const more = [...patched.values()].flatMap((entry) => addedEntry(entry, shape?.[entry.key.text]))
  return { ...node, entries: [...kept, ...more] }
}

function mergedEntry(
  entry: MapEntry,
  change: MapEntry,
  shape: Shape | MergedList | undefined,
): readonly MapEntry[] {
  const value = merge(entry.value, change.value, shape)
  return value === undefined ? [] : [{ key: entry.key, value }]
}

function addedEntry(entry: MapEntry, shape: Shape | MergedList | undefined): readonly MapEntry[] {
  const value = isNothing(entry.value) ? undefined : added(entry.value, shape)
  if (value === entry.value) return [entry]
  return value === undefined ? [] : [{ key: entry.key, value }]
}

/** What is new loses what says how it is to be merged, and what is null. */
function added(patch: YamlNode, shape: Shape | MergedList | undefined): YamlNode | undefined {
  if (patch.kind === 'map') {
    const { directive, rest } = directiveOf(patch)
    return directive === 'delete' ? undefined : withoutNulls(rest, isMergedList(shape) ? undefined : shape)
  }
  if (patch.kind !== 'list' || !isMergedList(shape)) return patch
  return mergeLists({ ...patch, items: [] }, patch, shape)
}

function withoutNulls(map: MapNode, shape: Shape | undefined): MapNode {
  const entries = map.entries.flatMap((entry) => addedEntry(entry, shape?.[entry.key.text]))
  const isUnchanged =
    entries.length === map.entries.length && entries.every((entry, at) => entry === map.entries[at])
  return isUnchanged ? map : { ...map, entries }
}

function mergeLists(node: ListNode, patch: ListNode, shape: MergedList): YamlNode | undefined {
  const { directive, rest } = itemDirectiveOf(patch)
  if (directive === 'delete') return undefined
  if (directive === 'replace') return rest
  const mergeItem = (old: YamlNode | undefined, item: YamlNode) => merge(old, item, shape.items)
  return { ...node, items: mergeItems({ old: node.items, patches: rest.items }, shape.keys, mergeItem) }
}
