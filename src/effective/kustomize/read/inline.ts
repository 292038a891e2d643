import { readNested } from '../../yaml/nested.ts'
import type { ScalarNode, YamlNode } from '../../yaml/node.ts'
import type { Documents } from '../build/load.ts'

const known = new WeakMap<ScalarNode, Documents>()

/** The documents of a text within a file: read once, so that all overlays share their nodes. */
export function inlineDocuments(scalar: ScalarNode): Documents {
  const kept = known.get(scalar)
  if (kept) return kept
  const { documents, faults } = readNested(scalar)
  const read = {
    documents: documents.flatMap(({ root }): readonly YamlNode[] => (root ? [root] : [])),
    unknown: faults.map(({ message, offset }) => ({
      message: `this text cannot be read: ${message}`,
      at: { source: scalar.source, start: offset, end: offset },
    })),
  }
  known.set(scalar, read)
  return read
}
