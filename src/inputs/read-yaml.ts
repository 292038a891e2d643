import { parseDocument } from 'yaml'

/** Mistakes of syntax are in the document, those of aliases (unknown, or too many) are thrown. */
export function readYaml(given: string): unknown {
  const document = parseDocument(given, { schema: 'failsafe', prettyErrors: true })
  const [error] = document.errors
  if (error) return error
  try {
    // Many images may share an anchor; the parser's own limit of 100 is for texts of strangers.
    return document.toJS({ maxAliasCount: 1000 })
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown))
  }
}
