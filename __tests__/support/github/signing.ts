import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import type { CommitObject } from './git-objects.ts'

let keys: { privateKey: KeyObject; publicKey: KeyObject } | undefined

/** The key that GitHub signs its own commits with: another signature, or another commit, does not hold. */
const keyPair = () => {
  keys ??= generateKeyPairSync('ed25519')
  return keys
}

const BEGIN = '-----BEGIN PGP SIGNATURE-----\n\n'
const END = '\n-----END PGP SIGNATURE-----\n'

export const signAsGitHub = (payload: string): string =>
  `${BEGIN}${sign(null, Buffer.from(payload), keyPair().privateKey).toString('base64')}${END}`

export interface Verification {
  verified: boolean
  reason: 'valid' | 'unsigned' | 'unknown_key'
}

export function verificationOf({ signature, payload }: CommitObject): Verification {
  if (signature === undefined) return { verified: false, reason: 'unsigned' }
  const encoded = /\n\n([A-Za-z0-9+/=\n]+)\n-----END/.exec(signature)?.[1] ?? ''
  const holds = verify(null, Buffer.from(payload), keyPair().publicKey, Buffer.from(encoded, 'base64'))
  return holds ? { verified: true, reason: 'valid' } : { verified: false, reason: 'unknown_key' }
}
