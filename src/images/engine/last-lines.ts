/** A build may print without end, in lines of any length: so many characters are kept of it at most. */
const MOST_CHARACTERS = 16 * 1024 * 1024

interface KeptLines {
  readonly lines: readonly string[]
  add(line: string): void
}

/** Keeps the last lines, and forgets the first ones where more are kept than are wanted. */
export function keepLast(wanted: number, most = MOST_CHARACTERS): KeptLines {
  const lines: string[] = []
  let size = 0
  const forget = () => {
    let [first, kept] = [lines.length, 0]
    while (lines.length - first < wanted && kept + (lines[first - 1]?.length ?? most) <= most / 2) {
      first -= 1
      kept += lines[first]?.length ?? 0
    }
    lines.splice(0, first)
    size = kept
  }
  return {
    lines,
    add(line) {
      lines.push(line)
      size += line.length
      // Not for each line again: half of it goes at once.
      if (lines.length > 2 * wanted || size > most) forget()
    },
  }
}
