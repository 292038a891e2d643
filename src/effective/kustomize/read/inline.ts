import { keptFor } from '../../kept.ts'
import { readNested } from '../../yaml/nested.ts'
import type { ScalarNode, YamlNode } from '../../yaml/node.ts'
import type { Documents } from '../build/load.ts'

/** The documents of a text within a file: read once, so that all overlays share their nodes. */
export const inlineDocuments = keptFor((scalar: ScalarNode): Documents => {
  const { documents, faults } = readNested(scalar)
  return {
    documents: documents.flatMap(({ root }): readonly YamlNode[] => (root ? [root] : [])),
    unknown: faults.map(({ message, offset }) => ({
      message: `this text cannot be read: ${message}`,
      at: { source: scalar.source, start: offset, end: offset },
    })),
  }
})
