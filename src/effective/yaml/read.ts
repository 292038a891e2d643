import { DocumentBuilder } from './build.ts'
import type { Source } from './node.ts'
import { parse } from './parse.ts'
import {
  AS_IT_IS,
  MOST_FAULTS,
  type Placed,
  type YamlDocument,
  type YamlFault,
  type YamlText,
} from './text.ts'

/**
 * The documents of a YAML text, and what keeps others of them from being read: one that is broken costs no other one.
 * Read by its events, several times as fast as by a tree of the syntax (docs/adr/0023).
 */
export function readYaml(source: Source, text = source.text, placed = AS_IT_IS): YamlText {
  const whole = readPart(source, { text, from: 0, placed })
  if (whole.faults.length === 0) return whole
  const parts = partsOf(text)
  if (parts.length < 2) return whole
  const documents: YamlDocument[] = []
  const faults: YamlFault[] = []
  for (const part of parts) {
    if (faults.length >= MOST_FAULTS) break
    const read = readPart(source, { ...part, placed })
    documents.push(...read.documents)
    faults.push(...read.faults)
  }
  return { documents, faults }
}

interface Part {
  readonly text: string
  /** Where it begins in what is read. */
  readonly from: number
}

/** Cut where documents begin, so that each can be read alone. */
function partsOf(text: string): readonly Part[] {
  const starts = [
    0,
    ...[...text.matchAll(/^---(?=\s|$)/gm)].map(({ index }) => index).filter((index) => index > 0),
  ]
  return starts.map((from, index) => ({ text: text.slice(from, starts[index + 1]), from }))
}

function readPart(source: Source, { text, from, placed }: Part & { readonly placed: Placed }): YamlText {
  const at = from === 0 ? placed : (offset: number) => placed(from + offset)
  const parsed = parse(text)
  if ('message' in parsed) return { documents: [], faults: [{ ...parsed, offset: at(parsed.offset) }] }
  const { text: read, at: inPart, events } = parsed
  return new DocumentBuilder(source, { text: read, at: joined(at, inPart) }, events).read()
}

/** Every place is asked for, and most texts are read as they stand in their files. */
function joined(outer: Placed, inner: Placed): Placed {
  if (inner === AS_IT_IS) return outer
  return outer === AS_IT_IS ? inner : (offset) => outer(inner(offset))
}
