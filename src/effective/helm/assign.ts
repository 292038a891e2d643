import { type MapEntry, type MapNode, type ScalarNode, textAt, valueAt, type YamlNode } from '../yaml/node.ts'
import { isNotKnown } from './not-known.ts'
import { overFile } from './values.ts'

interface Assigned {
  readonly values: YamlNode | undefined
  readonly list: readonly { readonly assignment: string; readonly isText: boolean }[]
  /** Whether each could be read. */
  readonly certain: boolean
}

/** Each is put over all before it, and nobody sets more of them. */
const MOST_PARAMETERS = 500

/** Parameters with a `name` and a `value`, as Argo CD gives them to helm's `--set`; the node of each value stays in its place. */
export function assignments(items: readonly YamlNode[]): Assigned {
  const read = items.slice(0, MOST_PARAMETERS).map((item) => {
    const isText = textAt(item, 'forceString') === 'true'
    const name = valueAt(item, 'name')
    const value = valueAt(item, 'value')
    if (name?.kind !== 'scalar') return undefined
    const given = value?.kind === 'scalar' ? value : { ...name, text: '', style: 'double' as const }
    const node = assigned(name, typed(given, isText))
    return { node, isKnown: !isNotKnown(given), assignment: `${name.text}=${escaped(given.text)}`, isText }
  })
  const known = read.flatMap((one) => one ?? [])
  return {
    values: known.reduce<YamlNode | undefined>((under, { node }) => overFile(node, under), undefined),
    list: known.map(({ assignment, isText }) => ({ assignment, isText })),
    certain: items.length <= MOST_PARAMETERS && read.every((one) => one?.node !== undefined && one.isKnown),
  }
}

/** A comma is none between two values but in a list (Argo CD, util/helm, `cleanSetParameters`). */
const escaped = (value: string): string =>
  value.startsWith('{') && value.endsWith('}') ? value : value.replaceAll(/(?<!\\),/g, String.raw`\,`)

/** helm's strvals knows true, false, null and integers; all else is a text, and each integer keeps its digits. */
function typed(node: ScalarNode, isText: boolean): ScalarNode {
  if (isNotKnown(node)) return node
  const isWord = /^(?:true|false|null|0|-?[1-9]\d{0,5})$/.test(node.text)
  return { ...node, tag: undefined, style: isWord && !isText ? 'plain' : 'double' }
}

/** `a.b\.c=1` as mappings; undefined for an index, which makes a list. */
function assigned(name: ScalarNode, value: ScalarNode): MapNode | undefined {
  const keys = name.text.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'))
  if (keys.some((key) => key === '' || /[[\]{}]/.test(key)) || value.text.startsWith('{') || keys.length > 50)
    return undefined
  return keys.reduceRight<YamlNode>((held, key) => mapping({ ...name, text: key }, held), value) as MapNode
}

function mapping(key: ScalarNode, value: YamlNode): MapNode {
  const entries: readonly MapEntry[] = [{ key, value }]
  const { source, start, end } = key
  return { kind: 'map', source, start, end, entries, flow: false, tag: undefined }
}
