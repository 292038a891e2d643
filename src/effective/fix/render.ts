import { isMisread } from '../../edit/yaml/scalar.ts'
import type { ScalarStyle } from '../yaml/node.ts'

/** How a text is to be written. */
export interface Written {
  readonly style: ScalarStyle
  /** It has to be a string to every reader: parsers of YAML 1.1, of YAML 1.2, and go-yaml. */
  readonly string: boolean
}

/** A scalar in the quotes of the author; a plain one stays plain where every reader takes it for the same. */
export function renderText(text: string, { style, string }: Written): string {
  if (style === 'plain' && isPlain(text) && !(string && isMisread(text))) return text
  if (style === 'single' && !UNWRITABLE.test(text)) return `'${text.replaceAll("'", "''")}'`
  return doubleQuoted(text)
}

/** What no text of YAML may hold as it is, line breaks among it: parsers do not agree on which characters are some. */
const UNWRITABLE = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/u
const EACH_UNWRITABLE = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/gu

/** The escapes of JSON are escapes of YAML too. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    EACH_UNWRITABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Whether a text can stand without quotes, in brackets too. */
const isPlain = (text: string): boolean =>
  /^[A-Za-z0-9_./$(+~^][^,[\]{}"'`\\#&!|>%@\n]*$/.test(text) &&
  !/:(?:\s|$)|\s$|^\.\.\./.test(text) &&
  !UNWRITABLE.test(text)
