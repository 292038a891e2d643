import { keptFor } from '../../kept.ts'
import { isNull, type MapNode, type ScalarNode, type Span, type YamlNode } from '../../yaml/node.ts'
import { goNumber, numberOf } from './number.ts'

/** A part of a text that a template makes. */
export interface Piece {
  /** undefined for what is not known here. */
  readonly text: string | undefined
  /** Whether only one side of it is there, and nobody knows which: of a condition that is not known. */
  readonly fork?: true
  /** The values that it was made of. */
  readonly from: readonly ScalarNode[]
  /** What it was written by: the template, or a value of it. */
  readonly at?: Span | undefined
  /** The action that chose it from several values. */
  readonly chosen?: Span | undefined
}

export interface Text {
  readonly kind: 'text'
  readonly pieces: readonly Piece[]
}

/** What an expression of a template may be; values keep their nodes, so that it is known where each comes from. */
export type Value =
  | YamlNode
  | Text
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'dict'
      readonly entries: ReadonlyMap<string, Value>
      /** Whether it may have others, which nobody knows here. */
      readonly open?: boolean
    }
  | { readonly kind: 'items'; readonly items: readonly Value[] }
  | { readonly kind: 'nil' }
  | { readonly kind: 'unknown' }

export const NIL: Value = { kind: 'nil' }
export const UNKNOWN: Value = { kind: 'unknown' }
export const HOLE: Piece = { text: undefined, from: [] }
export const FORK: Piece = { text: undefined, fork: true, from: [] }

export const bool = (value: boolean): Value => ({ kind: 'bool', value })
export const number = (value: number): Value => ({ kind: 'number', value })
export const plain = (text: string): Text => ({ kind: 'text', pieces: [{ text, from: [] }] })

/** What kind of value it is to a template. */
export type Kind = 'nil' | 'bool' | 'number' | 'text' | 'map' | 'list' | 'unknown'

export function kindOf(value: Value): Kind {
  if (value.kind === 'dict') return 'map'
  if (value.kind === 'items') return 'list'
  return value.kind === 'scalar' ? scalarKind(value) : value.kind
}

/** As Helm reads values: YAML 1.1's words, each number a float. */
function scalarKind(node: ScalarNode): Kind {
  if (node.style !== 'plain' || node.tag === '!!str' || node.tag === '!') return 'text'
  if (node.tag !== undefined) return 'unknown'
  if (isNull(node)) return 'nil'
  if (BOOL.test(node.text)) return 'bool'
  return numberOf(node.text) === undefined ? 'text' : 'number'
}

/** Of YAML 1.1, which Helm reads. */
const BOOL = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/
const isTrue = (text: string): boolean => /^(?:y|yes|true|on)$/i.test(text)

/** A key, which is a text in the end: `on:` is the key `true`. */
const keyText = (key: ScalarNode): string =>
  key.style === 'plain' && BOOL.test(key.text) ? String(isTrue(key.text)) : key.text

/** Whether a condition holds; undefined where that is not known. */
export function truthOf(value: Value): boolean | undefined {
  const kind = kindOf(value)
  if (kind === 'unknown') return undefined
  if (kind === 'nil') return false
  if (value.kind === 'bool') return value.value
  if (value.kind === 'number') return value.value !== 0
  if (value.kind === 'scalar') {
    if (kind === 'bool') return isTrue(value.text)
    return kind === 'number' ? numberOf(value.text) !== 0 : value.text !== ''
  }
  return sizeOf(value)
}

/** Whether there is anything in it. */
function sizeOf(value: Value): boolean | undefined {
  if (value.kind === 'map') return value.entries.length > 0
  if (value.kind === 'dict') return value.entries.size > 0
  if (value.kind === 'list' || value.kind === 'items') return value.items.length > 0
  if (value.kind !== 'text') return undefined
  if (value.pieces.some(({ text }) => text !== undefined && text !== '')) {
    // What stands on one side of a fork alone may not be there.
    return value.pieces.some(({ fork }) => fork) ? undefined : true
  }
  return value.pieces.some(({ text }) => text === undefined) ? undefined : false
}

/** As a template writes it out. */
export function printed(value: Value): Text {
  if (value.kind === 'text') return value
  if (value.kind === 'bool' || value.kind === 'number') {
    return plain(value.kind === 'bool' ? String(value.value) : goNumber(value.value))
  }
  if (value.kind !== 'scalar') return { kind: 'text', pieces: [HOLE] }
  const kind = scalarKind(value)
  if (kind === 'nil' || kind === 'unknown') return { kind: 'text', pieces: [HOLE] }
  return { kind: 'text', pieces: [{ text: wordOf(value, kind), from: [value] }] }
}

function wordOf({ text }: ScalarNode, kind: Kind): string {
  if (kind === 'bool') return String(isTrue(text))
  return kind === 'number' ? goNumber(numberOf(text) ?? 0) : text
}

/** The whole text, where all of it is known. */
export function known(value: Value): string | undefined {
  if (value.kind !== 'text' && value.kind !== 'scalar' && value.kind !== 'bool' && value.kind !== 'number')
    return undefined
  const { pieces } = printed(value)
  return pieces.every(({ text }) => text !== undefined) ? pieces.map(({ text }) => text).join('') : undefined
}

/** All values that something was made of. */
const fromOf = (value: Value): readonly ScalarNode[] =>
  value.kind === 'scalar'
    ? [value]
    : value.kind === 'text'
      ? [...new Set(value.pieces.flatMap(({ from }) => from))]
      : []

/** Nobody makes one text of more values. */
const MOST_FROM = 50

/** Another text of the same values. */
export function made(text: string | undefined, ...of: readonly Value[]): Text {
  const chosen = of
    .flatMap((one) => (one.kind === 'text' ? one.pieces : []))
    .find((one) => one.chosen)?.chosen
  const from = [...new Set(of.flatMap(fromOf))].slice(0, MOST_FROM)
  return { kind: 'text', pieces: [{ text, from, chosen }] }
}

/** Entries of a mapping in the order of their keys, as templates walk them. */
export function entriesIn(value: Value): readonly (readonly [string, Value])[] {
  if (value.kind === 'dict') return [...value.entries].toSorted(byKey)
  if (value.kind !== 'map') return []
  return value.entries.map(({ key, value: held }) => [keyText(key), held] as const).toSorted(byKey)
}

const byKey = ([one]: readonly [string, Value], [other]: readonly [string, Value]): number =>
  one < other ? -1 : one > other ? 1 : 0

export function itemsIn(value: Value): readonly Value[] {
  return value.kind === 'list' || value.kind === 'items' ? value.items : []
}

/** Whether a mapping has a key. */
export const hasKey = (value: Value, key: string): boolean =>
  value.kind === 'dict' ? value.entries.has(key) : value.kind === 'map' && indexOf(value).has(key)

/** The value of a key; values of charts are asked again and again. */
export function held(value: Value, key: string): Value {
  if (value.kind === 'unknown') return UNKNOWN
  if (value.kind === 'dict') return value.entries.get(key) ?? (value.open ? UNKNOWN : NIL)
  return value.kind === 'map' ? (indexOf(value).get(key) ?? NIL) : NIL
}

const indexOf = keptFor(
  (node: MapNode): ReadonlyMap<string, YamlNode> =>
    new Map(node.entries.map((entry) => [keyText(entry.key), entry.value] as const)),
)
