import type { Mistake, Parser } from '../fields.ts'
import { type Block, decoded, faultOf, MAGIC, OPENSSH } from './block.ts'
import { type Fault, whatIs } from './faults.ts'

/** The text between two lines of dashes (RFC 7468), which a word processor may have made longer ones of. */
const ARMOUR = /[-–—]{1,8} ?BEGIN ([A-Z0-9 ]{1,40}?) ?[-–—]{1,8}([^-–—]*)[-–—]{1,8} ?END \1 ?[-–—]{1,8}/g

/** As ssh-keygen writes them; a longer one is no line of a file. */
const LINES = /.{1,70}/g
const LONGEST_LINE = 80

/**
 * A deploy key as people paste it. What is plainly meant is taken: quotes around it, indentation, other ends of lines,
 * `\n` as two characters, one line with spaces, base64 of the file, the file without its first and last line. What ssh
 * would refuse is refused here, with what it is, as to ssh a damaged key is as good as one that the server does not know.
 */
export const sshKey: Parser<string> = (given) => {
  const text = opened(given)
  const blocks = [...text.matchAll(ARMOUR)].map(([, label = '', body = '']) => ({ label, body }))
  const secret = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'))
  if (!secret) return mistake(whatIs(text, blocks[0]?.label))
  const fault = faultOf(secret)
  return fault ? mistake(fault) : { value: armoured(secret) }
}

/** Where the value is another form of the key than the file, what is to be masked besides it. */
export function keyToMask(given: string): readonly string[] {
  const parsed = sshKey(given.trim())
  return 'value' in parsed ? [parsed.value] : []
}

function opened(given: string): string {
  // What is not seen, as the mark at the beginning of a file, comes along from editors and web pages.
  const text = plain(given.replaceAll(/\p{Cf}/gu, ''))
  const inside = text.includes('BEGIN') ? undefined : decoded(text)?.toString('utf8')
  if (inside?.startsWith(MAGIC)) return armoured({ label: OPENSSH, body: text })
  const isText = inside !== undefined && /^[\t\n\r\x20-\x7e]+$/.test(inside)
  return isText ? plain(inside) : text
}

/** Without what stands around it, and with line breaks that were written as two characters, or as three. */
const plain = (text: string): string =>
  unquoted(text.trim())
    .replaceAll(/(?<!\\)\\+r/g, '')
    .replaceAll(/(?<!\\)\\+n/g, '\n')

const unquoted = (text: string): string => (/^(["'`])[\s\S]*\1$/.test(text) ? text.slice(1, -1).trim() : text)

/** Lines stay as they are written; a key on one line gets lines again. */
function armoured({ label, body }: Block): string {
  const given = body.split(/\s+/).filter(Boolean)
  const lines = given.every(({ length }) => length <= LONGEST_LINE)
    ? given
    : (given.join('').match(LINES) ?? [])
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}

const mistake = ({ is, right }: Fault): Mistake => ({ mistake: is, example: right, confidential: true })
