import { entriesOf, isNull, type MapNode, type ScalarNode, type YamlNode } from '../../yaml/node.ts'
import { changed, type Identity, type Resource } from '../build/resource.ts'
import { mapAt, withEntry, withValueUnder } from '../build/rewrite.ts'

type Resources = readonly Resource[]

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

/** Labels or annotations for all objects. */
export function addPairs(resources: Resources, { pairs, of, inTemplates }: Pairs): Resources {
  const entries = entriesOf(pairs)
  if (!pairs || entries.length === 0) return resources
  const add = (old: YamlNode | undefined) => {
    const map = old?.kind === 'map' ? old : mapAt(pairs, [])
    return entries.reduce<MapNode>((held, { key, value }) => withEntry(held, key.text, value, key), map)
  }
  return resources.map((resource) => {
    const places = [['metadata'], ...(inTemplates ? templatesOf(resource.id) : [])]
    const root = places.reduce<MapNode>(
      (held, place) => withValueUnder(held, [...place, of], add),
      resource.root,
    )
    return changed(resource, root)
  })
}

const SCALED = new Set(['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'])

/** How many replicas the objects of a name are to have. */
export function setReplicas(resources: Resources, name: string, count: ScalarNode): Resources {
  return resources.map((resource) => {
    const isMeant =
      SCALED.has(resource.id.kind) && [resource.id, ...resource.before].some((id) => id.name === name)
    if (!isMeant || isNull(count)) return resource
    return changed(
      resource,
      withValueUnder(resource.root, ['spec', 'replicas'], () => count),
    )
  })
}
