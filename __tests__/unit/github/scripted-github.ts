import type { Calls, Github, Terms } from '../../../src/github/client.ts'
import { GithubFailure } from '../../../src/github/failure.ts'

/** What is answered to a route; the last answer stays. A function makes it of what was sent. */
export type Answers = Readonly<Record<string, readonly unknown[]>>

export interface Scripted {
  readonly github: Github
  readonly asked: { route: string; sent: unknown; once: boolean }[]
  readonly routes: () => readonly string[]
}

/** A GitHub that answers by a script; queries are the route `query`, and mutations their first field. */
export function scriptedGithub(answers: Answers): Scripted {
  const asked: Scripted['asked'] = []
  const left = new Map(Object.entries(answers).map(([route, all]) => [route, [...all]]))
  const answer = (route: string, sent: unknown, terms: Terms): unknown => {
    asked.push({ route, sent, once: terms.once === true })
    const all = left.get(route)
    if (!all) throw new Error(`nobody expected ${route}`)
    const next = all.length > 1 ? all.shift() : all[0]
    const made: unknown = typeof next === 'function' ? next(sent) : next
    if (made instanceof Error) throw made
    return made
  }
  const ask = async (call: (calls: Calls) => Promise<unknown>, terms: Terms = {}) => {
    const request = async (route: string, sent: unknown) => ({ data: answer(route, sent, terms) })
    const graphql = async (query: string, sent: unknown) =>
      answer(/^mutation[^{]*\{\s*(\w+)/.exec(query)?.[1] ?? 'query', sent, terms)
    return call({ request, graphql } as unknown as Calls)
  }
  const github = { apiUrl: 'https://api.github.com', hasToken: true, prepare: () => {}, ask } as Github
  return { github, asked, routes: () => asked.map(({ route }) => route) }
}

export const refusal = (status: number, ...said: string[]): GithubFailure =>
  new GithubFailure(`answered ${status}`, { retry: 'final', status, said })

export const refusedQuery = (type: string | undefined, ...said: string[]): GithubFailure =>
  new GithubFailure(`refused the query: ${said[0]}`, { retry: 'final', status: 200, type, said })

export const unanswered = (): GithubFailure =>
  new GithubFailure('did not answer: HTTP 502', { retry: 'transient', status: 502 })
