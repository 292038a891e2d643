import { textAt, type YamlNode } from '../../yaml/node.ts'
import { directiveOf } from './directive.ts'

export interface Items {
  readonly old: readonly YamlNode[]
  readonly patches: readonly YamlNode[]
}

type Merge = (old: YamlNode | undefined, patch: YamlNode) => YamlNode | undefined

/**
 * Items of a list that is merged by fields. Those of the patch come first, in its order, whether they are new or not
 * (kyaml, yaml/walk/associative_sequence.go, as patches use it).
 */
export function mergeItems(
  { old, patches }: Items,
  keys: readonly string[],
  merge: Merge,
): readonly YamlNode[] {
  if (keys.length === 0) return mergePlain({ old, patches })
  const find = indexOf(old, keys)
  const taken = new Set<number>()
  const first = patches.flatMap((patch) => {
    const at = find(patch)
    if (at !== undefined) taken.add(at)
    return mergeItem(at === undefined ? undefined : old[at], patch, merge) ?? []
  })
  return [...first, ...old.filter((_, at) => !taken.has(at))]
}

/** An item that is to be replaced stays as it is: kustomize merges nothing into it, and keeps the old one. */
function mergeItem(old: YamlNode | undefined, patch: YamlNode, merge: Merge): YamlNode | undefined {
  const isReplaced = old && patch.kind === 'map' && directiveOf(patch).directive === 'replace'
  return isReplaced ? old : merge(old, patch)
}

/**
 * Finds the place of the item that a patch means. Of two fields the second may be missing on either side; of several
 * items the first is meant.
 */
function indexOf(
  items: readonly YamlNode[],
  [key = '', second]: readonly string[],
): (patch: YamlNode) => number | undefined {
  const places = new Map<string, number>()
  const keep = (name: string, at: number) => {
    if (!places.has(name)) places.set(name, at)
  }
  const otherOf = (item: YamlNode) => (second === undefined ? '' : (textAt(item, second) ?? ''))
  for (const [at, item] of items.entries()) {
    const value = textAt(item, key)
    if (value === undefined) continue
    keep(JSON.stringify([value, otherOf(item)]), at)
    keep(JSON.stringify([value]), at)
  }
  return (patch) => {
    const value = textAt(patch, key)
    if (value === undefined) return undefined
    const other = otherOf(patch)
    const exact = places.get(JSON.stringify([value, other]))
    return exact ?? places.get(JSON.stringify(other === '' ? [value] : [value, '']))
  }
}

function mergePlain({ old, patches }: Items): readonly YamlNode[] {
  const seen = new Set<string>()
  return [...patches, ...old].filter((item) => {
    if (item.kind !== 'scalar') return true
    const isNew = !seen.has(item.text)
    seen.add(item.text)
    return isNew
  })
}
