import { setTimeout as sleep } from 'node:timers/promises'
import { fieldOf, idOf, recordOf, textOf } from '../names/parsed.ts'
import type { Github } from './client.ts'
import { GithubFailure } from './failure.ts'
import { asking } from './pull-failure.ts'
import { type PullRequest, type Pulls, pastLimits } from './pull-request.ts'

export interface PullsOf {
  /** `owner/name` of the config repository. */
  readonly repository: string
  /** The branch that they are to be merged into. */
  readonly base: () => Promise<string>
  /** That the token is from. */
  readonly input?: string
  readonly signal: AbortSignal
  /** Between two looks. */
  readonly pauseMs?: number
}

/** Of texts as long as GitHub takes them, a page of them. */
const MOST_BYTES = 16 * 1024 * 1024
const TERMS = { mostBytes: MOST_BYTES }
/** What writes is sent once: whether it was done after all, the next look says. */
const ONCE = { ...TERMS, once: true }

/** GitHub's REST API of pull requests, with `pull_requests: write`. */
export function openPulls(
  given: Pick<Github, 'ask'>,
  { repository, base, input = 'config-token', ...pace }: PullsOf,
): Pulls {
  const github = pastLimits(given)
  const [owner = '', repo = ''] = repository.split('/')
  const place = { owner, repo }
  const list = async (branch: string) => {
    const filter = { ...place, head: `${owner}:${branch}`, base: await base(), state: 'all' } as const
    const query = { ...filter, sort: 'created', direction: 'desc', per_page: 30 } as const
    const { data } = await github.ask(
      (calls) => calls.request('GET /repos/{owner}/{repo}/pulls', query),
      TERMS,
    )
    return listIn(data, 'pull requests')
      .map(recordOf)
      .filter((one) => isOf(one, branch))
  }
  const get = async (number: number, part: '' | '/commits?per_page=100') => {
    const path = `GET /repos/${repository}/pulls/${number}${part}`
    return (await github.ask((calls) => calls.request(path), TERMS)).data as unknown
  }
  const send = async (path: string, body: object) =>
    (await github.ask((calls) => calls.request(path, { ...body }), ONCE)).data as unknown
  const asked = <T>(what: string, ask: () => Promise<T>) => asking({ repository, input }, what, ask)
  return {
    of: (branch) => asked('be listed', async () => (await list(branch)).map(pullIn)),
    messages: (number) =>
      asked('be read', async () => messagesIn(await get(number, '/commits?per_page=100'))),
    conflicts: (number) =>
      asked('be read', async () => {
        const mergeable = await settled(async () => recordOf(await get(number, '')).mergeable, pace)
        return mergeable === undefined ? undefined : !mergeable
      }),
    create: (branch, pull) =>
      asked('be opened', async () => {
        const wanted = { ...pull, head: branch, base: await base() }
        const post = (draft: boolean) => send(`POST /repos/${repository}/pulls`, { ...wanted, draft })
        const made = pull.draft ? post(true).catch(elseReady(() => post(false))) : post(false)
        return optional(await made.catch(noneIfThere))
      }),
    update: (number, { title, body }) =>
      asked('be updated', async () => {
        await send(`PATCH /repos/${repository}/pulls/${number}`, { title, body })
      }),
    close: (number, { body, comment }) =>
      asked('be closed', async () => {
        await send(`PATCH /repos/${repository}/pulls/${number}`, { body, state: 'closed' })
        await send(`POST /repos/${repository}/issues/${number}/comments`, { body: comment })
      }),
  }
}

const LOOKS = 4
const PAUSE_MS = 1000

/** Whoever asks first sets GitHub to work (GitHub docs, "Get a pull request", `mergeable`): it knows a moment later. */
async function settled(
  look: () => Promise<unknown>,
  { signal, pauseMs = PAUSE_MS }: Pick<PullsOf, 'signal' | 'pauseMs'>,
): Promise<boolean | undefined> {
  for (let looks = 1; ; looks += 1) {
    const found = await look()
    if (typeof found === 'boolean') return found
    if (looks === LOOKS) return undefined
    await sleep(pauseMs, undefined, { signal })
  }
}

/** @throws GithubFailure: none of them would mean that nobody has closed one, or that one is to be opened. */
function listIn(data: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(data)) throw new GithubFailure(`answered without ${what}`, { retry: 'final' })
  return data
}

const messagesIn = (commits: unknown): readonly string[] =>
  listIn(commits, 'commits').map((one) => textIn(one, 'commit', 'message'))

const optional = (pull: unknown): PullRequest | undefined =>
  pull === undefined ? undefined : pullIn(recordOf(pull))

function noneIfThere(error: unknown): undefined {
  if (!isThere(error)) throw error
}

/** The plan of the owner has none in private repositories (GitHub docs, "Pull requests"): one that is ready is better than none. */
const elseReady = (post: () => Promise<unknown>) => (error: unknown) => {
  if (isRefusal(error, /draft pull requests are not supported/i)) return post()
  throw error
}

const isRefusal = (error: unknown, text: RegExp): error is GithubFailure =>
  error instanceof GithubFailure && error.status === 422 && error.said.some((line) => text.test(line))

/** Another run was first; or this one was, and the answer did not come. */
const isThere = (error: unknown): boolean =>
  isRefusal(error, /already exists/i) || (error instanceof GithubFailure && error.unsure)

type Facts = Readonly<Record<string, unknown>>
const textIn = (value: unknown, ...names: readonly string[]): string => textOf(fieldOf(value, ...names)) ?? ''

/** Where the filter is no more than a hint, a fork may have a branch by the same name; one that is gone has no repository. */
function isOf(pull: Facts, branch: string): boolean {
  const [from, into] = ['head', 'base'].map((end) => textIn(pull, end, 'repo', 'full_name'))
  // By what GitHub calls it now: a repository that was renamed answers under its old name, too.
  return fieldOf(pull, 'head', 'ref') === branch && from !== '' && from === into
}

/** @throws GithubFailure: what is no pull request is neither written to nor merged. */
function pullIn(pull: Facts): PullRequest {
  const [head, number] = [idOf(fieldOf(pull, 'head', 'sha')), Number(pull.number)]
  const url = textIn(pull, 'html_url')
  const isPull = Number.isSafeInteger(number) && number > 0 && PAGE.test(url)
  if (!isPull || head === undefined)
    throw new GithubFailure('answered with something else than a pull request', { retry: 'final' })
  return { number, url, head, ...statesIn(pull) }
}

/** It becomes an output, a link, and a part of a line of the log. */
const PAGE = /^https?:\/\/[\w.:[\]-]{1,255}(?:\/[\w.~-]{1,100}){1,10}$/

const statesIn = (pull: Facts): Omit<PullRequest, 'number' | 'url' | 'head'> => ({
  state: pull.state === 'open' ? 'open' : 'closed',
  merged: pull.merged === true || typeof pull.merged_at === 'string',
  draft: pull.draft === true,
  title: textIn(pull, 'title'),
  body: textIn(pull, 'body'),
})
