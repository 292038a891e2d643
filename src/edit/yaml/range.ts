/** Where a node begins, and where its value ends. */
export function rangeOf(node: unknown): readonly [start: number, end: number] {
  const [start = 0, end = start] = (node as { range?: readonly number[] | null } | null)?.range ?? []
  return [start, end]
}
