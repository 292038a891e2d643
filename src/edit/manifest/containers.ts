import { isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml'
import { fail } from '../../errors/errors.ts'
import type { Step } from '../../names/yaml-path.ts'
import { seek, type Way } from '../path/find.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'

/** What a key of the input manifests names. */
export interface Named {
  readonly kind: string
  readonly name: string
  readonly container: string
}

export function parseKey(key: string): Named {
  const [kind = '', name = '', container = ''] = key.split('/')
  return { kind, name, container }
}

/** An object of a file, and the steps that lead to it from the document that it is in. */
export interface ManifestObject {
  readonly map: YAMLMap
  readonly root: YAMLMap
  readonly steps: readonly Step[]
}

/** Where containers are listed in a pod, whatever kind of object has it. */
const LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const

/** All objects of a file: its documents, and the items of those that are lists. */
export function objectsIn({ documents }: YamlSource): readonly ManifestObject[] {
  return documents.flatMap(({ contents }) => {
    if (!isMap(contents)) return []
    const items: unknown = textAt(contents, ['kind']).endsWith('List')
      ? contents.get('items', true)
      : undefined
    const inner = isSeq(items) ? items.items.flatMap((item, index) => objectAt(contents, item, index)) : []
    return inner.length > 0 ? inner : [{ map: contents, root: contents, steps: [] }]
  })
}

const objectAt = (root: YAMLMap, map: unknown, index: number): readonly ManifestObject[] =>
  isMap(map) ? [{ map, root, steps: [key('items'), itemAt(index)] }] : []

const key = (name: string): Step => ({ kind: 'key', key: name })
const itemAt = (index: number): Step => ({ kind: 'index', index })

export function textAt(map: YAMLMap, keys: readonly string[]): string {
  const value: unknown = map.getIn(keys, true)
  return isScalar(value) && value.value !== null ? String(value.source ?? value.value) : ''
}

/** kubectl takes kinds in any case. */
export const isNamed = ({ map }: ManifestObject, { kind, name }: Named): boolean =>
  textAt(map, ['kind']).toLowerCase() === kind.toLowerCase() && textAt(map, ['metadata', 'name']) === name

export const labelOf = ({ map }: ManifestObject): string =>
  `${textAt(map, ['kind'])}/${textAt(map, ['metadata', 'name'])}`

/** A container of an object, and the steps that lead to it from the document. */
interface Container {
  readonly name: string
  readonly map: YAMLMap
  readonly ways: readonly Way[]
}

/** A list of containers, and where it is. */
interface ContainerList {
  readonly root: YAMLMap
  readonly steps: readonly Step[]
  readonly list: unknown
}

/** Every container of an object. @throws StepError EDIT_UNSAFE where an alias or anchor leads to one of that name. */
export function containersIn(
  source: YamlSource,
  { map, root, steps }: ManifestObject,
  wanted?: string,
): readonly Container[] {
  return listsIn(map, steps).flatMap(({ at, list }) => listed(source, { root, steps: at, list }, wanted))
}

interface ListAt {
  readonly at: readonly Step[]
  readonly list: unknown
}

/** Some kinds have several pods (JobSet, RayCluster), in a list of their own. */
function listsIn(node: unknown, steps: readonly Step[]): readonly ListAt[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => listsIn(item, [...steps, itemAt(index)]))
  if (!isMap(node)) return []
  return node.items.flatMap((pair) => {
    if (!isScalar(pair.key)) return []
    const name = String(pair.key.value)
    const at = [...steps, key(name)]
    return LISTS.some((list) => list === name) ? [{ at, list: pair.value }] : listsIn(pair.value, at)
  })
}

function listed(source: YamlSource, at: ContainerList, wanted: string | undefined): readonly Container[] {
  const { list } = at
  if (!isSeq(list)) return isAlias(list) && wanted !== undefined ? sharedList(source, at) : []
  return list.items.flatMap((item, index) => {
    if (!isMap(item)) return isAlias(item) && wanted !== undefined ? sharedList(source, at, index) : []
    const name = textAt(item, ['name'])
    if (wanted !== undefined && name !== wanted) return []
    return [{ name, map: item, ways: wanted === undefined ? [] : waysTo(source, at, index) }]
  })
}

function waysTo(source: YamlSource, { root, steps }: ContainerList, index: number): readonly Way[] {
  const sought = seek(source, root, [...steps, itemAt(index)])
  if (!sought.found) throw new Error('a container was lost')
  return sought.ways
}

/** What an alias stands for may be the container that is meant: `seek` refuses it. */
function sharedList(source: YamlSource, at: ContainerList, index = 0): readonly Container[] {
  waysTo(source, at, index)
  return []
}

/** One object, or one container, of several. */
export function failOnSeveral(
  source: YamlSource,
  maps: readonly YAMLMap[],
  { what, hint }: { readonly what: string; readonly hint: string },
): void {
  if (maps.length < 2) return
  const { file, lineAt } = source
  const lines = maps.map((map) => lineAt(rangeOf(map)[0]))
  fail({
    code: 'ENTRY_DUPLICATE',
    message: `${file.path} has ${maps.length} ${what}, on lines ${lines.join(', ')}`,
    hint,
    configPlace: file.place(lines[0]),
  })
}
