/** The process that the repositories are served from: smart HTTP by `git http-backend`, and the compare API. */
import { startGitServer } from '../../__tests__/support/git-server.ts'
import { startGitHub } from '../../__tests__/support/github/github.ts'
import { startWire } from '../../__tests__/support/wire.ts'
import { answerQuestions } from './worker.ts'

export type HostQuestion =
  | { serve: { root: string; token: string; latencyMs: number; apiLatencyMs?: number } }
  | { count: 'from now' | 'until now' }

type Served = Extract<HostQuestion, { serve: unknown }>['serve']

export interface HostUrls {
  git: string
  api: string
}

export interface Traffic {
  requests: number
  /** Queries and mutations of the API. */
  queries: number
  sent: number
  received: number
}

let traffic: (start: boolean) => Traffic | undefined = () => undefined

async function serve({ root, token, latencyMs, apiLatencyMs = 0 }: Served): Promise<HostUrls> {
  const git = await startGitServer({ root, tokens: [token], latencyMs })
  const api = await startGitHub({ root, tokens: [token], latencyMs: apiLatencyMs })
  const wire = await startWire(git.url)
  traffic = (start) => {
    if (start) {
      git.requests.length = 0
      api.requests.length = 0
      wire.reset()
    }
    const queries = api.requests.filter(({ action }) => action === 'graphql').length
    return { requests: git.requests.length, queries, sent: wire.sent, received: wire.received }
  }
  return { git: wire.url, api: api.url }
}

answerQuestions(async (question: HostQuestion) => {
  if ('count' in question) return traffic(question.count === 'from now')
  return serve(question.serve)
})
