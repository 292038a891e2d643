import { inTree } from '../../render/applications/addresses.ts'
import type { Around } from '../argocd/around.ts'
import { saidAt } from '../argocd/sources.ts'
import { assignments } from '../helm/assign.ts'
import type { GivenValues } from '../helm/given.ts'
import { overFile } from '../helm/values.ts'
import type { KubeObject } from '../object.ts'
import { readNested } from '../yaml/nested.ts'
import { itemsAt, type MapNode, valueAt, type YamlNode } from '../yaml/node.ts'

/** Data of the ConfigMaps of a repository, by namespace and name. */
export type ConfigMaps = ReadonlyMap<string, YamlNode>

export function configMapsIn(objects: readonly KubeObject[]): ConfigMaps {
  const maps = new Map<string, YamlNode>()
  for (const { root, kind, name, namespace } of objects) {
    const data = kind === 'ConfigMap' ? valueAt(root, 'data') : undefined
    if (data) maps.set(`${namespace ?? ''}/${name}`, data)
  }
  return maps
}

/** A ConfigMap in the namespace of what names it; the file of either may leave the namespace to a kustomization. */
export function dataOf(
  configMaps: ConfigMaps,
  name: string | undefined,
  { namespace }: KubeObject,
): YamlNode | undefined {
  return configMaps.get(`${namespace ?? ''}/${name}`) ?? configMaps.get(`/${name}`)
}

interface Layer {
  readonly values: YamlNode | undefined
  readonly certain: boolean
}

/** `valuesFrom` in their order, and `values` over them; under all of it the values files of the chart that it names. */
export function givenByRelease(object: KubeObject, configMaps: ConfigMaps, around: Around): GivenValues {
  const spec = valueAt(object.root, 'spec')
  const named = itemsAt(valueAt(valueAt(spec, 'chart'), 'spec'), 'valuesFiles')
  const files = named.flatMap((item) => (item.kind === 'scalar' ? [inTree(item.text)] : []))
  const own: readonly Layer[] = files.map((path) => {
    const values = around.files.file(path)?.documents[0]
    return { values, certain: values !== undefined }
  })
  const from = itemsAt(spec, 'valuesFrom').map((item) => layerFrom(item, object, configMaps))
  const layers = [...own, ...from, { values: valueAt(spec, 'values'), certain: true }]
  const given = layers.reduce<YamlNode | undefined>((under, { values }) => overFile(values, under), undefined)
  return {
    values: given,
    certain: layers.every(({ certain }) => certain),
    files,
    inline: undefined,
    object: given,
    parameters: [],
  }
}

/** A Secret is not in git, or not to be read. */
function layerFrom(item: YamlNode, object: KubeObject, configMaps: ConfigMaps): Layer {
  const isConfigMap = saidAt(item, 'kind')?.text === 'ConfigMap'
  const data = isConfigMap ? dataOf(configMaps, saidAt(item, 'name')?.text, object) : undefined
  const value = valueAt(data, saidAt(item, 'valuesKey')?.text ?? 'values.yaml')
  if (value?.kind !== 'scalar') return { values: undefined, certain: false }
  const target = saidAt(item, 'targetPath')
  if (target) {
    const { values, certain } = assignments([parameter(item, { name: target, value })])
    return { values, certain }
  }
  const { documents, faults } = readNested(value)
  return { values: documents[0]?.root, certain: faults.length === 0 }
}

function parameter(item: YamlNode, fields: Readonly<Record<string, YamlNode>>): MapNode {
  const { source, start, end } = item
  const entries = Object.entries(fields).map(([text, value]) => ({
    key: { kind: 'scalar', source, start, end: start, text, style: 'plain', tag: undefined } as const,
    value,
  }))
  return { kind: 'map', source, start, end, entries, flow: false, tag: undefined }
}
