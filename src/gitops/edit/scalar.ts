import { parse } from 'yaml'

/** Whether this text can only stand in quotes: it is no safe plain scalar, or would not be read as a string. */
export function needsQuotes(text: string): boolean {
  return !/^[A-Za-z0-9_][\w./:@-]*$/.test(text) || text.endsWith(':') || misreading(text) !== undefined
}

/** What YAML 1.1 (kustomize) or 1.2 takes a plain scalar for, when that is not this very text. */
export function misreading(text: string): string | undefined {
  // Beyond both schemas: go-yaml also takes grouped and C-style octal numbers.
  if (/^[\d_]*\d[\d_]*$/.test(text) || /^0[ob]?[\d_]+$/i.test(text)) return 'number'
  for (const version of ['1.1', '1.2'] as const) {
    const value: unknown = parse(text, { version, logLevel: 'silent' })
    if (value !== text) return value === null ? 'null' : typeof value
  }
  return undefined
}

/** The scalar in the quotes that the author used; a plain one stays plain where that is safe. */
export function renderScalar(text: string, style: string): string {
  if (style === 'QUOTE_SINGLE') return `'${text}'`
  if (style === 'QUOTE_DOUBLE' || needsQuotes(text)) return `"${text}"`
  return text
}
