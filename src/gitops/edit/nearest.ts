/** The candidate that a typo, or a shorter or longer form of the name, most likely stands for. */
export function nearest(wanted: string, candidates: readonly string[]): string | undefined {
  const lastSegment = (name: string) => name.slice(name.lastIndexOf('/') + 1)
  const scored = candidates.map((candidate) => ({
    candidate,
    distance: Math.min(
      editDistance(wanted, candidate),
      // `identity-service` for `ghcr.io/acme/identity-service`: the same image under its full name.
      editDistance(lastSegment(wanted), lastSegment(candidate)) + 1,
    ),
  }))
  const [best] = scored.toSorted((a, b) => a.distance - b.distance)
  return best && best.distance <= Math.max(2, wanted.length / 3) ? best.candidate : undefined
}

/** Levenshtein distance, one row at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
