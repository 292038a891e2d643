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
    const found = find(patch)
    const item = found && old[found.at]
    if (found) taken.add(found.at)
    return (found?.isAlike ? item : mergeItem(item, patch, merge)) ?? []
  })
  return [...first, ...old.filter((_, at) => !taken.has(at))]
}

/** An item that is to be replaced stays as it is: kustomize merges nothing into it, and keeps the old one. */
function mergeItem(old: YamlNode | undefined, patch: YamlNode, merge: Merge): YamlNode | undefined {
  const isReplaced = old && patch.kind === 'map' && directiveOf(patch).directive === 'replace'
  return isReplaced ? old : merge(old, patch)
}

interface Match {
  readonly at: number
  /** Only one of the two has the second field: kustomize takes them for the same, and keeps the old one as it is. */
  readonly isAlike: boolean
}

/** Finds the place of the item that a patch means; of several items the first is meant. */
function indexOf(
  items: readonly YamlNode[],
  [key = '', second]: readonly string[],
): (patch: YamlNode) => Match | undefined {
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
    if (exact !== undefined) return { at: exact, isAlike: false }
    const alike = places.get(JSON.stringify(other === '' ? [value] : [value, '']))
    return alike === undefined ? undefined : { at: alike, isAlike: true }
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
