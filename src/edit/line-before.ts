/** Where a line of an edited text stands in the original, when the edit is in one place and the line is not new. */
export function lineBefore(
  line: number,
  { original, edited }: { readonly original: string; readonly edited: string },
): number {
  const before = original.split('\n')
  const after = edited.split('\n')
  const firstOther = after.findIndex((text, index) => text !== before[index])
  const isAbove = firstOther < 0 || line <= firstOther
  return isAbove ? line : line - (after.length - before.length)
}
