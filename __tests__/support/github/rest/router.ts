import type { Exchange, Reply } from '../../part.ts'
import { countContent } from '../limits.ts'
import { json, notFound, Refusal, refusalReply, refuse } from '../refusal.ts'
import { type Caller, demand, type GitHubState, see } from '../state.ts'
import type { Answer, Call } from './call.ts'
import { description } from './description.ts'
import { ROUTES, type Route } from './routes.ts'

interface Match {
  name: string
  route: Route
  given: Record<string, string>
}

/** These take the rest of a path, with its slashes. */
const GREEDY = new Set(['ref', 'basehead', 'branch'])

const PATTERNS = Object.entries(ROUTES).map(([name, route]) => {
  const [method = '', path = ''] = name.split(' ')
  const pattern = path.replaceAll(
    /\{(\w+)\}/g,
    (_, field: string) => `(?<${field}>${GREEDY.has(field) ? '.+' : '[^/]+'})`,
  )
  return {
    name,
    route,
    method,
    pattern: new RegExp(`^${pattern}$`),
    greedy: /\{(?:ref|basehead|branch)\}/.test(path),
  }
})

// `branches/{branch}/protection` before `branches/{branch}`, whose name may hold slashes.
PATTERNS.sort(
  (one, other) => Number(one.greedy) - Number(other.greedy) || other.name.length - one.name.length,
)

export function matchRoute(method: string, { pathname }: URL): Match | undefined {
  // GHES has its API below this path.
  const path = pathname.replace(/^\/api\/v3(?=\/)/, '')
  for (const { name, route, method: wanted, pattern } of PATTERNS) {
    const found = method === wanted ? pattern.exec(path) : null
    if (!found) continue
    const given = Object.entries(found.groups ?? {}).map(([field, text]) => [field, decodeURIComponent(text)])
    return { name, route, given: Object.fromEntries(given) }
  }
  return undefined
}

/** Both what is asked and what is answered are held against GitHub's description. */
export async function answerRest(exchange: Exchange, caller: Caller): Promise<Reply> {
  const match = matchRoute(exchange.method, exchange.url)
  if (!match) {
    caller.state.violations.push(
      `REST: no operation ${exchange.method} ${exchange.url.pathname} is described here`,
    )
    return notFound()
  }
  const { name, route } = match
  const given: Record<string, string> = { ...match.given, ...Object.fromEntries(exchange.url.searchParams) }
  const fullName = given.owner === undefined ? undefined : `${given.owner}/${given.repo}`
  const moved = caller.state.settings.moved.get(fullName ?? '')
  // GitHub redirects to the number of the repository; here its new name will do.
  if (moved !== undefined) {
    const location = exchange.url.pathname.replace(`/${fullName}`, `/${moved}`) + exchange.url.search
    return json(301, { message: 'Moved Permanently', url: location }, { location })
  }
  const repository = fullName === undefined || route.asApp ? undefined : await see(caller, fullName)
  if (route.needs) demand(caller, ...route.needs)
  const body = await readBody(exchange)
  const wrong = description().request(name, given, body)
  if (wrong.length > 0) {
    caller.state.violations.push(...wrong)
    refuse({ status: 422, message: `Invalid request.\n\n${wrong.join('\n')}` })
  }
  const call = { caller, given, body: body ?? {}, repository } as Parameters<Route['answer']>[0]
  if (exchange.method !== 'GET' && fullName !== undefined) countContent(caller)
  const answer = await answerOrRefusal(route, call)
  return checked(name, answer, caller.state)
}

async function readBody(exchange: Exchange): Promise<unknown> {
  const text = (await exchange.read()).toString()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return refuse({ status: 400, message: 'Problems parsing JSON' })
  }
}

type Given = Parameters<Route['answer']>[0] & Call

async function answerOrRefusal(route: Route, call: Given): Promise<Answer> {
  try {
    return await route.answer(call)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const reply = refusalReply(error)
    return { status: reply.status, body: JSON.parse(String(reply.body)), headers: error.facts.headers ?? {} }
  }
}

/** An answer that GitHub would not give is a failure of this part, and says so. */
function checked(name: string, { status, body, headers }: Answer, { violations }: GitHubState): Reply {
  const wrong = description().answer(name, status, body)
  violations.push(...wrong)
  if (wrong.length > 0) return json(500, { message: wrong.join('\n') })
  return body === undefined ? { status, headers: headers ?? {} } : json(status, body, headers)
}
