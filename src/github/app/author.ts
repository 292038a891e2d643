import { fieldOf } from '../../names/parsed.ts'
import type { Calls, GithubAccess } from '../client.ts'
import { type NewToken, whileNew } from '../new-token.ts'
import { openForApp } from './as-app.ts'

export interface Author {
  readonly name: string
  readonly email: string
}

export interface AuthorPorts extends Pick<GithubAccess, 'apiUrl' | 'signal'>, Required<NewToken> {
  readonly token: () => Promise<string>
}

const BUDGET_MS = 5_000

/** The account that GitHub shows for commits of an App; without its number where GitHub does not give that. */
export async function findAuthor(slug: string, serverUrl: string, ports: AuthorPorts): Promise<Author> {
  const name = `${slug}[bot]`
  const id = await idOf(name, ports).catch(() => {
    ports.signal.throwIfAborted()
    return undefined
  })
  const { hostname } = new URL(serverUrl)
  return { name, email: `${id === undefined ? '' : `${id}+`}${name}@users.noreply.${hostname}` }
}

async function idOf(
  username: string,
  { apiUrl, signal, token, isNew }: AuthorPorts,
): Promise<number | undefined> {
  const github = openForApp({ apiUrl, signal, token: await token() })
  const ask = (octokit: Calls) => octokit.request('GET /users/{username}', { username })
  const { data } = await whileNew(() => github.ask(ask, { budgetMs: BUDGET_MS }), { isNew, signal })
  const id = fieldOf(data, 'id')
  return Number.isSafeInteger(id) ? Number(id) : undefined
}
