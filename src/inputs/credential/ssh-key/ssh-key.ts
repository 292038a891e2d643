import type { Parser } from '../../fields.ts'
import { armoured, blocksIn, decoded, plain, textInside, visible } from '../armour.ts'
import { mistakeOf, whatIs } from '../fault.ts'
import { faultOf, MAGIC, OPENSSH } from './block.ts'
import { TEXTS } from './faults.ts'

/**
 * A deploy key as people paste it. What is plainly meant is taken: quotes around it, indentation, other ends of lines,
 * `\n` as two characters, one line with spaces, base64 of the file, the file without its first and last line. What ssh
 * would refuse is refused here, with what it is, as to ssh a damaged key is as good as one that the server does not know.
 */
export const sshKey: Parser<string> = (given) => {
  const text = opened(given)
  const blocks = blocksIn(text)
  const secret = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'))
  if (!secret) return mistakeOf(whatIs(text, blocks[0]?.label, TEXTS))
  const fault = faultOf(secret)
  return fault ? mistakeOf(fault) : { value: armoured(secret) }
}

/** Where the value is another form of the key than the file, what is to be masked besides it. */
export function keyToMask(given: string): readonly string[] {
  const parsed = sshKey(given.trim())
  return 'value' in parsed ? [parsed.value] : []
}

function opened(given: string): string {
  const text = plain(visible(given))
  const isBare = !text.includes('BEGIN') && decoded(text)?.toString('latin1', 0, MAGIC.length) === MAGIC
  if (isBare) return armoured({ label: OPENSSH, body: text })
  const inside = textInside(text)
  return inside === undefined ? text : plain(inside)
}
