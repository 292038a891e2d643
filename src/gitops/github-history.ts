import { DeployError, fail } from '../errors.ts'
import { jsonObject } from '../json.ts'
import { httpGet } from '../runner/http.ts'
import { withRetries } from '../runner/retry.ts'
import type { History, Relation } from './order.ts'

export interface GithubApi {
  readonly apiUrl: string
  /** `owner/name` of the service repository. */
  readonly repository: string
  readonly token: string | undefined
  readonly signal: AbortSignal
}

const ATTEMPT_MS = 10_000
const BUDGET_MS = 60_000
const RELATIONS: readonly string[] = ['ahead', 'behind', 'identical', 'diverged'] satisfies Relation[]

/** An answer that may be another one a moment later. */
class TemporaryAnswer extends Error {}

/** The compare API of GitHub ("Compare two commits"), which needs `contents: read` of the service repository. */
export function githubHistory(api: GithubApi): History {
  return {
    compare: async (base, head) => {
      try {
        return await withRetries(() => compareOnce(api, base, head), {
          classify: (error) => (error instanceof DeployError ? 'final' : 'transient'),
          budgetMs: BUDGET_MS,
          signal: api.signal,
        })
      } catch (error) {
        if (error instanceof DeployError) throw error
        return unknown(
          api,
          `did not answer: ${error instanceof Error ? error.message : String(error)}`,
          error,
        )
      }
    },
  }
}

async function compareOnce(api: GithubApi, base: string, head: string): Promise<Relation | undefined> {
  const range = `${encodeURIComponent(base)}...${encodeURIComponent(head)}`
  // One commit a page: only the status is read, and a long list of commits would be slow.
  const url = `${api.apiUrl}/repos/${api.repository}/compare/${range}?per_page=1`
  const response = await httpGet(url, requestHeaders(api.token), {
    timeoutMs: ATTEMPT_MS,
    signal: api.signal,
  })
  if (response.status === 200) return relationOf(api, response.body)
  if (response.status === 404)
    return api.token ? undefined : unknown(api, 'answered 404 to a request without a token')
  const limited = response.status === 429 || /rate limit/i.test(response.body)
  if (response.status >= 500 || limited) throw new TemporaryAnswer(`HTTP ${response.status}`)
  return unknown(api, `answered ${response.status}`)
}

function relationOf(api: GithubApi, body: string): Relation {
  // A cut or foreign answer says as little as none.
  const { status } = jsonObject(body)
  if (typeof status === 'string' && RELATIONS.includes(status)) return status as Relation
  return unknown(api, 'answered with something else than a comparison')
}

function requestHeaders(token: string | undefined): Record<string, string> {
  return {
    accept: 'application/vnd.github+json',
    'user-agent': 'ecr-gitops-deploy',
    'x-github-api-version': '2022-11-28',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  }
}

function unknown(api: GithubApi, what: string, cause?: unknown): never {
  return fail(
    {
      code: 'ORDER_UNKNOWN',
      message: `the history of ${api.repository} could not be read to compare commits: ${api.apiUrl} ${what}`,
      hint: 'Give the job "permissions: contents: read" and leave github-token at its default; if GitHub is down, run the job again.',
    },
    cause,
  )
}
