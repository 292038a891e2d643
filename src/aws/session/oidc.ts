import { fail, StepError } from '../../errors/errors.ts'
import { isPrivate } from '../../names/host.ts'
import { jsonObject, oneLine } from '../../names/text.ts'
import { httpGet, isHopeless, reasonOf } from '../../runner/http.ts'
import { LIMITS, lastStart, withRetries } from '../../runner/retry.ts'
import type { Source } from '../../source/source.ts'
import type { AwsPorts } from '../client.ts'
import { noIdToken } from './id-token.ts'

/** Asks GitHub for an OIDC token of this job; the time may be less than a whole budget. */
export type WebIdentity = (
  audience: string,
  budgetMs?: number,
  /** Called when the request is under way; never, when none is made. */
  onRequest?: () => void,
) => Promise<string>

/**
 * The same, with the first token of an audience asked for at once: what will use it takes long to load. What is wrong is
 * reported to whoever asks.
 */
export function askedAhead(
  identity: WebIdentity,
  audience: string,
  { budgetMs, onRequest }: { readonly budgetMs: number; readonly onRequest: () => void },
): WebIdentity {
  let first: Promise<string> | undefined = identity(audience, budgetMs, onRequest)
  first.catch(() => undefined)
  return (asked, leftMs) => {
    if (asked !== audience || !first) return identity(asked, leftMs)
    const ahead = first
    first = undefined
    return ahead
  }
}

/**
 * Our own request, because the toolkit retries each of its attempts for minutes.
 * @throws StepError ID_TOKEN_UNAVAILABLE or OIDC_FAILED.
 */
export function githubWebIdentity(
  env: NodeJS.ProcessEnv,
  source: Source,
  { signal, secrets, watch, limits = LIMITS }: AwsPorts,
): WebIdentity {
  return async (audience, budgetMs = limits.budgetMs, onRequest) => {
    const url = env.ACTIONS_ID_TOKEN_REQUEST_URL
    const requestToken = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN
    if (!url || !requestToken) return fail(noIdToken(source))
    secrets.mask(requestToken)
    const request = { url: withAudience(url, audience), requestToken, signal }
    // However little time is left, an attempt that is made at all must have a chance.
    const timeoutMs = Math.ceil(Math.min(limits.attemptMs, Math.max(budgetMs, limits.attemptMs / 10)))
    try {
      const asked = withRetries(() => requestOnce({ ...request, timeoutMs }), {
        classify: (error) => (error instanceof StepError || isHopeless(error) ? 'final' : 'transient'),
        budgetMs: lastStart({ ...limits, budgetMs }),
        signal,
        waiting: watch && {
          watch,
          describe: (error) => `GitHub's OIDC endpoint (${oneLine(reasonOf(error))})`,
        },
      })
      onRequest?.()
      const token = await asked
      secrets.mask(token)
      return token
    } catch (error) {
      if (error instanceof StepError) throw error
      return failed(`did not answer: ${reasonOf(error)}`, error)
    }
  }
}

function withAudience(url: string, audience: string): string {
  if (!URL.canParse(url)) return failed('has no address: ACTIONS_ID_TOKEN_REQUEST_URL is no URL')
  if (!isPrivate(url)) return inTheClear(url)
  const request = new URL(url)
  request.searchParams.set('audience', audience)
  return request.href
}

/** The runner sets the variable itself for every step that may have a token, over whatever a step before has written. */
function inTheClear(url: string): never {
  return fail({
    code: 'ENDPOINT_UNTRUSTED',
    message: `the variable ACTIONS_ID_TOKEN_REQUEST_URL is at ${new URL(url).origin}, and the token that this request carries would cross the network unencrypted`,
    hint: 'Serve the GitHub Enterprise Server of this runner over HTTPS; a runner of github.com has such an address only if something on it changes ACTIONS_ID_TOKEN_REQUEST_URL, which should be found before the job runs again. Where there is no HTTPS, set aws-credentials: ambient.',
  })
}

interface TokenRequest {
  readonly url: string
  readonly requestToken: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

async function requestOnce({ url, requestToken, timeoutMs, signal }: TokenRequest): Promise<string> {
  const headers = { authorization: `Bearer ${requestToken}`, accept: 'application/json' }
  const { status, body } = await httpGet(url, headers, { timeoutMs, signal })
  if (status === 429 || status >= 500) throw new Error(`HTTP ${status}`)
  if (status !== 200) return failed(`answered ${status}${reasonIn(body)}`)
  const token = tokenIn(body)
  // An answer cut short is a fault of the way, not of the request.
  if (token === undefined) throw new Error('the answer held no token')
  return token
}

function tokenIn(body: string): string | undefined {
  const { value } = jsonObject(body)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** GitHub says why in a `message`. */
function reasonIn(body: string): string {
  const { message } = jsonObject(body)
  return typeof message === 'string' ? `: ${oneLine(message).slice(0, 200)}` : ''
}

function failed(what: string, cause?: unknown): never {
  return fail(
    {
      code: 'OIDC_FAILED',
      message: `GitHub's OIDC endpoint ${what}`,
      hint: 'Run the job again; if it stays, look at githubstatus.com, and at the proxy settings of a self-hosted runner (HTTPS_PROXY, NO_PROXY; the authority of a certificate in NODE_EXTRA_CA_CERTS).',
    },
    cause,
  )
}
