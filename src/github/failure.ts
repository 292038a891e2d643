import { StepError } from '../errors/errors.ts'
import { fieldOf, listOf, recordOf, textOf } from '../names/parsed.ts'
import { cutLine, isRecord, oneLine } from '../names/text.ts'
import { isHopeless, reasonOf } from '../runner/http.ts'
import type { RetryDecision } from '../runner/retry.ts'

/** GitHub's API gave no answer that helps; the message goes on after its address. */
export class GithubFailure extends Error {
  override readonly name = 'GithubFailure'
  readonly retry: RetryDecision
  /** undefined when no answer came. */
  readonly status: number | undefined
  /** Of the first GraphQL error, such as STALE_DATA. */
  readonly type: string | undefined
  /** What the answer says, a line each: the message, and those of its errors. */
  readonly said: readonly string[]
  /** A rate or secondary limit: nothing was done. */
  readonly limited: boolean
  /** What was asked for may have been done: no answer came, or one that does not say. */
  readonly unsure: boolean

  constructor(message: string, { retry, status, cause, type, said = [], limited = false }: Verdict) {
    super(message, { cause })
    this.retry = retry
    this.status = status
    this.type = type
    this.said = said.map(lineOf)
    this.limited = limited
    this.unsure = retry === 'transient' && !limited
  }
}

/** Rules are told in several lines, with blank ones behind them. */
const lineOf = (text: string): string => cutLine(oneLine(text).trim())

interface Verdict {
  readonly retry: RetryDecision
  readonly status?: number
  readonly cause?: unknown
  readonly type?: string | undefined
  readonly said?: readonly string[]
  readonly limited?: boolean
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
  return rateLimit(refusal, error) ?? refused(refusal.status, error, response.data)
}

/** What is wanted of a limit that does not say how long it lasts (GitHub docs, "Rate limits for the REST API"). */
const LIMITED_MS = 60_000

/** When a call that failed is made again, within a budget; one that must not be made twice only where nothing was done. */
export function retryOf(
  error: unknown,
  { once, budgetMs }: { once: boolean; budgetMs: number },
): RetryDecision {
  if (!(error instanceof GithubFailure)) return 'final'
  const { retry, limited } = error
  if (limited && retry === 'transient' && (once || budgetMs > LIMITED_MS)) return { afterMs: LIMITED_MS }
  return once && !limited ? 'final' : retry
}

function unanswered(cause: unknown): unknown {
  if (cause instanceof GithubFailure || cause instanceof StepError) return cause
  const retry = isHopeless(cause) ? 'final' : 'transient'
  return new GithubFailure(`did not answer: ${reasonOf(cause)}`, { retry, cause })
}

function refused(status: number, cause: unknown, data: unknown): GithubFailure {
  const said = saidIn(jsonOf(data))
  return status >= 500
    ? new GithubFailure(`did not answer: HTTP ${status}`, { retry: 'transient', status, cause, said })
    : new GithubFailure(`answered ${status}`, { retry: 'final', status, cause, said })
}

const MOST_SAID = 20

/** GitHub docs, "Troubleshooting the REST API": `message`, and `errors` of texts or of objects with a `message`. */
function saidIn(data: unknown): readonly string[] {
  const { message, errors } = recordOf(data)
  const texts = [message, ...messagesIn(errors)].filter((text) => typeof text === 'string')
  return texts.slice(0, MOST_SAID)
}

/** The transport hands a refusal on as the text that it is. */
function jsonOf(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : data
  } catch {
    return undefined
  }
}

const messagesIn = (errors: unknown): readonly unknown[] =>
  Array.isArray(errors) ? errors.map((error) => (isRecord(error) ? error.message : error)) : [errors]

/** GitHub gave up on the way, and may have done it: such an error has no type. */
const GAVE_UP = /^Something went wrong while executing your query/i

/** GraphQL says with 200 what was wrong, a spent limit as well (GitHub docs, "Rate limits for the GraphQL API"). */
function refusedQuery(error: Error, headers: unknown): GithubFailure {
  const refusal = { status: 200, headers: recordOf(headers), text: error.message }
  const message = `refused the query: ${cutLine(oneLine(error.message))}`
  const { errors } = error as Error & { errors?: unknown }
  const type = textOf(fieldOf(listOf(errors)[0], 'type'))
  const said = saidIn({ errors })
  const retry = said.some((text) => GAVE_UP.test(text)) ? 'transient' : 'final'
  return (
    rateLimit(refusal, error) ?? new GithubFailure(message, { retry, status: 200, cause: error, type, said })
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
    limited: true,
  })
}

function waitOf(headers: Refusal['headers'], spent: boolean): number | undefined {
  const seconds = String(headers['retry-after'])
  if (/^\d{1,6}$/.test(seconds)) return Number(seconds) * 1000
  const reset = String(headers['x-ratelimit-reset'])
  return spent && /^\d{1,12}$/.test(reset) ? Math.max(0, Number(reset) * 1000 - Date.now()) : undefined
}
