import { isNull, type MapNode, type ScalarNode, valueAt, type YamlNode } from '../../yaml/node.ts'
import type { Identity } from '../build/resource.ts'
import type { NodePath } from '../build/rewrite.ts'
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
const NO_SITES: Sites = { sites: [], odd: [] }
const kept = new WeakMap<readonly FieldSpec[], WeakMap<MapNode, Sites>>()

/** Every list of containers at any depth, and then what the field specs say; nothing of a CustomResourceDefinition. */
export function sitesOf(root: MapNode, id: Identity, specs: readonly FieldSpec[]): Sites {
  if (id.kind === 'CustomResourceDefinition') return NO_SITES
  const ofSpecs = kept.get(specs) ?? new WeakMap<MapNode, Sites>()
  kept.set(specs, ofSpecs)
  const known = ofSpecs.get(root)
  if (known) return known
  const found = find(root, id, specs)
  ofSpecs.set(root, found)
  return found
}

function find(root: MapNode, id: Identity, specs: readonly FieldSpec[]): Sites {
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

const holding = new WeakMap<YamlNode, boolean>()

/** Whether a list of containers is somewhere in it: asked once of each node, however many overlays share it. */
function holdsContainers(node: YamlNode): boolean {
  if (node.kind === 'scalar') return false
  const known = holding.get(node)
  if (known !== undefined) return known
  const holds =
    node.kind === 'list'
      ? node.items.some(holdsContainers)
      : node.entries.some(
          ({ key, value }) => (CONTAINERS.has(key.text) && value.kind === 'list') || holdsContainers(value),
        )
  holding.set(node, holds)
  return holds
}
