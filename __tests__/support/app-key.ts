import { generateKeyPairSync, type KeyObject } from 'node:crypto'

/** A key as GitHub makes it for an App. */
export interface AppKeyPair {
  /** PKCS#1, as GitHub gives it. */
  readonly pem: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export function makeAppKey(modulusLength = 2048): AppKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return { pem: String(privateKey.export({ type: 'pkcs1', format: 'pem' })), privateKey, publicKey }
}
