import { posix } from 'node:path'
import picomatch from 'picomatch'
import { isTooLong } from '../../names/path.ts'
import { inTree } from '../../render/applications/addresses.ts'
import { assignments } from '../helm/assign.ts'
import type { GivenValues } from '../helm/given.ts'
import { jsonOf } from '../helm/json.ts'
import { isNotKnown } from '../helm/not-known.ts'
import { overFile } from '../helm/values.ts'
import { readNested } from '../yaml/nested.ts'
import { entriesOf, itemsAt, textAt, valueAt, type YamlNode } from '../yaml/node.ts'
import type { Around } from './around.ts'
import { nodesOf, type Source, saidAt } from './sources.ts'

/** The values that an Application gives to a chart: files, then `valuesObject` or `values`, then parameters. */
export function givenBy(source: Source, around: Around): GivenValues {
  const helm = valueAt(source.node, 'helm')
  const named = itemsAt(helm, 'valueFiles').map((item) => fileOf(item, source, around))
  const files = named.flatMap((one) => one ?? [])
  const inline = inlineIn(helm)
  const parameters = assignments(itemsAt(helm, 'parameters'))
  const layers = [
    ...files.map((path) => around.files.file(path)?.documents[0]),
    inline?.root,
    parameters.values,
  ]
  return {
    values: layers.reduce((under, layer) => overFile(layer, under), undefined),
    certain:
      named.every((one) => one !== undefined) &&
      inline?.certain !== false &&
      parameters.certain &&
      itemsAt(helm, 'fileParameters').length === 0,
    files,
    inline: inline?.text,
    object: undefined,
    parameters: parameters.list,
  }
}

/** undefined for one that is not here, or not known. */
function fileOf(item: YamlNode, source: Source, around: Around): readonly string[] | undefined {
  if (item.kind !== 'scalar' || isNotKnown(item)) return undefined
  const text = item.text
  if (/^[a-z]+:\/\//i.test(text)) return undefined
  const [, ref, rest = ''] = /^\$([^/]+)\/(.*)$/.exec(text) ?? []
  if (ref !== undefined && !isRefHere(ref, source)) return undefined
  const path = inTree(
    ref === undefined ? (text.startsWith('/') ? text : posix.join(source.path, text)) : rest,
  )
  if (/[*?{[]/.test(path)) return globbed(path, around)
  if (around.files.file(path)) return [path]
  return textAt(valueAt(source.node, 'helm'), 'ignoreMissingValueFiles') === 'true' ? [] : undefined
}

const isRefHere = (ref: string, { application }: Source): boolean =>
  nodesOf(application.spec).some((one) => saidAt(one, 'ref')?.text === ref)

function globbed(pattern: string, { files }: Around): readonly string[] | undefined {
  if (isTooLong(pattern)) return undefined
  const isMatch = picomatch(pattern)
  return files.paths.filter((path) => isMatch(path))
}

interface Inline {
  readonly root: YamlNode | undefined
  readonly text: string
  readonly certain: boolean
}

/** Argo CD takes `valuesObject` before `values`. */
function inlineIn(helm: YamlNode | undefined): Inline | undefined {
  const object = valueAt(helm, 'valuesObject')
  if (entriesOf(object).length > 0 && object) {
    return { root: object, text: JSON.stringify(jsonOf(object)), certain: !hasGap(object) }
  }
  const text = valueAt(helm, 'values')
  if (text?.kind !== 'scalar' || text.text.trim() === '') return undefined
  if (isNotKnown(text)) return { root: undefined, text: '', certain: false }
  const { documents, faults } = readNested(text)
  return { root: documents[0]?.root, text: text.text, certain: faults.length === 0 }
}

function hasGap(node: YamlNode): boolean {
  if (node.kind === 'scalar') return isNotKnown(node)
  if (node.kind === 'list') return node.items.some(hasGap)
  return node.entries.some(({ value }) => hasGap(value))
}
