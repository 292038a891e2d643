import type { KubeObject } from '../../object.ts'
import { type MapNode, textAt, valueAt } from '../../yaml/node.ts'
import { isClusterScoped } from './scope.ts'

/** What an object is known by (kustomize kyaml, resid). */
export interface Identity {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly name: string
  /** As it is compared: of an object without one, `default`, or the one of what has none. */
  readonly namespace: string
}

/** An object on its way through kustomizations: nothing of it is ever changed, so that bases can be shared. */
export interface Resource {
  readonly root: MapNode
  readonly id: Identity
  /** What it was known by before, the oldest first: patches may still call it that. */
  readonly before: readonly Identity[]
}

export const NO_NAMESPACE = '_non_namespaceable_'

export function resourceOf(root: MapNode, before: readonly Identity[] = []): Resource {
  return { root, id: identityOf(root), before }
}

export function identityOf(root: MapNode): Identity {
  const apiVersion = textAt(root, 'apiVersion') ?? ''
  const slash = apiVersion.indexOf('/')
  const kind = textAt(root, 'kind') ?? ''
  const metadata = valueAt(root, 'metadata')
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    name: textAt(metadata, 'name') ?? '',
    namespace: isClusterScoped(apiVersion, kind) ? NO_NAMESPACE : textAt(metadata, 'namespace') || 'default',
  }
}

/** With another root, known by what it was before where that name is one that it had. */
export const changed = (resource: Resource, root: MapNode): Resource => resourceOf(root, resource.before)

export const renamed = (resource: Resource, root: MapNode): Resource =>
  resourceOf(root, [...resource.before, resource.id])

export const isSame = (one: Identity, other: Identity): boolean =>
  one.kind === other.kind &&
  one.name === other.name &&
  one.namespace === other.namespace &&
  one.group === other.group &&
  one.version === other.version

/** Whether it is, or was once, known by that (kustomize api, `GetMatchingResourcesByAnyId`). */
export const isKnownAs = ({ id, before }: Resource, wanted: Identity): boolean =>
  isSame(id, wanted) || before.some((old) => isSame(old, wanted))

export const keyOf = ({ group, version, kind, namespace, name }: Identity): string =>
  [group, version, kind, namespace, name].join('\n')

export const titleOf = ({ kind, name }: Identity): string => `${kind}/${name}`

export function objectOf({ root, id }: Resource): KubeObject {
  return {
    root,
    apiVersion: textAt(root, 'apiVersion') ?? '',
    kind: id.kind,
    namespace: textAt(valueAt(root, 'metadata'), 'namespace'),
    name: id.name,
  }
}
