import { type Document, isMap, isScalar, isSeq, type Scalar, type YAMLMap } from 'yaml'
import { refuse } from '../refuse.ts'
import type { ConfigFile } from '../target.ts'
import { rangeOf } from '../yaml/range.ts'
import { openSource } from '../yaml/source.ts'

/** A value of one line, and where it stands. */
export interface Field {
  readonly text: string
  readonly line: number
  readonly node: Scalar
}

/** A chart that another one brings with it. */
export interface Dependency {
  readonly name: string
  readonly version: Field | undefined
  readonly repository: string
  /** All that Helm reads of it, as data. */
  readonly raw: unknown
}

/** `Chart.yaml` or `Chart.lock`, understood well enough to be edited byte by byte. */
export interface ChartFile {
  readonly file: ConfigFile
  readonly root: YAMLMap
  readonly field: (key: string) => Field | undefined
  readonly dependencies: readonly Dependency[]
}

/** @throws StepError EDIT_UNSAFE or YAML_INVALID for what cannot be read and edited exactly. */
export function readChart(file: ConfigFile): ChartFile {
  const { documents, lineAt } = openSource(file, { input: 'chart-version', program: 'helm' })
  const [document, second] = documents
  const root = document?.contents
  if (!document || !isMap(root) || second) {
    const hint = 'Correct it, or set chart-version: off.'
    return refuse(file, 1, { message: 'is not one mapping', hint })
  }
  const fieldIn = (map: YAMLMap, key: string) => fieldOf({ file, lineAt }, map, key)
  return {
    file,
    root,
    field: (key) => fieldIn(root, key),
    dependencies: dependenciesOf(document, fieldIn),
  }
}

type FieldIn = (map: YAMLMap, key: string) => Field | undefined

function dependenciesOf(document: Document.Parsed, fieldIn: FieldIn): readonly Dependency[] {
  const list: unknown = document.get('dependencies')
  const items = isSeq(list) ? list.items : []
  return items.flatMap((item) =>
    isMap(item)
      ? [
          {
            name: String(item.get('name') ?? ''),
            version: fieldIn(item, 'version'),
            repository: String(item.get('repository') ?? ''),
            raw: item.toJS(document, { maxAliasCount: 100 }) as unknown,
          },
        ]
      : [],
  )
}

interface Source {
  readonly file: ConfigFile
  readonly lineAt: (offset: number) => number
}

/** What stands there as text, whatever type the parser gives it; undefined for nothing. */
function fieldOf({ file, lineAt }: Source, map: YAMLMap, key: string): Field | undefined {
  const node: unknown = map.get(key, true)
  if (node === undefined || (isScalar(node) && (node.value === null || node.value === ''))) return undefined
  const [start, end] = rangeOf(node)
  const line = lineAt(start)
  const isPlain =
    isScalar(node) &&
    !node.anchor &&
    !node.tag &&
    !String(node.type).startsWith('BLOCK_') &&
    line === lineAt(Math.max(start, end - 1))
  if (!isPlain) {
    const message = `has ${key} as something other than one plain value on one line`
    return refuse(file, line, { message, hint: `Write ${key} on one line, without an anchor or tag.` })
  }
  return { text: String(node.source), line, node }
}
