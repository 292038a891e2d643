import { insertLines, lineEnd, prefixOf, type Splice } from '../../edit/yaml/lines.ts'
import type { MapEntry, MapNode } from '../yaml/node.ts'
import { type Refusal, refusal } from './refusal.ts'
import { renderText } from './render.ts'

/** Entries that are written in the mapping itself, in the order of the text; others are merged into it. */
function ownEntries({ entries, start, end }: MapNode): readonly MapEntry[] {
  return entries
    .filter(({ key }) => key.start >= start && key.end <= end)
    .toSorted((one, other) => one.key.start - other.key.start)
}

/** Whether keys are written in quotation marks, as in JSON. */
const isJson = (map: MapNode): boolean => map.flow && ownEntries(map)[0]?.key.style === 'double'

export function addSplice(map: MapNode, key: string, value: string): Splice | Refusal {
  if (map.entries.some((entry) => entry.key.text === key)) return refusal(`the key ${key} is there already`)
  const style = isJson(map) ? 'double' : 'plain'
  const pair = `${renderText(key, { style, string: true })}: ${renderText(value, { style, string: true })}`
  return map.flow ? addInFlow(map, pair) : addInBlock(map, pair)
}

function addInBlock({ source: { text }, start, end }: MapNode, pair: string): Splice {
  const indent = prefixOf(text, start).replaceAll(/[^\t]/g, ' ')
  return insertLines(text, end, [indent + pair])
}

/** Behind the last entry, on its line. */
function addInFlow({ source: { text }, start, end }: MapNode, pair: string): Splice {
  const inside = text.slice(start + 1, end - 1).trimEnd()
  const at = start + 1 + inside.length
  if (inside === '') return { start: at, end: at, text: pair }
  return { start: at, end: at, text: inside.endsWith(',') ? ` ${pair}` : `, ${pair}` }
}

export function removeSplice(map: MapNode, key: string): Splice | Refusal {
  const own = ownEntries(map)
  const index = own.findIndex((entry) => entry.key.text === key)
  const entry = own[index]
  if (!entry) return refusal(`the key ${key} is not written there`)
  const { source, start } = map
  if (own.length === 1) return removeLast(map)
  const next = own[index + 1]
  if (map.flow) return removeInFlow(map, entry, { previous: own[index - 1], next })
  const isFirstOfItem = entry.key.start === start && /\S/.test(prefixOf(source.text, start))
  if (isFirstOfItem) return next ? cut(map, entry.key.start, next.key.start) : refusal('it is alone')
  return removeLines(map, entry, next)
}

/** A mapping with nothing in it has to stay one: null means something else, to kustomize above all. */
function removeLast(map: MapNode): Splice | Refusal {
  const { source, start, end, flow } = map
  if (flow) return cut(map, start + 1, end - 1)
  const before = source.text.slice(0, start).trimEnd()
  if (!/[:-]$/.test(before)) return refusal('nothing would be left')
  const inside = cut(map, before.length, contentEnd(source.text, end))
  return 'reason' in inside ? inside : { ...inside, text: ' {}' }
}

interface Neighbours {
  readonly previous: MapEntry | undefined
  readonly next: MapEntry | undefined
}

function removeInFlow(
  map: MapNode,
  { key, value }: MapEntry,
  { previous, next }: Neighbours,
): Splice | Refusal {
  if (next) return cut(map, key.start, next.key.start)
  const from = previous ? Math.max(previous.key.end, endWithin(map, previous)) : key.start
  return cut(map, from, Math.max(key.end, endWithin(map, { key, value })))
}

/** Where the value ends; what an alias stands for ends elsewhere, and is not cut at all. */
function endWithin({ start, end }: MapNode, { key, value }: MapEntry): number {
  return value.start >= Math.max(start, key.end) && value.end <= end ? value.end : key.end
}

/** All lines of an entry; what is written above it stays. */
function removeLines(map: MapNode, entry: MapEntry, next: MapEntry | undefined): Splice | Refusal {
  const { text } = map.source
  const { key, value } = entry
  if (endWithin(map, entry) !== value.end) return refusal('its value is that of an anchor elsewhere')
  const from = key.start - prefixOf(text, key.start).length
  const last = contentEnd(text, Math.max(value.end, key.end))
  const { at, eol } = lineEnd(text, last)
  const isEnd = text.slice(at, at + eol.length) !== eol
  if (next && next.key.start < at) return refusal('another key stands on its line')
  // Without a line break behind it, the one before it goes.
  return isEnd
    ? { start: from - (text[from - 2] === '\r' ? 2 : 1), end: at, text: '' }
    : { start: from, end: at + eol.length, text: '' }
}

/** A block of text ends behind its last line break. */
const contentEnd = (text: string, end: number): number => text.slice(0, end).trimEnd().length

/** Takes a part out that holds no comment of its own. */
function cut({ source: { text } }: MapNode, start: number, end: number): Splice | Refusal {
  if (/(?:^|\s)#/.test(text.slice(start, end))) return refusal('a comment stands in between')
  return { start, end, text: '' }
}
