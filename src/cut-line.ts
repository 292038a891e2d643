/** Longer than any line that a person reads to its end, or that a program means to be read. */
export const LONGEST_LINE = 4000

/**
 * A line of others, as much of it as is looked at, kept or told; what is left out is counted. Secrets are taken out
 * before: a part of one is no longer known to the runner's masks.
 */
export function cutLine(line: string): string {
  const left = line.length - LONGEST_LINE
  return left > 0 ? `${line.slice(0, LONGEST_LINE)}... (${left} more characters)` : line
}
