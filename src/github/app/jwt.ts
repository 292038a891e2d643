import { createPrivateKey, sign } from 'node:crypto'

/** Signs what a token of an App holds, by RS256 (RFC 7518, 3.3). */
export type SignJwt = (input: string) => Promise<Uint8Array>

export interface AppJwt {
  readonly jwt: string
  readonly endsAt: number
}

/** GitHub docs, "Generating a JSON Web Token for a GitHub App": a minute back for clocks that differ, ten at most ahead. */
const BACK_S = 60
const AHEAD_S = 9 * 60

export async function appJwt(id: string, now: number, signJwt: SignJwt): Promise<AppJwt> {
  const seconds = Math.floor(now / 1000)
  const exp = seconds + AHEAD_S
  const claims = { iat: seconds - BACK_S, exp, iss: id }
  const input = [{ alg: 'RS256', typ: 'JWT' }, claims].map(base64url).join('.')
  const signature = Buffer.from(await signJwt(input)).toString('base64url')
  return { jwt: `${input}.${signature}`, endsAt: exp * 1000 }
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export function signWithPem(pem: string): SignJwt {
  const key = createPrivateKey(pem)
  return async (input) => sign('RSA-SHA256', Buffer.from(input), key)
}
