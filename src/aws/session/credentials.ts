/** Credentials of an assumed role, or those that the runner has. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Long-lived keys have none. */
  readonly sessionToken?: string
  /** When they end; undefined when they do not. */
  readonly expiration?: Date
  /** The account that they belong to, as STS says. */
  readonly account: string
  /** Whose they are: the ARN of the role, or what STS says of the runner's own. */
  readonly principal: string
}

/** Credentials that are still good; others than `except`, of which a service says that they are not. */
export type CredentialProvider = (options?: { readonly except?: Credentials }) => Promise<Credentials>

/** Renewed this long before the end, so that a request that starts now also finishes. */
const MARGIN_MS = 5 * 60_000

/** Remembers credentials until shortly before they end, and asks once for callers that come at the same time. */
export function renewable(
  assume: () => Promise<Credentials>,
  now: () => number = Date.now,
): CredentialProvider {
  let current: Asked | undefined
  return async ({ except } = {}) => {
    const isRefused = except !== undefined && current?.value === except
    if (current && !isRefused && now() < current.renewAt) return current.credentials
    const asked: Asked = { credentials: assume(), renewAt: Number.POSITIVE_INFINITY, value: undefined }
    current = asked
    try {
      const credentials = await asked.credentials
      asked.value = credentials
      asked.renewAt = renewalOf(credentials, now())
      return credentials
    } catch (error) {
      // Nothing takes the place of credentials while they are waited for, so these are the ones to forget.
      current = undefined
      throw error
    }
  }
}

interface Asked {
  readonly credentials: Promise<Credentials>
  renewAt: number
  /** undefined while they are waited for. */
  value: Credentials | undefined
}

function renewalOf({ expiration }: Credentials, now: number): number {
  if (!expiration) return Number.POSITIVE_INFINITY
  const left = expiration.getTime() - now
  // New and ended already: the clock is ahead by more than a session. A real end is reported by the service.
  if (left <= 0) return now + MARGIN_MS
  // Sessions shorter than twice the margin would be renewed for every request.
  return now + Math.max(left - MARGIN_MS, left / 2)
}
