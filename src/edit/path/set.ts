import { isScalar, type Scalar, type YAMLMap } from 'yaml'
import { StepError } from '../../errors/errors.ts'
import { commentText } from '../hold-marker.ts'
import { refuse } from '../refuse.ts'
import type { ConfigFile, Hold } from '../target.ts'
import { insertLines, lineEnd, prefixOf, type Splice, splice } from '../yaml/lines.ts'
import {
  emptyMap,
  isSameMeaning,
  type Meaning,
  meaningOf,
  meaningOfMap,
  stringMeaning,
  withValues,
} from '../yaml/meaning.ts'
import { colonEnd, columnOf, contentEnd, pairIn, type TokenPair } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import { renderPair, renderScalar } from '../yaml/scalar.ts'
import type { YamlSource } from '../yaml/source.ts'
import { type HoldScope, holdSplices } from './holds.ts'

/** What is set: keys of a mapping, of a key that has no value yet, or the text of an item of a list. */
export type Place = { readonly map: YAMLMap } | { readonly empty: TokenPair } | { readonly item: Scalar }

/** New values by key, in the order in which new keys are written; the text of an item has no key. */
export type Values = readonly (readonly [key: string, text: string])[]

export interface Setting {
  readonly place: Place
  readonly values: Values
  readonly scope: HoldScope
  readonly hold: string | undefined
}

interface ProofOptions {
  /** The hold that the edited text has of the entry. */
  readonly holdAgain: (file: ConfigFile) => Hold | undefined
  /** The hold that it had. */
  readonly before: Hold | undefined
  readonly reopen: (file: ConfigFile) => YamlSource
}

/** The text with the values set, every other byte as it was; proved. @throws StepError EDIT_UNSAFE. */
export function setValues(source: YamlSource, setting: Setting, proof: ProofOptions): string {
  const { file } = source
  const { place, values, scope, hold } = setting
  const splices = [
    ...(hold === undefined ? [] : holdSplices(source, scope, hold)),
    ...splicesFor(source, place, values),
  ]
  if (splices.length === 0) return file.text
  const text = splice(file.text, splices)
  const wanted = hold === undefined ? proof.before?.reason : commentText(hold)
  if (isProved(source, { ...setting, text, wanted }, proof)) return text
  return refuse(file, source.lineAt(scope.start), {
    message: 'cannot be edited exactly: the edited text does not mean what was asked for',
    hint: 'Write it in plain block style, one key a line.',
  })
}

interface Claim extends Setting {
  readonly text: string
  /** The reason of the hold. */
  readonly wanted: string | undefined
}

/** Parsed again: the values are there, and nothing else means anything else than before. */
function isProved(
  { file, documents }: YamlSource,
  { place, values, text, wanted }: Claim,
  { reopen, holdAgain }: ProofOptions,
): boolean {
  const edited = { ...file, text }
  try {
    const after = reopen(edited).documents
    const replaced = new Map([replacement(place, values)])
    const isSame = documents.every(({ contents }, index) =>
      isSameMeaning(meaningOf(after[index]?.contents, undefined), meaningOf(contents, replaced)),
    )
    return isSame && after.length === documents.length && holdAgain(edited)?.reason === wanted
  } catch (error) {
    if (error instanceof StepError) return false
    throw error
  }
}

function replacement(place: Place, values: Values): readonly [node: unknown, meaning: Meaning] {
  if ('item' in place) return [place.item, stringMeaning(values[0]?.[1] ?? '')]
  const wanted = Object.fromEntries(values)
  if ('empty' in place) return [place.empty.value, withValues(emptyMap, wanted)]
  return [place.map, withValues(meaningOfMap(place.map), wanted)]
}

function splicesFor(source: YamlSource, place: Place, values: Values): readonly Splice[] {
  if ('item' in place) {
    const [start, end] = rangeOf(place.item)
    return values.map(([, text]) => ({ start, end, text: renderScalar(text, place.item.type) }))
  }
  if ('empty' in place) return [below(source, place.empty, values)]
  const { map } = place
  const added = values.filter(([key]) => !pairIn(map, key))
  return [
    ...values.flatMap(([key, text]) => {
      const pair = pairIn(map, key)
      return pair ? [replaceValue(pair, text)] : []
    }),
    ...(added.length > 0 ? [addition(source, map, added)] : []),
  ]
}

function replaceValue(pair: TokenPair, text: string): Splice {
  const { value, key } = pair
  const [start, end] = rangeOf(value)
  if (isScalar(value) && end > start) return { start, end, text: renderScalar(text, value.type) }
  // A key without a value: right behind the colon, so that a comment keeps its distance.
  const colon = colonEnd(pair)
  return { start: colon, end: colon, text: ` ${renderScalar(text, key.type)}` }
}

/** Behind the first key of an image that is there, in the style of its mapping. */
function addition(source: YamlSource, map: YAMLMap, added: Values): Splice {
  const { text } = source.file
  const like = neighbourIn(map)
  const quoted = (like?.key ?? map.items[0]?.key) as Scalar | undefined
  const pairs = added.map(([key, value]) =>
    renderPair(key, value, { quoted: quoted?.type === 'QUOTE_DOUBLE' }),
  )
  const [start] = rangeOf(map)
  if (!like) return { start: start + 1, end: start + 1, text: pairs.join(', ') }
  const end = contentEnd(like)
  if (!map.flow) return insertLines(text, end, indented(' '.repeat(columnOf(text, start)), pairs))
  const prefix = prefixOf(text, rangeOf(like.key)[0])
  const isAlone = prefix !== '' && /^\s*$/.test(prefix)
  const gap = isAlone ? `,${lineEnd(text, end).eol}${prefix}` : ', '
  return { start: end, end, text: pairs.map((pair) => `${gap}${pair}`).join('') }
}

const indented = (indent: string, pairs: readonly string[]): readonly string[] =>
  pairs.map((pair) => indent + pair)

/** What new keys come behind: the last of those that say of an image where it is, else the first key. */
function neighbourIn(map: YAMLMap): TokenPair | undefined {
  const known = ['tag', 'repository', 'registry'].flatMap((key) => pairIn(map, key) ?? [])
  return known[0] ?? (map.items[0] as TokenPair | undefined)
}

/** Below a key that has no value, two columns deeper than it. */
function below({ file }: YamlSource, pair: TokenPair, values: Values): Splice {
  const indent = ' '.repeat(columnOf(file.text, rangeOf(pair.key)[0]) + 2)
  const quoted = pair.key.type === 'QUOTE_DOUBLE'
  const lines = values.map(([key, text]) => indent + renderPair(key, text, { quoted }))
  return insertLines(file.text, colonEnd(pair), lines)
}
