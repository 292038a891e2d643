/** Adds a line, and forgets the first ones where more are kept than are wanted: a build may print without end. */
export function keepLast(lines: string[], line: string, wanted: number): void {
  if (lines.length >= 2 * wanted) lines.splice(0, lines.length - wanted)
  lines.push(line)
}
