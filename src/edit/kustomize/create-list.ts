import { isMap, isScalar, isSeq } from 'yaml'
import { beginsLine, insertLines, lineEnd, prefixOf, type Splice } from '../yaml/lines.ts'
import { colonEnd, columnOf, contentEnd, lastValue } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { EmptyImages, ItemSpan } from './image-list.ts'
import type { Kustomization } from './kustomization.ts'
import { flowMapping, hasQuotedKeys, type NewEntry, newPairs } from './new-entry.ts'

/** Behind the last item of a block list, in its style. */
export function blockItem(
  { file, comments }: Kustomization,
  { last, sectionEnd }: { readonly last: ItemSpan; readonly sectionEnd: number },
  entry: NewEntry,
): readonly Splice[] {
  const { text } = file
  const column = columnOf(text, last.start)
  const dash = `${' '.repeat(column)}-`
  const pairs = newPairs(entry, last.node)
  const mapStart = rangeOf(last.node)[0]
  const between = text.slice(last.start + 1, mapStart)
  const gap = /^ +$/.test(between) ? between : ' '
  const lines =
    isMap(last.node) && last.node.flow
      ? [`${dash}${gap}${flowMapping(text, pairs, last.node)}`]
      : pairs.map((pair, index) => `${index === 0 ? dash : ' '.repeat(column + 1)}${gap}${pair}`)
  let end = last.end
  // Comments below the last entry that are indented deeper than its dash are its own: they stay with it.
  for (const comment of comments) {
    if (comment.start < end || comment.start > sectionEnd) continue
    // One behind the ? of the next key.
    if (!beginsLine(text, comment.start)) continue
    if (columnOf(text, comment.start) <= column) break
    end = comment.end
  }
  return [insertLines(text, end, lines)]
}

/** Below `images:` without a value, or in the place of `null` or `[]`. */
export function blockList(kustomization: EmptyImages, entry: NewEntry): readonly Splice[] | undefined {
  const { file, pair } = kustomization
  const { text } = file
  const behind = colonEnd(pair)
  const [start, end] = rangeOf(pair.value)
  const lines = itemLines(kustomization, entry, prefixOf(text, rangeOf(pair.key)[0]))
  if (end === start) return [insertLines(text, behind, lines)]
  // A comment before the value or inside of the empty list would be lost.
  const dropped = text.slice(behind, isSeq(pair.value) ? end : start)
  if (dropped.includes('#')) return undefined
  return [{ start: behind, end, text: '' }, insertLines(text, end, lines)]
}

/** At the end of a kustomization without images. */
export function blockKey(kustomization: Kustomization, entry: NewEntry): readonly Splice[] | undefined {
  const { file, root, endMarker } = kustomization
  const last = root.items.at(-1)
  const keyStart = rangeOf(last?.key)[0]
  const indent = prefixOf(file.text, keyStart)
  if (isCutShort(file.text, lastValue(last))) return undefined
  const key = hasQuotedKeys(root) ? '"images":' : 'images:'
  const lines = [`${indent}${key}`, ...itemLines(kustomization, entry, indent)]
  // Blank lines at the end stay at the end, unless they are part of a block scalar.
  const content = file.text.slice(0, endMarker).trimEnd().length
  return [insertLines(file.text, Math.max(content, contentEnd(last)), lines)]
}

/** A block scalar that ends with the text has no line break there, and would get one. */
const isCutShort = (text: string, node: unknown): boolean =>
  isScalar(node) &&
  String(node.type).startsWith('BLOCK_') &&
  /\n$/.test(String(node.value)) &&
  !text.endsWith('\n')

/** The lines of an entry, indented as the other lists are; kustomize itself writes them without indentation. */
function itemLines({ file, root }: Kustomization, entry: NewEntry, indent: string): readonly string[] {
  const other = root.items.find(({ value }) => isSeq(value) && !value.flow)
  const deeper = other
    ? columnOf(file.text, rangeOf(other.value)[0]) - columnOf(file.text, rangeOf(other.key)[0])
    : 0
  const dash = `${indent}${' '.repeat(Math.max(0, deeper))}- `
  return newPairs(entry, undefined, hasQuotedKeys(root)).map((pair, index) =>
    index === 0 ? dash + pair : ' '.repeat(dash.length) + pair,
  )
}

const insert = (at: number, text: string): Splice => ({ start: at, end: at, text })

/** Behind the last item of a flow list, in its style. */
export function flowItem({ file }: Kustomization, last: ItemSpan, entry: NewEntry): readonly Splice[] {
  const { text } = file
  const item = flowMapping(text, newPairs(entry, last.node), last.node)
  if (!beginsLine(text, last.start)) return [insert(last.end, `, ${item}`)]
  const { at, eol } = lineEnd(text, last.end)
  const line = `${eol}${prefixOf(text, last.start)}${item}`
  const rest = text.slice(last.end, at)
  // A comment on the line of the last entry stays on its line.
  if (/^\s*,\s*(?:#.*)?$/.test(rest)) return [insert(at, `${line},`)]
  if (/^\s*#/.test(rest)) return [insert(last.end, ','), insert(at, line)]
  return [insert(last.end, `,${line}`)]
}

/** In the place of an empty value in a kustomization in flow style. */
export function flowList({ file, root, pair }: EmptyImages, entry: NewEntry): readonly Splice[] | undefined {
  const list = flowListText(file.text, entry, hasQuotedKeys(root))
  const [start, end] = rangeOf(pair.value)
  if (end === start) return [insert(colonEnd(pair), ` ${list}`)]
  // A comment inside of the empty list would be lost.
  return file.text.slice(start, end).includes('#') ? undefined : [{ start, end, text: list }]
}

/** Behind the last pair of a kustomization in flow style, or as its only one. */
export function flowKey({ file, root }: Kustomization, entry: NewEntry): readonly Splice[] | undefined {
  const last = root.items.at(-1)
  const quoted = hasQuotedKeys(root)
  const pair = `${quoted ? '"images"' : 'images'}: ${flowListText(file.text, entry, quoted)}`
  if (!last) return [insert(rangeOf(root)[0] + 1, pair)]
  const keyStart = rangeOf(last.key)[0]
  const end = contentEnd(last)
  if (!beginsLine(file.text, keyStart)) return [insert(end, `, ${pair}`)]
  const { eol } = lineEnd(file.text, end)
  return [insert(end, `,${eol}${prefixOf(file.text, keyStart)}${pair}`)]
}

const flowListText = (text: string, entry: NewEntry, quoted: boolean): string =>
  `[${flowMapping(text, newPairs(entry, undefined, quoted))}]`
