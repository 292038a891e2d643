import type { Octokit } from '@octokit/core'
import { fail, messageOf, StepError } from '../errors/errors.ts'
import { isPrivate } from '../names/host.ts'
import { oneLine } from '../names/text.ts'
import { openAhead } from '../runner/http.ts'
import { LIMITS, withRetries } from '../runner/retry.ts'
import type { Watch } from '../runner/waiting.ts'
import { failureOf, retryOf } from './failure.ts'
import { fetchOver } from './transport.ts'

export interface GithubAccess {
  readonly apiUrl: string
  readonly token: string | undefined
  /** How to call the token. */
  readonly credential?: string
  readonly signal: AbortSignal
  /** Without it nobody hears of a long wait. */
  readonly watch?: Watch
}

/** Octokit's two ways to write a call. */
export type Calls = Pick<Octokit, 'request' | 'graphql'>

export interface Terms {
  /** How many bytes an answer may have. */
  readonly mostBytes?: number
  /** What would spare the request, as the end of a sentence. */
  readonly instead?: string
  /**
   * The call writes: after a time-out, a 5xx or a lost answer it is not made again, because it may have been done. It is
   * where the answer says that nothing was done: a rate or secondary limit.
   */
  readonly once?: boolean
  /** No attempt starts after this time. */
  readonly budgetMs?: number
}

/** GitHub's API, with one token or none. */
export interface Github {
  readonly apiUrl: string
  readonly hasToken: boolean
  /** Begins what a call would wait for: loads what it needs, and connects. */
  prepare(): void
  /**
   * Makes a call until it is answered, within a minute or the time given: one that may not be made twice is marked `once`.
   * @throws GithubFailure, or StepError ENDPOINT_UNTRUSTED.
   */
  ask<Answer>(call: (octokit: Calls) => Promise<Answer>, terms?: Terms): Promise<Answer>
}

const HEADERS = {
  accept: 'application/vnd.github+json',
  'user-agent': 'ecr-gitops-deploy',
  'x-github-api-version': '2022-11-28',
}

/** Octokit prints what headers of an answer say; text of others does not go to the log like that. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** The only way to GitHub's API: what it takes to be asked, and what its refusals mean. */
export function openGithub(access: GithubAccess): Github {
  const { apiUrl, token, signal, watch } = access
  const describe = (error: unknown) => `${new URL(apiUrl).host}, which ${messageOf(error)}`
  const waiting = watch && { watch, describe }
  const ask: Github['ask'] = async (call, terms = {}) => {
    const { mostBytes, instead, once = false, budgetMs = LIMITS.budgetMs } = terms
    if (token && !isPrivate(apiUrl)) return inTheClear(access, instead)
    const calls = await openCalls(access, mostBytes)
    const attempt = () =>
      call(calls).catch((error: unknown) => {
        throw failureOf(error)
      })
    const classify = (error: unknown) => retryOf(error, { once, budgetMs })
    try {
      return await withRetries(attempt, { classify, budgetMs, signal, waiting })
    } catch (error) {
      if (!(error instanceof StepError)) signal.throwIfAborted()
      throw error
    }
  }
  const prepare = () => {
    if (!token || isPrivate(apiUrl)) openAhead(apiUrl, 1)
    // Whoever asks hears of it, should it fail.
    load().catch(() => undefined)
  }
  return { apiUrl, hasToken: Boolean(token), prepare, ask }
}

/** The one place that names the package: both @octokit/core and @actions/github have these calls (docs/adr/0012). */
const load = () => import('@octokit/core')

async function openCalls({ apiUrl, token, signal }: GithubAccess, mostBytes?: number): Promise<Calls> {
  const { Octokit } = await load()
  const way = { token, signal, timeoutMs: LIMITS.attemptMs, ...(mostBytes ? { mostBytes } : {}) }
  const { request, graphql } = new Octokit({
    baseUrl: apiUrl,
    log: SILENT,
    request: { fetch: fetchOver(way), log: SILENT, parseSuccessResponseBody: false },
  })
  return { request: request.defaults({ headers: HEADERS }), graphql: graphql.defaults({ headers: HEADERS }) }
}

function inTheClear({ apiUrl, credential = 'github-token' }: GithubAccess, instead = ''): never {
  return fail({
    code: 'ENDPOINT_UNTRUSTED',
    message: `the variable GITHUB_API_URL is ${oneLine(apiUrl)}, and ${credential} would cross the network unencrypted`,
    hint: `Serve the GitHub Enterprise Server of this runner over HTTPS${instead}.`,
  })
}
