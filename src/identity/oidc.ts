import { DeployError, fail, type Problem } from '../errors.ts'
import { jsonObject } from '../json.ts'
import { httpGet } from '../runner/http.ts'
import { mask } from '../runner/log.ts'
import { withRetries } from '../runner/retry.ts'
import type { Source } from '../source/source.ts'

const ATTEMPT_MS = 10_000
export const IDENTITY_BUDGET_MS = 60_000

/** Asks GitHub for an OIDC token of this job. */
export type WebIdentity = (audience: string) => Promise<string>

/**
 * Our own request, because the toolkit retries each of its attempts for minutes.
 * @throws DeployError ID_TOKEN_UNAVAILABLE or OIDC_FAILED.
 */
export function githubWebIdentity(env: NodeJS.ProcessEnv, source: Source, signal: AbortSignal): WebIdentity {
  return async (audience) => {
    const url = env.ACTIONS_ID_TOKEN_REQUEST_URL
    const requestToken = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN
    if (!url || !requestToken) throw new DeployError([unavailable(source)])
    mask(requestToken)
    try {
      return await withRetries(() => requestOnce(withAudience(url, audience), requestToken, signal), {
        classify: (error) => (error instanceof DeployError ? 'final' : 'transient'),
        budgetMs: IDENTITY_BUDGET_MS - ATTEMPT_MS,
        signal,
      })
    } catch (error) {
      if (error instanceof DeployError) throw error
      return failed(`did not answer: ${error instanceof Error ? error.message : String(error)}`, error)
    }
  }
}

function withAudience(url: string, audience: string): string {
  const request = new URL(url)
  request.searchParams.set('audience', audience)
  return request.href
}

async function requestOnce(url: string, requestToken: string, signal: AbortSignal): Promise<string> {
  const headers = { authorization: `Bearer ${requestToken}`, accept: 'application/json' }
  const { status, body } = await httpGet(url, headers, { timeoutMs: ATTEMPT_MS, signal })
  if (status === 429 || status >= 500) throw new Error(`HTTP ${status}`)
  if (status !== 200) return failed(`answered ${status}`)
  const token = tokenIn(body)
  // An answer cut short is a fault of the way, not of the request.
  if (token === undefined) throw new Error('the answer held no token')
  mask(token)
  return token
}

function tokenIn(body: string): string | undefined {
  const { value } = jsonObject(body)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function failed(what: string, cause?: unknown): never {
  return fail(
    {
      code: 'OIDC_FAILED',
      message: `GitHub's OIDC endpoint ${what}`,
      hint: 'Run the job again; if it stays, look at githubstatus.com, and at the proxy settings of a self-hosted runner.',
    },
    cause,
  )
}

function unavailable(source: Source): Problem {
  const message = 'GitHub gave this job no OIDC token to assume role-to-assume with'
  if (source.fromFork || source.fromDependabot) {
    const who = source.fromFork ? 'a pull request from a fork' : 'a run started by Dependabot'
    return {
      code: 'ID_TOKEN_UNAVAILABLE',
      message: `${message}: ${who} never gets one`,
      hint: 'Set push: false for such runs, or keep them from this job by an if; deploy from a run on the default branch.',
    }
  }
  return {
    code: 'ID_TOKEN_UNAVAILABLE',
    message: `${message}: the job lacks the permission`,
    hint: 'Add "permissions: { id-token: write, contents: read }" to the job; in a reusable workflow, also to the calling job.',
  }
}
