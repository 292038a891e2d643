import type { Span } from '../../yaml/node.ts'
import { kindOf, type Piece, printed, type Value } from './value.ts'

/** What a function may ask of the template that it stands in. */
export interface Call {
  /** The action. */
  readonly at: Span
  readonly field: (value: Value, key: string) => Value
  readonly set: (value: Value, key: string, to: Value) => void
}

/** undefined for what it does not understand: then nothing is known of it. */
export type TemplateFunction = (args: readonly Value[], call: Call) => Value | undefined
export type Functions = Readonly<Record<string, TemplateFunction>>

/** Says of a text that an action chose it from several. */
export function chosenBy(value: Value, { at }: Call): Value {
  if (value.kind !== 'text' && !(value.kind === 'scalar' && kindOf(value) === 'text')) return value
  const pieces = printed(value).pieces.map((piece): Piece => ({ ...piece, chosen: piece.chosen ?? at }))
  return { kind: 'text', pieces }
}
