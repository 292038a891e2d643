/** What fits into a block of code on a page of 640 px: the beginning of a line, and pieces of its rest behind a mark. */
const FIRST = /^.{0,60}/su
const REST = /.{1,53}/gsu

/** A diff for a page that would scroll: what is left of a long line follows behind a mark, with the same sign. */
export function folded(diff: string): string {
  return diff.split('\n').map(foldedLine).join('\n')
}

function foldedLine(line: string): string {
  const [first = ''] = FIRST.exec(line) ?? []
  const rest = line.slice(first.length).match(REST) ?? []
  return [first, ...rest.map((piece) => `${line.charAt(0)}    ↪ ${piece}`)].join('\n')
}
