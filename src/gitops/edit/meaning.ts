import { isAlias, isMap, isPair, isScalar, isSeq, type YAMLMap } from 'yaml'

/**
 * What a node says, as plain data: an alias is its name, a scalar its type and value, a mapping its pairs sorted by
 * key. Nothing is expanded, so no alias can make it large.
 */
export type Meaning = string | Collection

interface Collection {
  readonly kind: string
  readonly items: readonly Meaning[]
}

export function meaningOf(node: unknown): Meaning {
  if (isAlias(node)) return `*${node.source}`
  if (isPair(node)) return pairMeaning(meaningOf(node.key), meaningOf(node.value))
  if (isScalar(node)) return `${propsOf(node)} ${typeof node.value} ${String(node.value)}`
  if (isMap(node)) return meaningOfMap(node)
  if (isSeq(node)) return { kind: `seq ${propsOf(node)}`, items: node.items.map(meaningOf) }
  // A key without a colon has no value.
  return 'nothing'
}

export const meaningOfMap = (map: YAMLMap): Collection =>
  mapMeaning(map.items.map(meaningOf), `map ${propsOf(map)}`)

const propsOf = ({ anchor = '', tag = '' }: { readonly anchor?: string; readonly tag?: string }): string =>
  `${anchor} ${tag}`
const NO_PROPS = propsOf({})

const pairMeaning = (key: Meaning, value: Meaning): Meaning => ({ kind: 'pair', items: [key, value] })

function mapMeaning(pairs: readonly Meaning[], kind = `map ${NO_PROPS}`): Collection {
  const sorted = pairs.map((pair) => ({ pair, key: JSON.stringify(pair) })).toSorted(byKey)
  return { kind, items: sorted.map(({ pair }) => pair) }
}

const byKey = (one: { key: string }, other: { key: string }): number =>
  one.key < other.key ? -1 : Number(one.key > other.key)

const stringMeaning = (text: string): Meaning => `${NO_PROPS} string ${text}`

/** The mapping with those keys set to those strings. */
export function withValues(map: Collection, values: Readonly<Record<string, string>>): Collection {
  const wanted = Object.entries(values).map(([key, value]) =>
    pairMeaning(stringMeaning(key), stringMeaning(value)),
  )
  const keys = new Set<unknown>(Object.keys(values).map(stringMeaning))
  const rest = map.items.filter((pair) => typeof pair === 'string' || !keys.has(pair.items[0]))
  return mapMeaning([...rest, ...wanted], map.kind)
}

/** The root mapping with another list of images; a list that was absent or empty becomes a plain one. */
export function withImages(
  root: Collection,
  change: (items: readonly Meaning[]) => readonly Meaning[],
): Collection {
  const key = stringMeaning('images')
  const isImages = (pair: Meaning) => typeof pair !== 'string' && pair.items[0] === key
  const old = root.items.find(isImages)
  const list = typeof old === 'object' ? old.items[1] : undefined
  const { kind, items } = typeof list === 'object' ? list : { kind: `seq ${NO_PROPS}`, items: [] }
  const images = pairMeaning(key, { kind, items: change(items) })
  return mapMeaning([...root.items.filter((pair) => !isImages(pair)), images], root.kind)
}

export const emptyMap = mapMeaning([])

export const isSameMeaning = (one: Meaning, other: Meaning): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
