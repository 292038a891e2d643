/** The instruction that begins on a line, and the line behind it. */
export function instructionAt(lines: readonly string[], start: number): { text: string; next: number } {
  const parts: string[] = []
  for (let at = start; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (parts.length > 0 && isAside(line)) continue
    const [, continued] = isAside(line) ? [] : (/^(.*)\\\s*$/.exec(line) ?? [])
    parts.push(continued ?? line)
    if (continued === undefined) return { text: parts.join(' '), next: at + 1 }
  }
  return { text: parts.join(' '), next: lines.length }
}

/** A comment or a blank line, which may stand inside of an instruction. */
const isAside = (line: string): boolean => /^\s*(?:#|$)/.test(line)

/** Lines of a Dockerfile, from 1: the instruction, and the end of the last document that belongs to it. */
export interface Heredoc {
  readonly first: number
  readonly last: number
}

/** The here-documents of a Dockerfile (Docker docs, "Dockerfile reference", "Here-Documents"). */
export function heredocsIn(dockerfile: string): readonly Heredoc[] {
  const lines = dockerfile.split(/\r?\n/)
  const last = lastLines(lines)
  const found: Heredoc[] = []
  for (let index = 0; index < lines.length; ) {
    const { text, next } = instructionAt(lines, index)
    const end = endOf(markersIn(text), { lines, last, from: next })
    if (end !== undefined) found.push({ first: index + 1, last: end })
    index = end ?? next
  }
  return found
}

const MARKER = /(?:^|\s)\d*<<(-?)(["']?)([A-Za-z_]\w*)\2(?=\s|$)/g

interface Marker {
  readonly name: string
  /** `<<-`: tabs in front of a line do not count. */
  readonly tabbed: boolean
}

function markersIn(instruction: string): readonly Marker[] {
  if (!/^\s*(?:RUN|COPY|ADD)\s/i.test(instruction)) return []
  return [...instruction.matchAll(MARKER)].map(([, dash, , name = '']) => ({ name, tabbed: dash === '-' }))
}

interface Search {
  readonly lines: readonly string[]
  /** Where each line stands for the last time, as it is and without tabs in front of it. */
  readonly last: LastLines
  readonly from: number
}

/** The number of the line that ends the last of them; undefined: there are none, or one has no end. */
function endOf(markers: readonly Marker[], { lines, last, from }: Search): number | undefined {
  let end: number | undefined
  for (const { name, tabbed } of markers) {
    let at = end ?? from
    // Without this look every document that has no end would be looked for to the end of the file.
    if ((last[tabbed ? 'untabbed' : 'whole'].get(name) ?? -1) < at) return undefined
    while ((tabbed ? untabbed(lines[at] ?? '') : lines[at]) !== name) at += 1
    end = at + 1
  }
  return end
}

type LastLines = Readonly<Record<'whole' | 'untabbed', ReadonlyMap<string, number>>>

const lastLines = (lines: readonly string[]): LastLines => ({
  whole: new Map(lines.map((line, index) => [line, index])),
  untabbed: new Map(lines.map((line, index) => [untabbed(line), index])),
})

const untabbed = (line: string): string => line.replace(/^\t+/, '')
