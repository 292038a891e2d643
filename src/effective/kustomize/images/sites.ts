import { isNull, type MapNode, type ScalarNode, valueAt, type YamlNode } from '../../yaml/node.ts'
import { identityOf } from '../build/resource.ts'
import type { NodePath } from '../build/rewrite.ts'
import { keptFor } from '../kept.ts'
import { type FieldSpec, isOfKind, placesOf, specFor } from './field-spec.ts'

/** A field that `images:` looks at. */
export interface Site {
  readonly path: NodePath
  readonly scalar: ScalarNode
  /** How often each entry is applied to it: what is named in two ways is looked at twice. */
  readonly times: number
}

/** Sites of an object, and what stands where an image is to be and is none: kustomize stops there. */
export interface Sites {
  readonly sites: readonly Site[]
  readonly odd: readonly YamlNode[]
}

/** Where kustomize looks besides lists of containers (kustomize api, builtinpluginconsts/images.go). */
export const IMAGE_SPECS: readonly FieldSpec[] = [
  'spec/containers/image',
  'spec/initContainers/image',
  'spec/volumes/image/reference',
  'spec/template/spec/containers/image',
  'spec/template/spec/initContainers/image',
  'spec/template/spec/volumes/image/reference',
].map((path) => specFor(path))

const CONTAINERS = new Set(['containers', 'initContainers'])
const sitesFor = keptFor((specs: readonly FieldSpec[]) => keptFor((root: MapNode) => find(root, specs)))

/** Every list of containers at any depth, and then what the field specs say; nothing of a CustomResourceDefinition. */
export const sitesOf = (root: MapNode, specs: readonly FieldSpec[]): Sites => sitesFor(specs)(root)

function find(root: MapNode, specs: readonly FieldSpec[]): Sites {
  const id = identityOf(root)
  if (id.kind === 'CustomResourceDefinition') return { sites: [], odd: [] }
  const sites = new Map<string, Site>()
  const odd: YamlNode[] = []
  const add = (path: NodePath, node: YamlNode) => {
    if (node.kind !== 'scalar') odd.push(node)
    else if (!isNull(node)) {
      const key = JSON.stringify(path)
      sites.set(key, { path, scalar: node, times: (sites.get(key)?.times ?? 0) + 1 })
    }
  }
  walk(root, [], (path, containers) => {
    for (const [at, item] of containers.entries()) {
      const image = valueAt(item, 'image')
      if (item.kind !== 'map') odd.push(item)
      else if (image) add([...path, at, 'image'], image)
    }
  })
  for (const spec of specs.filter((one) => isOfKind(one, id))) {
    for (const place of placesOf(root, spec)) {
      if (place) add(place.path, place.node)
      else odd.push(root)
    }
  }
  return { sites: [...sites.values()], odd }
}

/** Whether a list of containers is somewhere in it: asked once of each node, however many overlays share it. */
const holdsContainers = keptFor((node: YamlNode): boolean => {
  if (node.kind === 'scalar') return false
  if (node.kind === 'list') return node.items.some(holdsContainers)
  return node.entries.some(
    ({ key, value }) => (CONTAINERS.has(key.text) && value.kind === 'list') || holdsContainers(value),
  )
})

/** Hands out every list of containers. */
function walk(
  node: YamlNode,
  path: NodePath,
  found: (path: NodePath, items: readonly YamlNode[]) => void,
): void {
  if (!holdsContainers(node)) return
  if (node.kind === 'list') {
    for (const [at, item] of node.items.entries()) walk(item, [...path, at], found)
    return
  }
  if (node.kind !== 'map') return
  for (const { key, value } of node.entries) {
    const here = [...path, key.text]
    walk(value, here, found)
    if (CONTAINERS.has(key.text) && value.kind === 'list') found(here, value.items)
  }
}
