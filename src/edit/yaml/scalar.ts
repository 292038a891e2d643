import { Document, type ScalarTag } from 'yaml'
import { goMisreading } from './go-scalar.ts'

/** Whether this text can only stand in quotes: it is no safe plain scalar, or would not be read as a string. */
export function needsQuotes(text: string): boolean {
  return !/^[A-Za-z0-9_][\w./:@=-]*$/.test(text) || text.endsWith(':') || isMisread(text)
}

/** How the parser finds the type of a plain scalar: by the first tag whose test matches. */
const TESTS = (['1.1', '1.2'] as const).flatMap((version) => {
  const { tags } = new Document(undefined, { version }).schema
  return tags.flatMap((tag) => (tag as ScalarTag).test ?? [])
})

/** Whether YAML 1.1, YAML 1.2 or kustomize takes a plain scalar for something else than this very text. */
export function isMisread(text: string): boolean {
  return goMisreading(text) !== undefined || TESTS.some((test) => test.test(text))
}

/** The scalar in the quotes that the author used; a plain one stays plain where that is safe. */
export function renderScalar(text: string, style?: string): string {
  if (style === 'QUOTE_SINGLE') return `'${text.replaceAll("'", "''")}'`
  // The escapes of JSON are escapes of YAML too.
  if (style === 'QUOTE_DOUBLE' || needsQuotes(text)) return JSON.stringify(text)
  return text
}

/** `key: value`, as JSON where the author quotes keys. */
export function renderPair(
  key: string,
  value: string,
  { quoted, style }: { readonly quoted: boolean; readonly style?: string | undefined },
): string {
  return quoted ? `"${key}": ${renderScalar(value, 'QUOTE_DOUBLE')}` : `${key}: ${renderScalar(value, style)}`
}
