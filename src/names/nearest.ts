import { lastSegment } from './reference.ts'

/** The candidate that a typo, or a shorter or longer form of the name, most likely stands for. */
export function nearest(wanted: string, candidates: readonly string[]): string | undefined {
  const most = Math.max(2, wanted.length / 3)
  // What is much longer or shorter is no typo, and a name of others may be as long as its file.
  const distance = (from: string, to: string): number =>
    Math.abs(from.length - to.length) > most ? Number.POSITIVE_INFINITY : editDistance(from, to)
  const scored = candidates.map((candidate) => ({
    candidate,
    distance: Math.min(
      distance(wanted, candidate),
      // `identity-service` for `ghcr.io/acme/identity-service`: the same image under its full name.
      distance(lastSegment(wanted), lastSegment(candidate)) + 1,
    ),
  }))
  const [best] = scored.toSorted((a, b) => a.distance - b.distance)
  return best && best.distance <= most ? best.candidate : undefined
}

/** Levenshtein distance, one row at a time: `row` is without its first column, which is the number of the row. */
function editDistance(from: string, to: string): number {
  const letters = [...to]
  let distance = letters.length
  let row = letters.map((_, column) => column + 1)
  for (const [index, letter] of [...from].entries()) {
    let diagonal = index
    distance = index + 1
    row = row.map((above, column) => {
      distance = Math.min(diagonal + Number(letter !== letters[column]), above + 1, distance + 1)
      diagonal = above
      return distance
    })
  }
  return distance
}
