import { saidAt } from '../argocd/sources.ts'
import type { KubeObject } from '../object.ts'
import { isComposed } from '../object.ts'
import {
  entriesOf,
  itemsAt,
  type MapNode,
  type ScalarNode,
  textOf,
  valueAt,
  type YamlNode,
} from '../yaml/node.ts'
import { type ConfigMaps, dataOf } from './helm-release.ts'

/** Variables of a `postBuild`, as far as the repository says them. */
export type Substitutions = ReadonlyMap<string, ScalarNode>

/** undefined where Flux fills in nothing. */
export function substitutionsOf(object: KubeObject, configMaps: ConfigMaps): Substitutions | undefined {
  const postBuild = valueAt(valueAt(object.root, 'spec'), 'postBuild')
  if (!postBuild) return undefined
  const from = itemsAt(postBuild, 'substituteFrom').flatMap((item) =>
    saidAt(item, 'kind')?.text === 'ConfigMap'
      ? entriesOf(dataOf(configMaps, saidAt(item, 'name')?.text, object))
      : [],
  )
  const known = new Map<string, ScalarNode>()
  for (const { key, value } of [...from, ...entriesOf(valueAt(postBuild, 'substitute'))]) {
    if (value.kind === 'scalar' && textOf(value) !== undefined && !value.text.includes('${'))
      known.set(key.text, value)
  }
  return known
}

/** Objects with what is known filled in; what has no variable stays the same node. */
export function substituted(
  objects: readonly KubeObject[],
  substitutions: Substitutions,
): readonly KubeObject[] {
  return objects.map((object) => {
    if (isLeftAlone(object)) return object
    const root = filled(object.root, substitutions)
    return root === object.root ? object : { ...object, root: root as MapNode }
  })
}

/** `kustomize.toolkit.fluxcd.io/substitute: disabled` */
function isLeftAlone({ root }: KubeObject): boolean {
  const metadata = valueAt(root, 'metadata')
  return ['annotations', 'labels'].some(
    (key) => saidAt(valueAt(metadata, key), 'kustomize.toolkit.fluxcd.io/substitute')?.text === 'disabled',
  )
}

function filled(node: YamlNode, known: Substitutions): YamlNode {
  if (node.kind === 'scalar') return node.text.includes('${') ? filledScalar(node, known) : node
  if (node.kind === 'list') {
    const items = node.items.map((item) => filled(item, known))
    return items.every((item, at) => item === node.items[at]) ? node : { ...node, items }
  }
  const entries = node.entries.map((entry) => {
    const value = filled(entry.value, known)
    return value === entry.value ? entry : { ...entry, value }
  })
  return entries.every((entry, at) => entry === node.entries[at]) ? node : { ...node, entries }
}

/** Flux knows the shell's `${name}`, `${name:=default}` and `${name:-default}`; what else it knows is left as it is. */
const VARIABLE = /\$\{([A-Za-z_]\w*)(?::[=-]([^${}]*))?\}/g

function filledScalar(node: ScalarNode, known: Substitutions): ScalarNode {
  const text = node.text.replaceAll(
    VARIABLE,
    (written: string, name: string, fallback?: string) => known.get(name)?.text ?? fallback ?? written,
  )
  if (text === node.text) return node
  const source = { ...node.source, exact: false }
  // What decided the parts of an image still says where they stand.
  return isComposed(node) ? { ...node, text } : { ...node, source, text }
}
