import type { Span } from '../../effective/yaml/node.ts'

/** What a text in some language writes down as a literal: of anything that it works out, only that there is something. */
export type Literal = TextLiteral | ListLiteral | MapLiteral | UnknownLiteral

export interface TextLiteral {
  readonly kind: 'text'
  /** What is worked out within it is `${...}`, with as much of the expression as is written there. */
  readonly text: string
  readonly exact: boolean
  readonly at: Span
}

export interface ListLiteral {
  readonly kind: 'list'
  readonly items: readonly Literal[]
  readonly at: Span
}

export interface MapLiteral {
  readonly kind: 'map'
  readonly entries: readonly (readonly [key: string, value: Literal])[]
  readonly at: Span
}

export interface UnknownLiteral {
  readonly kind: 'unknown'
  readonly at: Span
}

/** Stands in a text for a part of it that is worked out. */
export const WORKED_OUT = `\${...}`

/** The value of the first of these keys that is there. */
export function literalAt(map: MapLiteral, keys: readonly string[]): Literal | undefined {
  return map.entries.find(([key]) => keys.includes(key))?.[1]
}

/** Every mapping in a literal, itself included, the outer ones first. */
export function* mapsIn(literal: Literal): Generator<MapLiteral> {
  const left: Literal[] = [literal]
  for (let next = left.pop(); next; next = left.pop()) {
    if (next.kind === 'map') {
      yield next
      left.push(...next.entries.map(([, value]) => value).toReversed())
    } else if (next.kind === 'list') left.push(...next.items.toReversed())
  }
}
