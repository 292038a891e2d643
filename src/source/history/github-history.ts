import { fail, StepError } from '../../errors/errors.ts'
import { isPrivate } from '../../names/host.ts'
import { MOST_REDIRECTS, onSameServer, shownAddress } from '../../names/same-server.ts'
import { oneLine } from '../../names/text.ts'
import { type HttpResponse, httpGet, isHopeless, reasonOf } from '../../runner/http.ts'
import { type RetryDecision, withRetries } from '../../runner/retry.ts'
import { accessHint, type Comparison, type History, readComparison } from './history.ts'

export interface GithubApi {
  readonly apiUrl: string
  /** `owner/name` of the service repository. */
  readonly repository: string
  /** It is another repository than the one that the run belongs to. */
  readonly foreign?: boolean
  readonly token: string | undefined
  readonly signal: AbortSignal
}

const ATTEMPT_MS = 10_000
const BUDGET_MS = 60_000
/** Up to 300 files, each with its part of a diff that GitHub cuts at some megabytes ("Compare two commits"). */
const MOST_BYTES = 16 * 1024 * 1024

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308])

/** An answer that may be another one a moment later, or after a time that the answer gives. */
class TemporaryAnswer extends Error {
  readonly afterMs: number | undefined

  constructor(message: string, afterMs?: number) {
    super(message)
    this.afterMs = afterMs
  }
}

/**
 * The compare API of GitHub ("Compare two commits"), which needs `contents: read` of the service repository. One
 * request for each pair: the files are in the answer that tells the relation.
 */
export function githubHistory(api: GithubApi): History {
  const answers = new Map<string, Promise<Comparison | undefined>>()
  const ask = (base: string, head: string) => {
    const range = `${encodeURIComponent(base)}...${encodeURIComponent(head)}`
    const answer = answers.get(range) ?? compareWithRetries(api, range)
    answers.set(range, answer)
    return answer
  }
  return {
    compare: async (base, head) => (await ask(base, head))?.relation,
    changes: async (base, head) => (await ask(base, head))?.changes,
  }
}

async function compareWithRetries(api: GithubApi, range: string): Promise<Comparison | undefined> {
  try {
    return await withRetries(() => compareOnce(api, range), {
      classify: judge,
      budgetMs: BUDGET_MS,
      signal: api.signal,
    })
  } catch (error) {
    if (error instanceof StepError) throw error
    api.signal.throwIfAborted()
    return unknown(api, `did not answer: ${reasonOf(error)}`, error)
  }
}

function judge(error: unknown): RetryDecision {
  if (error instanceof StepError || isHopeless(error)) return 'final'
  const afterMs = error instanceof TemporaryAnswer ? error.afterMs : undefined
  return afterMs === undefined ? 'transient' : { afterMs }
}

async function compareOnce(api: GithubApi, range: string): Promise<Comparison | undefined> {
  if (api.token && !isPrivate(api.apiUrl)) return inTheClear(api)
  // One commit a page, because a long list of them would be slow: the first page has the files in any case.
  const path = `/repos/${api.repository}/compare/${range}?per_page=1`
  const response = await getWhereItIs(api, `${api.apiUrl}${path}`)
  if (response.status === 200) {
    // A cut or foreign answer says as little as none.
    return readComparison(response.body) ?? unknown(api, 'answered with something else than a comparison')
  }
  if (response.status === 404)
    return api.token ? undefined : unknown(api, 'answered 404 to a request without a token')
  const limit = rateLimit(response)
  if (limit) throw limit
  if (response.status >= 500) throw new TemporaryAnswer(`HTTP ${response.status}`)
  return unknown(api, `answered ${response.status}`)
}

/** GitHub redirects to a repository that has another name now, by its number (GitHub docs, "Best practices", redirects). */
async function getWhereItIs(api: GithubApi, asked: string): Promise<HttpResponse> {
  let url = asked
  for (let redirects = 0; ; redirects += 1) {
    const response = await httpGet(url, requestHeaders(api.token), {
      timeoutMs: ATTEMPT_MS,
      mostBytes: MOST_BYTES,
      signal: api.signal,
    })
    const { location } = response.headers
    if (!REDIRECTS.has(response.status) || location === undefined) return response
    if (redirects === MOST_REDIRECTS) return unknown(api, 'redirects without end')
    const next = onSameServer(url, location)
    if (!next) return unknown(api, redirected(response.status, shownAddress(url, location)))
    url = next.href
  }
}

const redirected = (status: number, address = 'another server') =>
  `redirects (${status}) to ${address}, where no token is sent`

/** GitHub docs, "Rate limits for the REST API": `retry-after` in seconds, `x-ratelimit-reset` in seconds since 1970. */
function rateLimit({ status, headers, body }: HttpResponse): TemporaryAnswer | undefined {
  const spent = headers['x-ratelimit-remaining'] === '0' && (status === 403 || status === 429)
  if (!spent && status !== 429 && !/rate limit/i.test(body)) return undefined
  const seconds = headers['retry-after'] ?? ''
  const reset = spent ? String(headers['x-ratelimit-reset']) : ''
  const afterMs = /^\d{1,6}$/.test(seconds)
    ? Number(seconds) * 1000
    : /^\d{1,12}$/.test(reset)
      ? Math.max(0, Number(reset) * 1000 - Date.now())
      : undefined
  const until = afterMs === undefined ? '' : `, free again at ${new Date(Date.now() + afterMs).toISOString()}`
  return new TemporaryAnswer(`HTTP ${status}, the rate limit of the token is reached${until}`, afterMs)
}

function requestHeaders(token: string | undefined): Record<string, string> {
  return {
    accept: 'application/vnd.github+json',
    'user-agent': 'ecr-gitops-deploy',
    'x-github-api-version': '2022-11-28',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  }
}

/** Asked only where a request would be made: with the history of the checkout at hand, none is. */
function inTheClear({ apiUrl, foreign = false }: GithubApi): never {
  const checkout = foreign ? '' : ', or set fetch-depth: 0 in actions/checkout, so that no request is needed'
  return fail({
    code: 'ENDPOINT_UNTRUSTED',
    message: `the variable GITHUB_API_URL is ${oneLine(apiUrl)}, and github-token would cross the network unencrypted`,
    hint: `Serve the GitHub Enterprise Server of this runner over HTTPS${checkout}.`,
  })
}

function unknown(api: GithubApi, what: string, cause?: unknown): never {
  const { repository, apiUrl, foreign = false } = api
  const unasked = foreign
    ? ''
    : ' With fetch-depth: 0 in actions/checkout the history of the checkout is used, and no request is made.'
  return fail(
    {
      code: 'ORDER_UNKNOWN',
      message: `the history of ${repository} could not be read to compare commits: ${apiUrl} ${what}`,
      hint: `${accessHint(foreign ? repository : undefined)}; if GitHub is down or limits requests, run the job again later.${unasked}`,
    },
    cause,
  )
}
