import type { Mistake } from '../fields.ts'

/** What a text is, and what belongs in its place. */
export interface Fault {
  readonly is: string
  readonly right: string
}

/** What is known of texts that are no private key of a kind. */
export interface KnownTexts {
  /** By what they begin with or are. */
  readonly others: readonly (readonly [RegExp, Fault])[]
  readonly part: Fault
  readonly noKey: Fault
}

/** What a text is in which there is no private key; `label`: of the first block in it. */
export function whatIs(text: string, label: string | undefined, { others, part, noKey }: KnownTexts): Fault {
  const found = others.find(([pattern]) => pattern.test(label === undefined ? text : `BEGIN ${label}`))?.[1]
  // The end of a file is base64 without a line of dashes.
  return found ?? (/^[A-Za-z0-9+/=\s]{100,}$/.test(text) ? part : noKey)
}

export const mistakeOf = ({ is, right }: Fault): Mistake => ({
  mistake: is,
  example: right,
  confidential: true,
})
