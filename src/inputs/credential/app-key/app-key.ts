import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Parser } from '../../fields.ts'
import { armoured, type Block, blocksIn, decoded, plain, textInside, visible } from '../armour.ts'
import { type Fault, mistakeOf, whatIs } from '../fault.ts'
import { OTHER_KIND, PART, PASSPHRASE, SHORT, TEXTS } from './faults.ts'

/** GitHub makes keys of 2048 bits; a shorter one is of something else. */
const SHORTEST_BITS = 2048

/**
 * The private key of a GitHub App, as people paste it: the file that GitHub gives (PKCS#1), PKCS#8, either with `\n` as
 * two characters, other ends of lines, indentation or quotes, as base64 of the file, or as bare base64 of its content.
 * What could sign nothing that GitHub takes is refused here, with what it is.
 */
export const appKey: Parser<string> = (given) => {
  const key = readKey(given)
  return 'is' in key ? mistakeOf(key) : { value: pkcs8(key) }
}

/** Other forms of the key than the one that is given, of which each line is a secret, too. */
export function appKeyToMask(given: string): readonly string[] {
  const blocks = blocksIn(opened(given)).map(armoured)
  const key = readKey(given)
  return 'is' in key ? blocks : [...blocks, pkcs8(key), String(key.export({ type: 'pkcs1', format: 'pem' }))]
}

const pkcs8 = (key: KeyObject): string => String(key.export({ type: 'pkcs8', format: 'pem' })).trim()

function readKey(given: string): KeyObject | Fault {
  const text = opened(given)
  const blocks = blocksIn(text)
  const secret = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'))
  const key = secret ? keyOf(secret) : keyIn(decoded(text))
  if (!key) return whatIs(text, blocks[0]?.label, TEXTS)
  return 'is' in key ? key : (faultOf(key) ?? key)
}

function opened(given: string): string {
  const text = plain(visible(given))
  const inside = textInside(text)
  return inside === undefined ? text : plain(inside)
}

function keyOf({ label, body }: Block): KeyObject | Fault {
  if (label === 'ENCRYPTED PRIVATE KEY') return PASSPHRASE
  if (label !== 'PRIVATE KEY' && label !== 'RSA PRIVATE KEY') return OTHER_KIND
  return keyIn(decoded(body)) ?? PART
}

/** Content may stand under the other label: its own form says which it is. */
function keyIn(der: Buffer | undefined): KeyObject | undefined {
  if (!der) return undefined
  for (const type of ['pkcs1', 'pkcs8'] as const) {
    try {
      return createPrivateKey({ key: der, format: 'der', type })
    } catch {
      // The other form is tried.
    }
  }
  return undefined
}

function faultOf(key: KeyObject): Fault | undefined {
  if (key.asymmetricKeyType !== 'rsa') return OTHER_KIND
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < SHORTEST_BITS) return SHORT
  return isSound(key) ? undefined : PART
}

/** One wrong character makes a key of other numbers, which signs what nobody can verify. */
function isSound(key: KeyObject): boolean {
  const probe = Buffer.from('probe')
  try {
    return verify('RSA-SHA256', probe, createPublicKey(key), sign('RSA-SHA256', probe, key))
  } catch {
    return false
  }
}
