import { isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, type YAMLMap } from 'yaml'
import { type Kustomization, rangeOf, refuse } from './kustomization.ts'

/** An edit of an anchored node would change every alias of it, and a merge key hides where a value comes from. */
export function failOnSharedNodes(kustomization: Kustomization, map: YAMLMap, line: number): void {
  const images: unknown = kustomization.root.get('images')
  if ((isSeq(images) && images.anchor) || map.anchor || mergesOf(map).length > 0) shared(kustomization, line)
}

function shared({ file }: Kustomization, line: number): never {
  const hint = 'Write the entry out, without an anchor (&), an alias (*) or a merge key (<<).'
  return refuse(file, line, {
    message: 'has an images entry that shares values through an anchor or alias',
    hint,
  })
}

const mergesOf = (map: YAMLMap): readonly unknown[] =>
  map.items.flatMap(({ key, value }) => (isScalar(key) && key.value === '<<' ? [value] : []))

/** An entry beside the plain ones that gets this name through an alias or a merge key: one for kustomize, none to edit. */
export function failOnSharedName(
  kustomization: Kustomization,
  name: string,
  plain: readonly YAMLMap[],
): void {
  const { document, root, lineAt } = kustomization
  const targets = targetsIn(document.contents)
  const resolved = (node: unknown): unknown => (isAlias(node) ? targets.get(node) : node)
  const hasName = (node: unknown): boolean => {
    const map = resolved(node)
    if (isSeq(map)) return map.items.some(hasName)
    if (!isMap(map)) return false
    const own = resolved(map.get('name', true))
    return own === undefined ? mergesOf(map).some(hasName) : isScalar(own) && own.value === name
  }
  const images: unknown = root.get('images')
  const known = new Set<unknown>(plain)
  const others = isSeq(images) ? images.items.filter((item) => !known.has(item)) : []
  const item = others.find(hasName)
  if (item) shared(kustomization, lineAt(rangeOf(item)[0]))
}

/** What each alias stands for: the last anchor of its name before it. `Alias.resolve` would look for each anew. */
function targetsIn(root: unknown): ReadonlyMap<unknown, unknown> {
  const anchors = new Map<string, unknown>()
  const targets = new Map<unknown, unknown>()
  const visit = (node: unknown): void => {
    if (isAlias(node)) targets.set(node, anchors.get(node.source))
    else if (isNode(node) && node.anchor) anchors.set(node.anchor, node)
    if (isPair(node)) for (const part of [node.key, node.value]) visit(part)
    if (isCollection(node)) for (const item of node.items) visit(item)
  }
  visit(root)
  return targets
}
