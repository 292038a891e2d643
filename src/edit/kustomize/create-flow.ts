import { beginsLine, lineEnd, prefixOf, type Splice } from '../yaml/lines.ts'
import { colonEnd, contentEnd, type EmptyImages, type ItemSpan } from './image-list.ts'
import { type Kustomization, rangeOf } from './kustomization.ts'
import { flowMapping, hasQuotedKeys, type NewEntry, newPairs } from './new-entry.ts'

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
