/** The process that the repositories are served from: smart HTTP by `git http-backend`, and the compare API. */
import { startGitServer } from '../../__tests__/support/git-server.ts'
import { startGitHub } from '../../__tests__/support/github/github.ts'
import { startWire } from '../../__tests__/support/wire.ts'
import { answerQuestions } from './worker.ts'

export type HostQuestion =
  | { serve: { root: string; token: string; latencyMs: number } }
  | { count: 'from now' | 'until now' }

export interface HostUrls {
  git: string
  api: string
}

export interface Traffic {
  requests: number
  sent: number
  received: number
}

let traffic: (start: boolean) => Traffic | undefined = () => undefined

async function serve(root: string, token: string, latencyMs: number): Promise<HostUrls> {
  const git = await startGitServer({ root, tokens: [token], latencyMs })
  const api = await startGitHub({ root, tokens: [token] })
  const wire = await startWire(git.url)
  traffic = (start) => {
    if (start) {
      git.requests.length = 0
      wire.reset()
    }
    return { requests: git.requests.length, sent: wire.sent, received: wire.received }
  }
  return { git: wire.url, api: api.url }
}

answerQuestions(async (question: HostQuestion) => {
  if ('count' in question) return traffic(question.count === 'from now')
  const { root, token, latencyMs } = question.serve
  return serve(root, token, latencyMs)
})
