import { createSign, createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto'

export type Claims = Record<string, unknown>

export interface KeyPair {
  privateKey: KeyObject
  publicKey: KeyObject
}

let shared: KeyPair | undefined

/** Making an RSA key costs up to a quarter of a second, so one process makes one. */
export function signingKey(): KeyPair {
  shared ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
  return shared
}

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export function signJwt(claims: Claims, privateKey: KeyObject): string {
  const input = `${segment({ alg: 'RS256', typ: 'JWT', kid: 'embedded-1' })}.${segment(claims)}`
  return `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`
}

/** The claims of a token whose signature holds; expiry and audience are the caller's to judge. */
export function verifyJwt(token: string, publicKey: KeyObject): Claims | undefined {
  const [head, body, signature, ...rest] = token.split('.')
  if (!head || !body || !signature || rest.length > 0) return undefined
  const header = parseSegment(head)
  if (header?.alg !== 'RS256') return undefined
  const verified = createVerify('RSA-SHA256')
    .update(`${head}.${body}`)
    .verify(publicKey, signature, 'base64url')
  return verified ? parseSegment(body) : undefined
}

function parseSegment(text: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined
  } catch {
    return undefined
  }
}
