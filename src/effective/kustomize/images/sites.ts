import { keptFor } from '../../kept.ts'
import { type ListNode, type MapNode, type ScalarNode, valueAt, type YamlNode } from '../../yaml/node.ts'
import { type Identity, identityOf } from '../build/resource.ts'
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

/** Every list of containers at any depth, and then what the field specs say; nothing of a CustomResourceDefinition. */
export function sitesOf(root: MapNode, specs: readonly FieldSpec[]): Sites {
  const id = identityOf(root)
  if (id.kind === 'CustomResourceDefinition') return NONE
  const finders = findersOf(specs)
  const parts = root.entries.flatMap(({ key, value }) => {
    if (value.kind === 'scalar') return []
    const part = finders(id, key.text)(value)
    return part === NONE ? [] : [part]
  })
  const [only, second] = parts
  if (only && !second) return only
  return { sites: parts.flatMap(({ sites }) => sites), odd: parts.flatMap(({ odd }) => odd) }
}

const NONE: Sites = { sites: [], odd: [] }

/**
 * Looks through what stands under one key of an object: overlays change the metadata of what they share, and all of them
 * get the same `spec`.
 */
const findersOf = keptFor((specs: readonly FieldSpec[]) => {
  const known = new Map<string, (part: YamlNode) => Sites>()
  return (id: Identity, key: string) => {
    const name = JSON.stringify([id.group, id.version, id.kind, key])
    const finder =
      known.get(name) ??
      keptFor((part: YamlNode) =>
        find(
          part,
          key,
          specs.filter((spec) => isOfKind(spec, id) && spec.path[0] === key),
        ),
      )
    known.set(name, finder)
    return finder
  }
})

function find(part: YamlNode, key: string, specs: readonly FieldSpec[]): Sites {
  const sites = new Map<string, Site>()
  const odd: YamlNode[] = []
  const add = (path: NodePath, node: YamlNode) => {
    if (node.kind !== 'scalar') odd.push(node)
    else {
      // Null is matched as it is written: a pattern such as `.*` makes `null:1.0` of it.
      const name = JSON.stringify(path)
      sites.set(name, { path, scalar: node, times: (sites.get(name)?.times ?? 0) + 1 })
    }
  }
  const addContainers = (path: NodePath, containers: readonly YamlNode[]) => {
    for (const [at, item] of containers.entries()) {
      const image = valueAt(item, 'image')
      if (item.kind !== 'map') odd.push(item)
      else if (image) add([...path, at, 'image'], image)
    }
  }
  walk(part, [key], addContainers)
  if (CONTAINERS.has(key) && part.kind === 'list') addContainers([key], part.items)
  for (const place of specs.flatMap((spec) => placesOf(part, spec, [key]))) {
    if (place) add(place.path, place.node)
    else odd.push(part)
  }
  return sites.size === 0 && odd.length === 0 ? NONE : { sites: [...sites.values()], odd }
}

/**
 * Whether a list of containers is somewhere in it: asked once of each node, however many overlays share it. Most nodes are
 * scalars, of which nothing needs to be kept.
 */
const holdsContainers = (node: YamlNode): boolean => node.kind !== 'scalar' && isAboveContainers(node)

const isAboveContainers = keptFor((node: MapNode | ListNode): boolean => {
  if (node.kind === 'list') return node.items.some(holdsContainers)
  return node.entries.some(
    ({ key, value }) =>
      value.kind !== 'scalar' &&
      ((value.kind === 'list' && CONTAINERS.has(key.text)) || isAboveContainers(value)),
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
