import { isMap, isScalar, type YAMLMap } from 'yaml'
import type { WantedValues } from './edit.ts'
import { pairOf } from './entry.ts'
import { rangeOf } from './kustomization.ts'
import { lineStart } from './lines.ts'
import { renderPair } from './scalar.ts'

export type NewEntry = { readonly name: string } & WantedValues

const KEYS = ['name', 'newName', 'newTag', 'digest'] as const

/** The pairs of a new entry, with the quotes of an entry that is there already. */
export function newPairs(
  entry: NewEntry,
  like?: unknown,
  quotedKeys = hasQuotedKeys(like),
): readonly string[] {
  return KEYS.flatMap((key) => {
    const value = entry[key]
    return value === undefined ? [] : [renderPair(key, value, quotedKeys, styleOf(like, key))]
  })
}

export function hasQuotedKeys(map: unknown): boolean {
  const [first] = isMap(map) ? map.items : []
  return isScalar(first?.key) && first.key.type === 'QUOTE_DOUBLE'
}

function styleOf(like: unknown, key: (typeof KEYS)[number]): string {
  const value = isMap(like) ? pairOf(like, key)?.value : undefined
  return isScalar(value) && value.type?.startsWith('QUOTE_') ? value.type : 'PLAIN'
}

/** One flow mapping, on one line or over several as the one that it follows. */
export function flowMapping(text: string, pairs: readonly string[], like?: YAMLMap): string {
  const [start, end] = rangeOf(like)
  const [first] = like?.items ?? []
  const firstStart = rangeOf(first?.key)[0]
  const lead = text.slice(start + 1, firstStart)
  if (!like || !lead.includes('\n') || !/^\s*$/.test(lead)) {
    const pad = /^ +\S/.test(text.slice(start + 1, end)) ? ' ' : ''
    return `{${pad}${pairs.join(', ')}${pad}}`
  }
  const eol = lead.includes('\r\n') ? '\r\n' : '\n'
  const indent = text.slice(lineStart(text, firstStart), firstStart)
  const closing = text.slice(lineStart(text, end - 1), end - 1).replace(/^.*[^ \t]/, '')
  return `{${eol}${pairs.map((pair) => indent + pair).join(`,${eol}`)}${eol}${closing}}`
}
