import { entriesOf, isNull, type MapNode, type ScalarNode, type YamlNode } from '../../yaml/node.ts'
import type { Desk } from '../build/budget.ts'
import { changed, type Identity, type Resource } from '../build/resource.ts'
import { mapAt, withEntry, withValueUnder } from '../build/rewrite.ts'

const WORKLOADS = new Set([
  ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job', 'ReplicationController'],
])

/** Metadata within an object that gets what all objects get (kustomize api, builtinpluginconsts/commonannotations.go). */
function templatesOf({ kind }: Identity): readonly (readonly string[])[] {
  if (WORKLOADS.has(kind)) return [['spec', 'template', 'metadata']]
  if (kind !== 'CronJob') return []
  return [
    ['spec', 'jobTemplate', 'metadata'],
    ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
  ]
}

export interface Pairs {
  readonly pairs: YamlNode | undefined
  readonly of: 'labels' | 'annotations'
  readonly inTemplates: boolean
}

/** The objects that are there, to be changed. */
interface Held extends Desk {
  resources: readonly Resource[]
}

/** Labels or annotations for all objects. */
export function addPairs(held: Held, { pairs, of, inTemplates }: Pairs): void {
  const entries = entriesOf(pairs)
  if (!pairs || entries.length === 0) return
  // Each pair is another copy of those that are there.
  if (!held.spend(held.resources.length * entries.length * 20, pairs)) return
  const add = (old: YamlNode | undefined) => {
    const map = old?.kind === 'map' ? old : mapAt(pairs, [])
    return entries.reduce<MapNode>((made, { key, value }) => withEntry(made, key.text, value, key), map)
  }
  held.resources = held.resources.map((resource) => {
    const places = [['metadata'], ...(inTemplates ? templatesOf(resource.id) : [])]
    const root = places.reduce<MapNode>(
      (made, place) => withValueUnder(made, [...place, of], add),
      resource.root,
    )
    return changed(resource, root)
  })
}

const SCALED = new Set(['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'])

/** How many replicas the objects of a name are to have. */
export function setReplicas(held: Held, name: string, count: ScalarNode): void {
  if (!held.spend(held.resources.length, count)) return
  held.resources = held.resources.map((resource) => {
    const isMeant =
      SCALED.has(resource.id.kind) && [resource.id, ...resource.before].some((id) => id.name === name)
    if (!isMeant || isNull(count)) return resource
    return changed(
      resource,
      withValueUnder(resource.root, ['spec', 'replicas'], () => count),
    )
  })
}
