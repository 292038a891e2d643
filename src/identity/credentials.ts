/** Temporary credentials of one assumed role. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiration: Date
}

export type CredentialProvider = () => Promise<Credentials>

/** Renewed this long before the end, so that a request that starts now also finishes. */
const MARGIN_MS = 5 * 60_000

/** Remembers credentials until shortly before they end, and asks once for callers that come at the same time. */
export function renewable(
  assume: () => Promise<Credentials>,
  now: () => number = Date.now,
): CredentialProvider {
  let current: { credentials: Promise<Credentials>; renewAt: number } | undefined
  return async () => {
    if (current && now() < current.renewAt) return current.credentials
    const asked = { credentials: assume(), renewAt: Number.POSITIVE_INFINITY }
    current = asked
    try {
      const credentials = await asked.credentials
      // Sessions shorter than twice the margin would be renewed for every request.
      const lifetime = credentials.expiration.getTime() - now()
      asked.renewAt = credentials.expiration.getTime() - Math.min(MARGIN_MS, lifetime / 2)
      return credentials
    } catch (error) {
      if (current === asked) current = undefined
      throw error
    }
  }
}
