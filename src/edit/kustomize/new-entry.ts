import { isMap, isScalar } from 'yaml'
import { lineStart } from '../yaml/lines.ts'
import { rangeOf } from '../yaml/range.ts'
import { renderPair } from '../yaml/scalar.ts'
import type { EntryValues } from './edit.ts'
import { pairOf } from './entry.ts'

export type NewEntry = { readonly name: string } & EntryValues

const KEYS = ['name', 'newName', 'newTag', 'digest'] as const

/** The pairs of a new entry, with the quotes of an entry that is there already. */
export function newPairs(
  entry: NewEntry,
  like?: unknown,
  quotedKeys = hasQuotedKeys(like),
): readonly string[] {
  return KEYS.flatMap((key) => {
    const value = entry[key]
    return value === undefined
      ? []
      : [renderPair(key, value, { quoted: quotedKeys, style: styleOf(like, key) })]
  })
}

export function hasQuotedKeys(map: unknown): boolean {
  const key = firstKey(map)
  return isScalar(key) && key.type === 'QUOTE_DOUBLE'
}

const firstKey = (map: unknown): unknown => (isMap(map) ? map.items[0]?.key : undefined)

function styleOf(like: unknown, key: (typeof KEYS)[number]): string | undefined {
  const value = isMap(like) ? pairOf(like, key)?.value : undefined
  return isScalar(value) ? value.type : undefined
}

/** One flow mapping, on one line or over several as the one that it follows. */
export function flowMapping(text: string, pairs: readonly string[], like?: unknown): string {
  const [start, end] = rangeOf(like)
  const firstStart = rangeOf(firstKey(like))[0]
  const lead = text.slice(start + 1, firstStart)
  if (!lead.includes('\n') || !/^\s*$/.test(lead)) {
    const pad = /^ /.test(text.slice(start + 1, end)) ? ' ' : ''
    return `{${pad}${pairs.join(', ')}${pad}}`
  }
  const eol = lead.includes('\r\n') ? '\r\n' : '\n'
  const indent = text.slice(lineStart(text, firstStart), firstStart)
  const body = text.slice(start, end - 1)
  const closing = body.slice(body.trimEnd().length).replace(/^[ \t]+(?=\r?\n)/, '')
  return `{${eol}${pairs.map((pair) => indent + pair).join(`,${eol}`)}${closing}}`
}
