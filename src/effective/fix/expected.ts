import type { YamlNode } from '../yaml/node.ts'

/** What a text is to say when it is read again; of all else, what it said before. Nodes are known by their places. */
export interface Expected {
  /** New texts of scalars, and whether each is a string to every reader. */
  readonly texts: Map<string, { readonly text: string; readonly string: boolean }>
  /** Keys of mappings: undefined for one that goes. */
  readonly keys: Map<string, Map<string, string | undefined>>
  /** Parts of the text of which nothing is known but that they are replaced. */
  readonly replaced: { readonly start: number; readonly end: number }[]
}

export const nothingExpected = (): Expected => ({ texts: new Map(), keys: new Map(), replaced: [] })

export const placeOf = ({ kind, start, end }: YamlNode): string => `${kind}:${start}:${end}`

export function expectKey(
  { keys }: Expected,
  map: YamlNode,
  [key, value]: readonly [key: string, value: string | undefined],
): void {
  const known = keys.get(placeOf(map)) ?? new Map<string, string | undefined>()
  keys.set(placeOf(map), known.set(key, value))
}
