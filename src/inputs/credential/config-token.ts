import type { Parser } from '../fields.ts'

export interface GivenToken {
  readonly token: string
  /** Of `user:token`. */
  readonly user: string | undefined
}

const EXAMPLE = 'the token alone, or user:token'
const mistake = (is: string) => ({ mistake: is, example: EXAMPLE, confidential: true }) as const

/**
 * A token, or user and token with a colon between them, as they are: nothing is percent-encoded. The first colon parts
 * them, because a user name cannot hold one (RFC 7617), and no token of a known host does.
 */
export const configToken: Parser<GivenToken> = (given) => {
  if (/\p{Cc}/u.test(given)) return mistake('has a line break or control character')
  if (/^https?:\/\//i.test(given)) return mistake('is an address')
  if (/^(?:bearer|basic|token) /i.test(given)) return mistake('begins with the word of a header')
  const colon = given.indexOf(':')
  const [user, token] = [given.slice(0, Math.max(0, colon)), given.slice(colon + 1)]
  if (token === '') return mistake('has nothing after its colon')
  return { value: { token, user: user === '' ? undefined : user } }
}

/** What is secret of it besides the whole. */
export function tokenToMask(given: string): readonly string[] {
  const parsed = configToken(given.trim())
  return 'value' in parsed ? [parsed.value.token] : []
}
