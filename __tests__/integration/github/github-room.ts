// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Files } from '../../support/git-repositories.ts'
import { type GitHubOptions, type GitHubPart, startGitHub } from '../../support/github/github.ts'
import { type BareRepository, createHistory, openRepository } from '../../support/world-repositories.ts'

export const CONFIG = 'acme/platform-config'

export interface Answered {
  status: number
  headers: Headers

  // What is read of an answer is the test's to know.
  body: ReturnType<typeof JSON.parse>
}

export interface GitHubRoom extends AsyncDisposable {
  github: GitHubPart
  repository: BareRepository
  root: string
  rest(call: string, body?: unknown, token?: string): Promise<Answered>
  query(query: string, variables?: Record<string, unknown>, token?: string): Promise<Answered>
}

export async function openGitHubRoom(
  history: Files[] = [{ 'README.md': '# config\n' }],
  options: Partial<GitHubOptions> = {},
): Promise<GitHubRoom> {
  const root = await mkdtemp(join(tmpdir(), 'github-room-'))
  await createHistory(root, CONFIG, history)
  const github = await startGitHub({ root, ...options })
  const everything = github.addToken()
  const send = async (
    method: string,
    path: string,
    { body, token = everything }: Sent,
  ): Promise<Answered> => {
    const response = await fetch(`${github.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text && JSON.parse(text) }
  }
  return {
    github,
    root,
    repository: openRepository(root, CONFIG),
    rest: (call, body, token) => {
      const [method = '', path = ''] = call.split(' ')
      return send(method, path, { body, token })
    },
    query: (query, variables = {}, token) => send('POST', '/graphql', { body: { query, variables }, token }),
    [Symbol.asyncDispose]: async () => {
      try {
        await github.close()
      } finally {
        await rm(root, { recursive: true, force: true })
      }
    },
  }
}

interface Sent {
  body?: unknown
  token?: string | undefined
}
