import { StepError } from '../errors/errors.ts'
import { cutLine, isRecord, oneLine } from '../names/text.ts'
import { isHopeless, reasonOf } from '../runner/http.ts'
import type { RetryDecision } from '../runner/retry.ts'

/** GitHub's API gave no answer that helps; the message goes on after its address. */
export class GithubFailure extends Error {
  override readonly name = 'GithubFailure'
  readonly retry: RetryDecision
  /** undefined when no answer came. */
  readonly status: number | undefined

  constructor(message: string, { retry, status, cause }: Verdict) {
    super(message, { cause })
    this.retry = retry
    this.status = status
  }
}

interface Verdict {
  readonly retry: RetryDecision
  readonly status?: number
  readonly cause?: unknown
}

/** What a refusal is judged by. */
interface Refusal {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

/** What came of a call, in our words: Octokit wraps what the transport throws, and what GitHub answers. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, cause, response, headers } = error as Error & Record<string, unknown>
  if (name === 'GraphqlResponseError') return refusedQuery(error, headers)
  if (name !== 'HttpError') return error
  if (!isRecord(response)) return unanswered(cause)
  const refusal = { status: Number(response.status), headers: recordOf(response.headers), text: message }
  return rateLimit(refusal, error) ?? refused(refusal.status, error)
}

function unanswered(cause: unknown): unknown {
  if (cause instanceof GithubFailure || cause instanceof StepError) return cause
  const retry = isHopeless(cause) ? 'final' : 'transient'
  return new GithubFailure(`did not answer: ${reasonOf(cause)}`, { retry, cause })
}

const refused = (status: number, cause: unknown): GithubFailure =>
  status >= 500
    ? new GithubFailure(`did not answer: HTTP ${status}`, { retry: 'transient', status, cause })
    : new GithubFailure(`answered ${status}`, { retry: 'final', status, cause })

/** GraphQL says with 200 what was wrong, a spent limit as well (GitHub docs, "Rate limits for the GraphQL API"). */
function refusedQuery(error: Error, headers: unknown): GithubFailure {
  const refusal = { status: 200, headers: recordOf(headers), text: error.message }
  const message = `refused the query: ${cutLine(oneLine(error.message))}`
  return (
    rateLimit(refusal, error) ?? new GithubFailure(message, { retry: 'final', status: 200, cause: error })
  )
}

const LIMITING: ReadonlySet<number> = new Set([200, 403, 429])

/** GitHub docs, "Rate limits for the REST API": `retry-after` in seconds, `x-ratelimit-reset` in seconds since 1970. */
function rateLimit({ status, headers, text }: Refusal, cause: unknown): GithubFailure | undefined {
  const spent = headers['x-ratelimit-remaining'] === '0' && LIMITING.has(status)
  if (status === 404 || (!spent && status !== 429 && !/rate limit/i.test(text))) return undefined
  const afterMs = waitOf(headers, spent)
  const until = afterMs === undefined ? '' : `, free again at ${new Date(Date.now() + afterMs).toISOString()}`
  const message = `did not answer: HTTP ${status}, the rate limit of the token is reached${until}`
  return new GithubFailure(message, {
    retry: afterMs === undefined ? 'transient' : { afterMs },
    status,
    cause,
  })
}

function waitOf(headers: Refusal['headers'], spent: boolean): number | undefined {
  const seconds = String(headers['retry-after'])
  if (/^\d{1,6}$/.test(seconds)) return Number(seconds) * 1000
  const reset = String(headers['x-ratelimit-reset'])
  return spent && /^\d{1,12}$/.test(reset) ? Math.max(0, Number(reset) * 1000 - Date.now()) : undefined
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})
