/** The process that the repositories are served from: smart HTTP by `git http-backend`, and the compare API. */
import { startGitServer } from '../../__tests__/support/git-server.ts'
import { type GitHubPart, startGitHub } from '../../__tests__/support/github/github.ts'
import { startWire } from '../../__tests__/support/wire.ts'
import { answerQuestions } from './worker.ts'

export type HostQuestion =
  | { serve: { root: string; token: string; latencyMs: number; apiLatencyMs?: number } }
  | { count: 'from now' | 'until now' }
  /** Tokens of one App, as many runs of it have. */
  | { tokens: number }
  /** From now on stale reads, STALE_DATA and 502 after acceptance, at random. */
  | { disturb: boolean }

type Served = Extract<HostQuestion, { serve: unknown }>['serve']

export interface HostUrls {
  git: string
  api: string
}

export interface Traffic {
  requests: number
  /** Queries and mutations of the API. */
  queries: number
  /** How often one token met a limit, at most. */
  limited: number
  sent: number
  received: number
}

let github: GitHubPart | undefined
let disturbing: NodeJS.Timeout | undefined

/** One of them at a time, so that none is saved up while everybody waits for a limit. */
function disturb(on: boolean): boolean {
  clearInterval(disturbing)
  const faults = ['staleReads', 'staleData', 'lostAnswers', undefined] as const
  const next = () => {
    if (!github) return
    Object.assign(github.switches, { staleReads: 0, staleData: 0, lostAnswers: 0 })
    const fault = faults[Math.floor(Math.random() * faults.length)]
    if (fault) github.switches[fault] = 1
  }
  if (on) disturbing = setInterval(next, 400)
  return on
}

function limitedOf(api: GitHubPart): number {
  const refused = api.requests.filter(({ status }) => status === 403)
  const whose = Object.values(Object.groupBy(refused, ({ headers }) => headers.authorization ?? ''))
  return Math.max(0, ...whose.map((of) => of?.length ?? 0))
}

let traffic: (start: boolean) => Traffic | undefined = () => undefined

async function serve({ root, token, latencyMs, apiLatencyMs = 0 }: Served): Promise<HostUrls> {
  const git = await startGitServer({ root, tokens: [token], latencyMs })
  const api = await startGitHub({ root, tokens: [token], latencyMs: apiLatencyMs })
  github = api
  const wire = await startWire(git.url)
  traffic = (start) => {
    if (start) {
      git.requests.length = 0
      api.requests.length = 0
      wire.reset()
    }
    const queries = api.requests.filter(({ action }) => action === 'graphql').length
    return {
      requests: git.requests.length,
      queries,
      limited: limitedOf(api),
      sent: wire.sent,
      received: wire.received,
    }
  }
  return { git: wire.url, api: api.url }
}

answerQuestions(async (question: HostQuestion) => {
  if ('count' in question) return traffic(question.count === 'from now')
  if ('tokens' in question) {
    const login = 'burst-deployer[bot]'
    return Array.from({ length: question.tokens }, () => github?.addToken({ login }))
  }
  if ('disturb' in question) return disturb(question.disturb)
  return serve(question.serve)
})
