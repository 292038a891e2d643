import { type ScalarNode, valueUnder } from '../../yaml/node.ts'
import type { Notes } from '../build/notes.ts'
import { keyOf, NO_NAMESPACE, type Resource, renamed, titleOf } from '../build/resource.ts'
import { scalarAt, withValueUnder } from '../build/rewrite.ts'

type Resources = readonly Resource[]

/** Every object goes to a namespace, and a Namespace is called like it. */
export function setNamespace(resources: Resources, namespace: ScalarNode, notes: Notes): Resources {
  const moved = resources.map((resource) => inNamespace(resource, namespace))
  const keys = new Set<string>()
  for (const { id } of moved) {
    const key = keyOf(id)
    if (keys.has(key)) notes.note(`${titleOf(id)} is there twice once all are in one namespace`, namespace)
    keys.add(key)
  }
  return moved
}

function inNamespace(resource: Resource, namespace: ScalarNode): Resource {
  const { root, id } = resource
  const isNamespace = id.kind === 'Namespace' && id.group === '' && id.version === 'v1'
  if (isNamespace)
    return renamed(
      resource,
      withValueUnder(root, ['metadata', 'name'], () => namespace),
    )
  if (id.namespace === NO_NAMESPACE) return renamed(resource, root)
  return renamed(
    resource,
    withValueUnder(root, ['metadata', 'namespace'], () => namespace),
  )
}

/** Whose name stays what it is (kustomize api, `prefixFieldSpecsToSkip`). */
const isNamedForEver = ({ id, before }: Resource): boolean => {
  const { kind, group } = before[0] ?? id
  return (
    kind === 'CustomResourceDefinition' ||
    kind === 'Namespace' ||
    (kind === 'APIService' && group === 'apiregistration.k8s.io')
  )
}

export function rename(resources: Resources, change: (name: string) => string): Resources {
  return resources.map((resource) => {
    const name = valueUnder(resource.root, ['metadata', 'name'])
    if (isNamedForEver(resource) || name?.kind !== 'scalar') return resource
    const next = { ...scalarAt(name, change(name.text)), style: name.style }
    return renamed(
      resource,
      withValueUnder(resource.root, ['metadata', 'name'], () => next),
    )
  })
}
