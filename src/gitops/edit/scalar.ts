import { Document } from 'yaml'

/** Whether this text can only stand in quotes: it is no safe plain scalar, or would not be read as a string. */
export function needsQuotes(text: string): boolean {
  return !/^[A-Za-z0-9_][\w./:@-]*$/.test(text) || text.endsWith(':') || isMisread(text)
}

/** How the parser finds the type of a plain scalar: by the first tag whose test matches. */
const TESTS = (['1.1', '1.2'] as const).flatMap((version) => {
  const { tags } = new Document(undefined, { version }).schema
  return tags.flatMap((tag) => (tag.default === true && 'test' in tag && tag.test ? [tag.test] : []))
})

/** Whether YAML 1.1, YAML 1.2 or kustomize takes a plain scalar for something else than this very text. */
function isMisread(text: string): boolean {
  // Beyond all of them: what other parsers may take for a grouped or a C-style octal number.
  const isNumber = /^[\d_]*\d[\d_]*$/.test(text) || /^0[ob]?[\d_]+$/i.test(text)
  return isNumber || goMisreading(text) !== undefined || TESTS.some((test) => test.test(text))
}

const GO_BOOLEAN = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/
const GO_INTEGER = /^[-+]?0(?:x[\da-f]+|b[01]+|o[0-7]+)$/i
const GO_FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i

/**
 * What go-yaml, the parser of kustomize, takes a plain scalar for, when that breaks the build (measured with
 * kustomize 5.6): dates, times and numbers that are too large for it are strings.
 */
export function goMisreading(text: string): 'boolean' | 'number' | undefined {
  if (GO_BOOLEAN.test(text)) return 'boolean'
  if (/^[-+]?\.(?:inf|nan)$/i.test(text)) return 'number'
  const digits = text.replaceAll('_', '')
  if (text.startsWith('_') || digits === '') return undefined
  if (GO_INTEGER.test(digits)) return 'number'
  return GO_FLOAT.test(digits) && Number.isFinite(Number(digits)) ? 'number' : undefined
}

/** The scalar in the quotes that the author used; a plain one stays plain where that is safe. */
export function renderScalar(text: string, style?: string): string {
  if (style === 'QUOTE_SINGLE') return `'${text.replaceAll("'", "''")}'`
  // The escapes of JSON are escapes of YAML too.
  if (style === 'QUOTE_DOUBLE' || needsQuotes(text)) return JSON.stringify(text)
  return text
}

/** `key: value`, as JSON where the author quotes keys. */
export function renderPair(key: string, value: string, quoted: boolean, style = 'PLAIN'): string {
  return quoted ? `"${key}": ${renderScalar(value, 'QUOTE_DOUBLE')}` : `${key}: ${renderScalar(value, style)}`
}
