import { isAlias, isMap, isPair, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'

/**
 * What a node says, as plain data: an alias is its name, a scalar its type and value, a mapping its pairs sorted by
 * key. Nothing is expanded, so no alias can make it large.
 */
export type Meaning = string | ListMeaning | MapMeaning | PairMeaning

interface ListMeaning {
  readonly props: string
  readonly items: readonly Meaning[]
}

export interface MapMeaning {
  readonly props: string
  readonly pairs: readonly PairMeaning[]
}

interface PairMeaning {
  readonly key: Meaning
  readonly value: Meaning
}

/** What some nodes are to say, in the place of what they say. */
export type Replaced = ReadonlyMap<unknown, Meaning>

export function meaningOf(node: unknown, replaced?: Replaced): Meaning {
  const other = replaced?.get(node)
  if (other !== undefined) return other
  if (isAlias(node)) return `*${node.source}`
  if (isScalar(node)) return `${propsOf(node)} ${typeof node.value} ${String(node.value)}`
  if (isMap(node)) return meaningOfMap(node, replaced)
  // An item of an ordered mapping (!!omap of YAML 1.1).
  if (isPair(node)) return pairMeaning(node, replaced)
  if (isSeq(node)) {
    return { props: propsOf(node), items: node.items.map((item) => meaningOf(item, replaced)) }
  }
  // A key without a colon has no value.
  return 'nothing'
}

export function meaningOfMap(map: YAMLMap, replaced?: Replaced): MapMeaning {
  return { props: propsOf(map), pairs: sorted(map.items.map((pair) => pairMeaning(pair, replaced))) }
}

const pairMeaning = ({ key, value }: Pair, replaced: Replaced | undefined): PairMeaning => ({
  key: meaningOf(key, replaced),
  value: meaningOf(value, replaced),
})

const propsOf = ({ anchor = '', tag = '' }: { readonly anchor?: string; readonly tag?: string }): string =>
  `${anchor} ${tag}`
const NO_PROPS = propsOf({})

function sorted(pairs: readonly PairMeaning[]): readonly PairMeaning[] {
  const keyed = pairs.map((pair) => ({ pair, text: JSON.stringify(pair.key) }))
  return keyed.toSorted(byText).map(({ pair }) => pair)
}

const byText = (one: { text: string }, other: { text: string }): number =>
  one.text < other.text ? -1 : Number(one.text > other.text)

export const stringMeaning = (text: string): Meaning => `${NO_PROPS} string ${text}`

/** The mapping with those keys set to those strings. */
export function withValues(
  { props, pairs }: MapMeaning,
  values: Readonly<Record<string, string>>,
): MapMeaning {
  const wanted = Object.entries(values).map(([key, value]) => ({
    key: stringMeaning(key),
    value: stringMeaning(value),
  }))
  const rest = pairs.filter(({ key }) => !wanted.some((pair) => pair.key === key))
  return { props, pairs: sorted([...rest, ...wanted]) }
}

/** The root mapping with another list of images; a list that was absent or empty becomes a plain one. */
export function withImages(
  { props, pairs }: MapMeaning,
  change: (items: readonly Meaning[]) => readonly Meaning[],
): MapMeaning {
  const key = stringMeaning('images')
  const old = pairs.find((pair) => pair.key === key)?.value
  const list = typeof old === 'object' && 'items' in old ? old : { props: NO_PROPS, items: [] }
  const images = { key, value: { ...list, items: change(list.items) } }
  return { props, pairs: sorted([...pairs.filter((pair) => pair.key !== key), images]) }
}

export const emptyMap: MapMeaning = { props: NO_PROPS, pairs: [] }

export const isSameMeaning = (one: Meaning, other: Meaning): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
