import { lineOf, lineStarts } from './lines.ts'

import type { ScalarNode } from './node.ts'
import { readYaml } from './read.ts'
import type { Placed, YamlText } from './text.ts'

/**
 * The documents of a YAML text that is the value of a scalar (an inline patch, Helm values). Of a literal block each
 * offset is known; what is folded or quoted has one place, that of the scalar.
 */
export function readNested(scalar: ScalarNode): YamlText {
  const { source, start, text } = scalar
  const place = scalar.style === 'literal' && source.exact ? placesOf(scalar) : undefined
  if (place) return readYaml(source, text, place)
  return readYaml({ path: source.path, text: source.text, exact: false }, text, () => start)
}

/**
 * By lines: those of a literal block are lines of the file, less the indent that all of them have. undefined where the
 * lines of the value are not those of the file, or nothing is written in it.
 */
function placesOf({ source, start, end, text }: ScalarNode): Placed | undefined {
  // Of a block within a block, the first line begins behind the indent of the outer one.
  const from = source.text.lastIndexOf('\n', start - 1) + 1
  const raw = source.text.slice(from, end)
  if (/\r(?!\n)/.test(raw)) return undefined
  const inner = lineStarts(text)
  const outer = lineStarts(raw)
  const written = inner.findIndex((at) => at < text.length && text[at] !== '\n')
  const indent = spacesAt(raw, outer[written] ?? 0) - spacesAt(text, inner[written] ?? 0)
  if (written < 0 || indent < 0) return undefined
  return (offset) => {
    const line = lineOf(inner, offset)
    const column = offset - (inner[line] ?? 0)
    return from + Math.min((outer[line] ?? raw.length) + indent + column, raw.length)
  }
}

function spacesAt(text: string, from: number): number {
  let at = from
  while (text[at] === ' ') at += 1
  return at - from
}

export { lineOf } from './lines.ts'
