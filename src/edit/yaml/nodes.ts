import {
  type CST,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { prefixOf } from './lines.ts'
import { rangeOf } from './range.ts'

/** A pair with the token that it was made of. */
export type TokenPair = Pair<Scalar, unknown> & { readonly srcToken: CST.CollectionItem }

/** The pair of that key. */
export const pairIn = (map: YAMLMap, key: string): TokenPair | undefined =>
  map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) as TokenPair | undefined

/** Where the colon of a pair ends, or a key without one. */
export function colonEnd({ key, srcToken }: TokenPair): number {
  const colon = srcToken.sep?.find((token) => token.type === 'map-value-ind')
  return colon ? colon.offset + 1 : rangeOf(key)[1]
}

/** Where an item of a list begins: its dash, where it has one. */
export function itemStart(seq: YAMLSeq, index: number): number {
  const token = seq.flow ? undefined : (seq.srcToken as CST.BlockSequence).items[index]
  const dash = token?.start.find(({ type }) => type === 'seq-item-ind')
  return dash?.offset ?? rangeOf(seq.items[index])[0]
}

/** An item of a list that says its name. */
interface NamedItem {
  readonly name: string
  readonly map: YAMLMap
  readonly index: number
}

/** The items of what may be a list that have a `name`. */
export const namedItems = (list: unknown): readonly NamedItem[] =>
  isSeq(list)
    ? list.items.flatMap((map, index) => {
        const name: unknown = isMap(map) ? map.get('name') : undefined
        return isMap(map) && typeof name === 'string' ? [{ name, map, index }] : []
      })
    : []

/** Where the last value of a node ends: behind it there are comments and blank lines only. */
export const contentEnd = (node: unknown): number => rangeOf(lastValue(node))[1]

/** The value that stands last in a node, or a key without a value. */
export function lastValue(node: unknown): unknown {
  if (isPair(node)) return lastValue(node.value ?? node.key)
  const last = (isMap(node) || isSeq(node)) && !node.flow ? node.items.at(-1) : undefined
  return last === undefined ? node : lastValue(last)
}

/** The number of characters before an offset on its line. */
export const columnOf = (text: string, offset: number): number => prefixOf(text, offset).length

/** What merge keys bring into a mapping. */
export const mergesOf = (map: YAMLMap): readonly unknown[] =>
  map.items.flatMap(({ key, value }) => (isScalar(key) && key.value === '<<' ? [value] : []))
