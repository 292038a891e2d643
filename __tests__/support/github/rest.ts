import { defaultBranch } from '../git-repositories.ts'
import type { Exchange, Reply } from '../part.ts'
import { compare } from './compare.ts'
import { json, notFound } from './refusal.ts'
import { type Caller, see } from './state.ts'

const COMPARE = /^\/repos\/([^/]+\/[^/]+)\/compare\/(.+?)\.\.\.(.+)$/
const REPOSITORY = /^\/repos\/([^/]+\/[^/]+)$/

export function restAction({ url }: Exchange): string {
  if (COMPARE.test(url.pathname)) return 'compare'
  return REPOSITORY.test(url.pathname) ? 'repository' : 'other'
}

export async function answerRest(exchange: Exchange, caller: Caller): Promise<Reply> {
  const path = decodeURIComponent(exchange.url.pathname)
  const [, fullName, base, head] = COMPARE.exec(path) ?? REPOSITORY.exec(path) ?? []
  if (exchange.method !== 'GET' || !fullName) return notFound()
  const { directory: cwd } = await see(caller, fullName)
  const page = Number(exchange.url.searchParams.get('page') ?? 1)
  const { settings } = caller.state
  if (base && head) return compare({ cwd, repository: fullName, base, head, page }, settings)
  const [owner, name] = fullName.split('/')
  return json(200, {
    id: 700100200,
    name,
    full_name: fullName,
    private: true,
    owner: { login: owner, id: 600100 },
    html_url: `${settings.serverUrl}/${fullName}`,
    default_branch: await defaultBranch(cwd),
  })
}
