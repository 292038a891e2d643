import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { refuse } from '../refuse.ts'
import { contentEnd, itemStart, mergesOf, type TokenPair } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { Kustomization } from './kustomization.ts'

/** An item of the images list: from its dash (or its first character in a flow list) to the end of its last value. */
export interface ItemSpan {
  readonly node: unknown
  readonly start: number
  readonly end: number
}

/** Where the images list and its items stand. */
export interface ImagesList {
  readonly seq: YAMLSeq
  readonly keyStart: number
  readonly items: readonly ItemSpan[]
  /** The offset of the next key of the kustomization, or of the end of the text. */
  readonly sectionEnd: number
}

export function imagesPair({ root }: Kustomization): TokenPair | undefined {
  return root.items.find((pair) => isScalar(pair.key) && pair.key.value === 'images') as TokenPair | undefined
}

/** A kustomization whose images are there, but none is. */
export type EmptyImages = Kustomization & { readonly pair: TokenPair }

export function imagesList(kustomization: Kustomization): ImagesList | undefined {
  const { root, file } = kustomization
  const pair = imagesPair(kustomization)
  if (!pair || !isSeq(pair.value)) return undefined
  const next = root.items[root.items.indexOf(pair) + 1]
  const seq = pair.value
  return {
    seq,
    keyStart: rangeOf(pair.key)[0],
    items: seq.items.map((node, index) => ({
      node,
      start: itemStart(seq, index),
      end: contentEnd(node),
    })),
    sectionEnd: next ? rangeOf(next.key)[0] : file.text.length,
  }
}

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
