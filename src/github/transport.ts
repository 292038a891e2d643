import { MOST_REDIRECTS, onSameServer, shownAddress } from '../names/same-server.ts'
import { isRecord } from '../names/text.ts'
import { type HttpOptions, type HttpRequest, type HttpResponse, httpRequest } from '../runner/http.ts'
import { GithubFailure } from './failure.ts'

/** What Octokit reads of an answer. */
export interface Answer {
  readonly status: number
  readonly url: string
  readonly headers: ReadonlyMap<string, string>
  /** What was answered, as Octokit hands it on. */
  readonly body: unknown
  text(): Promise<string>
}

/** What Octokit asks for. */
type Asked = Omit<HttpRequest, 'url'>

export interface Way extends HttpOptions {
  /** Never seen by Octokit, so that no error of it can hold the token. */
  readonly token: string | undefined
}

/**
 * Our requests as Octokit's `fetch`: with the proxies, time limits, sizes and open connections of the step. JSON is
 * parsed here, and a failure handed on as text: Octokit looks for numbers too large for JavaScript, which takes 14 s for
 * one of 16 million digits, and no cancel is heard meanwhile.
 */
export function fetchOver(way: Way): (url: string, asked: Asked) => Promise<Answer> {
  return async (url, { method = 'GET', headers, body }) => {
    const authorization = way.token ? { authorization: `Bearer ${way.token}` } : {}
    const request = {
      method,
      headers: { ...headers, ...authorization },
      ...(body === undefined ? {} : { body }),
    }
    const answer = await askWhereItIs({ url, ...request }, way)
    return {
      status: answer.status,
      url,
      headers: readHeaders(answer),
      body: parsed(answer.body),
      text: async () => answer.body,
    }
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308])

/** GitHub redirects to a repository that has another name now, by its number (GitHub docs, "Best practices", redirects). */
async function askWhereItIs(asked: HttpRequest, way: Way): Promise<HttpResponse> {
  let { url } = asked
  for (let redirects = 0; ; redirects += 1) {
    const response = await httpRequest({ ...asked, url }, way)
    const { status, headers } = response
    if (status < 300 || status > 399) return response
    if (!REDIRECTS.has(status) || headers.location === undefined) throw lost(`answered ${status}`, status)
    if (redirects === MOST_REDIRECTS) throw lost('redirects without end', status)
    const next = onSameServer(url, headers.location)
    if (!next) throw lost(redirected(status, shownAddress(url, headers.location)), status)
    url = next.href
  }
}

const lost = (message: string, status: number): GithubFailure =>
  new GithubFailure(message, { retry: 'final', status })

const redirected = (status: number, address = 'another server') =>
  `redirects (${status}) to ${address}, where no token is sent`

/** Without the kind of content, by which Octokit would choose how to read it. */
function readHeaders({ headers }: HttpResponse): ReadonlyMap<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value)] as const)
  return new Map(entries.filter(([name]) => name !== 'content-type'))
}

/** What is no JSON stays text, as it would with Octokit. */
function parsed(text: string): unknown {
  try {
    return withErrors(JSON.parse(text) ?? text)
  } catch {
    return text
  }
}

/** Octokit reads `errors` of GraphQL as a list of objects with a message, whatever a server has put there. */
function withErrors(answer: unknown): unknown {
  if (!isRecord(answer) || (answer.errors ?? undefined) === undefined) return answer
  const errors: readonly unknown[] = Array.isArray(answer.errors) ? answer.errors : [answer.errors]
  const isError = (error: unknown) => isRecord(error) && typeof error.message === 'string'
  return { ...answer, errors: errors.map((error) => (isError(error) ? error : UNREADABLE)) }
}

const UNREADABLE = { message: 'an error that does not say what is wrong' }
