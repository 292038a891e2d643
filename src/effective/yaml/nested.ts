import type { ScalarNode } from './node.ts'
import { readYaml } from './read.ts'
import type { YamlText } from './text.ts'

/**
 * The documents of a YAML text that is the value of a scalar (an inline patch, Helm values). Of a literal block each
 * offset is known; what is folded or quoted has one place, that of the scalar.
 */
export function readNested(scalar: ScalarNode): YamlText {
  const { source, start, end, text } = scalar
  const place = scalar.style === 'literal' && source.exact ? placesOf(scalar) : undefined
  if (place) return readYaml(source, text, place)
  const read = readYaml({ ...source, exact: false }, text, () => start)
  return { ...read, faults: read.faults.map((fault) => ({ ...fault, offset: Math.min(start, end) })) }
}

/** By lines: those of a literal block are lines of the file, less the indent that all of them have. */
function placesOf({ source, start, end, text }: ScalarNode): ((offset: number) => number) | undefined {
  const raw = source.text.slice(start, end)
  const inner = lineStarts(text)
  const outer = lineStarts(raw)
  const written = inner.findIndex((from) => from < text.length && text[from] !== '\n')
  const indent = /^ */.exec(raw.slice(outer[written] ?? 0))?.[0].length ?? 0
  const own = /^ */.exec(text.slice(inner[written] ?? 0))?.[0].length ?? 0
  if (written < 0 || indent < own) return undefined
  return (offset) => {
    const line = lineOf(inner, offset)
    const column = offset - (inner[line] ?? 0)
    return start + Math.min((outer[line] ?? raw.length) + indent - own + column, raw.length)
  }
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
}

/** The last line that begins at or before an offset. */
export function lineOf(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
