import { isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml'
import { fail } from '../../errors/errors.ts'
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

/** An object of a file, with what it is in. */
interface ManifestObject {
  readonly map: YAMLMap
  readonly ways: readonly Way[]
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
    const inner = isSeq(items) ? items.items.filter((item) => isMap(item)) : []
    return inner.length > 0 ? inner.map((map) => ({ map, ways: [] })) : [{ map: contents, ways: [] }]
  })
}

export function textAt(map: YAMLMap, keys: readonly string[]): string {
  const value: unknown = map.getIn(keys, true)
  return isScalar(value) && value.value !== null ? String(value.source ?? value.value) : ''
}

/** kubectl takes kinds in any case. */
export const isNamed = ({ map }: ManifestObject, { kind, name }: Named): boolean =>
  textAt(map, ['kind']).toLowerCase() === kind.toLowerCase() && textAt(map, ['metadata', 'name']) === name

export const labelOf = ({ map }: ManifestObject): string =>
  `${textAt(map, ['kind'])}/${textAt(map, ['metadata', 'name'])}`

/** A container of an object, and the steps that lead to it from there. */
interface Container {
  readonly name: string
  readonly map: YAMLMap
  readonly ways: readonly Way[]
}

/** Every container of an object. @throws StepError EDIT_UNSAFE where an alias or anchor leads to one of that name. */
export function containersIn(
  source: YamlSource,
  { map }: ManifestObject,
  wanted?: string,
): readonly Container[] {
  const found: Container[] = []
  const visit = (node: unknown, steps: readonly string[]): void => {
    if (!isMap(node)) return
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue
      const name = String(key.value)
      const path = [...steps, name]
      if (LISTS.some((list) => list === name)) {
        found.push(...listed(source, { object: map, path, list: value }, wanted))
      } else visit(value, path)
    }
  }
  visit(map, [])
  return found
}

function listed(
  source: YamlSource,
  {
    object,
    path,
    list,
  }: { readonly object: YAMLMap; readonly path: readonly string[]; readonly list: unknown },
  wanted: string | undefined,
): readonly Container[] {
  if (!isSeq(list)) return isAlias(list) && wanted !== undefined ? sharedList(source, object, path) : []
  return list.items.flatMap((item, index) => {
    if (!isMap(item))
      return isAlias(item) && wanted !== undefined ? sharedList(source, object, path, index) : []
    const name = textAt(item, ['name'])
    if (wanted !== undefined && name !== wanted) return []
    const sought = wanted === undefined ? undefined : waysTo(source, object, path, index)
    return [{ name, map: item, ways: sought ?? [] }]
  })
}

function waysTo(source: YamlSource, object: YAMLMap, path: readonly string[], index: number): readonly Way[] {
  const steps = [...path.map((key) => ({ kind: 'key', key }) as const), { kind: 'index', index } as const]
  const sought = seek(source, object, steps)
  if (!sought.found) throw new Error('a container was lost')
  return sought.ways
}

/** What an alias stands for may be the container that is meant: `seek` refuses it. */
function sharedList(
  source: YamlSource,
  object: YAMLMap,
  path: readonly string[],
  index = 0,
): readonly Container[] {
  waysTo(source, object, path, index)
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
