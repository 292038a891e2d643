import { parseEvents, YAMLException } from 'js-yaml'
import { DocumentBuilder } from './build.ts'
import type { Source } from './node.ts'
import type { Placed, YamlText } from './text.ts'

/**
 * The documents of a YAML text, and what keeps others of them from being read: one that is broken costs no other one.
 * Read by its events, several times as fast as by a tree of the syntax (docs/adr/0023).
 */
export function readYaml(source: Source, text = source.text, placed: Placed = (offset) => offset): YamlText {
  const whole = readPart(source, { text, from: 0, placed })
  if (whole.faults.length === 0) return whole
  const parts = partsOf(text)
  if (parts.length < 2) return whole
  const read = parts.map((part) => readPart(source, { ...part, placed }))
  return {
    documents: read.flatMap(({ documents }) => documents),
    faults: read.flatMap(({ faults }) => faults),
  }
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
  try {
    const at: Placed = from === 0 ? placed : (offset) => placed(from + offset)
    const builder = new DocumentBuilder(source, { text, at }, parseEvents(text, {}))
    return builder.read()
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const offset = placed(from + Math.min(error.mark?.position ?? 0, text.length))
    return { documents: [], faults: [{ message: error.reason, offset }] }
  }
}
