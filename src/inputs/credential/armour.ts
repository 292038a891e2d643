/** What stands between two lines of dashes, and what they call it. */
export interface Block {
  readonly label: string
  readonly body: string
}

/** The text between two lines of dashes (RFC 7468), which a word processor may have made longer ones of. */
const ARMOUR = /[-–—]{1,8} ?BEGIN ([A-Z0-9 ]{1,40}?) ?[-–—]{1,8}([^-–—]*)[-–—]{1,8} ?END \1 ?[-–—]{1,8}/g

export const blocksIn = (text: string): readonly Block[] =>
  [...text.matchAll(ARMOUR)].map(([, label = '', body = '']) => ({ label, body }))

/** As ssh-keygen writes them; a longer one is no line of a file. */
const LINES = /.{1,70}/g
const LONGEST_LINE = 80

/** Lines stay as they are written; a key on one line gets lines again. */
export function armoured({ label, body }: Block): string {
  const given = body.split(/\s+/).filter(Boolean)
  const lines = given.every(({ length }) => length <= LONGEST_LINE)
    ? given
    : (given.join('').match(LINES) ?? [])
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}

/** undefined: no base64, or cut in the middle of a group. */
export function decoded(body: string): Buffer | undefined {
  const text = body.replaceAll(/\s/g, '')
  const isBase64 = text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
  return isBase64 ? Buffer.from(text, 'base64') : undefined
}

/** A text that is base64 of another one. */
export function textInside(text: string): string | undefined {
  const inside = text.includes('BEGIN') ? undefined : decoded(text)?.toString('utf8')
  return inside !== undefined && /^[\t\n\r\x20-\x7e]+$/.test(inside) ? inside : undefined
}

/** Without what is not seen, as the mark at the beginning of a file, which comes along from editors and web pages. */
export const visible = (text: string): string => text.replaceAll(/\p{Cf}/gu, '')

/** Without what stands around it, and with line breaks that were written as two characters, or as three. */
export const plain = (text: string): string =>
  unquoted(text.trim())
    .replaceAll(/(?<!\\)\\+r/g, '')
    .replaceAll(/(?<!\\)\\+n/g, '\n')

const unquoted = (text: string): string => (/^(["'`])[\s\S]*\1$/.test(text) ? text.slice(1, -1).trim() : text)
