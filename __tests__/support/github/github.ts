import { setTimeout as sleep } from 'node:timers/promises'
import { type Exchange, type Part, type Reply, startPart } from '../part.ts'
import { opensAll } from '../token-access.ts'
import { checkSize, GITHUB_LIMITS, type Limits } from './limits.ts'
import { json, notFound, Refusal, refusalReply, refuse } from './refusal.ts'
import { type Caller, callerOf, type GitHubSettings, type GitHubState } from './state.ts'
import { noSwitches, type Switches, takeSwitch } from './switches.ts'
import { type Tester, testerOf } from './tester.ts'

export interface GitHubPart extends Part, Tester {
  settings: GitHubSettings
  /** What goes wrong on demand; faults of the transport are `fail`. */
  switches: Switches
  /** What GitHub's own description forbids, of requests and of answers; whoever closes the part hears of them. */
  violations: string[]
  /** The violations so far, which are then expected ones. */
  takeViolations(): string[]
}

export interface GitHubOptions extends Partial<Omit<GitHubSettings, 'tokens' | 'limits'>> {
  /** Folder that holds `owner/name.git`. */
  root: string
  limits?: Partial<Limits>
  /** These open everything. */
  tokens?: string[]
}

/** Actions in the log and for faults: `graphql`, `compare`, `repository`, `other`. */
export async function startGitHub({ root, tokens, ...given }: GitHubOptions): Promise<GitHubPart> {
  const state = newState(root, {
    tokens: opensAll(tokens),
    serverUrl: 'https://github.com',
    moved: new Map(),
    latencyMs: 0,
    now: Date.now,
    ...given,
    limits: { ...GITHUB_LIMITS, ...given.limits },
  })
  const part = await startPart({
    action: actionOf,
    answer: (exchange) => answer(exchange, state),
    shapeError: (code, message, status = 500) => json(status, { message: `${code}: ${message}` }),
  })
  const { close: stop } = part
  const { tester, close: dismiss } = testerOf(state)
  const takeViolations = (): string[] => state.violations.splice(0)
  const close = async (): Promise<void> => {
    await Promise.all([stop(), dismiss()])
    for (const { store } of state.repositories.values()) store.close()
    const found = takeViolations()
    if (found.length > 0) throw new Error(`GitHub's description forbids:\n${found.join('\n')}`)
  }
  return Object.assign(part, {
    settings: state.settings,
    switches: state.switches,
    violations: state.violations,
    takeViolations,
    ...tester,
    close,
    [Symbol.asyncDispose]: close,
  })
}

const newState = (root: string, settings: GitHubSettings): GitHubState => ({
  root,
  settings,
  grants: new Map(),
  apps: new Map(),
  content: new Map(),
  repositories: new Map(),
  switches: noSwitches(),
  violations: [],
})

const isQuery = ({ method, url }: Exchange): boolean =>
  method === 'POST' && /^(?:\/api)?\/graphql$/.test(url.pathname)

async function actionOf(exchange: Exchange): Promise<string> {
  if (isQuery(exchange)) return 'graphql'
  const { matchRoute } = await import('./rest/router.ts')
  return matchRoute(exchange.method, exchange.url)?.route.action ?? 'other'
}

async function answer(exchange: Exchange, state: GitHubState): Promise<Reply> {
  const { latencyMs } = state.settings
  if (latencyMs > 0) await sleep(latencyMs)
  const reply = await answerCaller(exchange, state).catch((error: unknown) => {
    if (error instanceof Refusal) return refusalReply(error)
    throw error
  })
  const date = new Date(state.settings.now()).toUTCString()
  return { ...reply, headers: { date, ...reply.headers } }
}

async function answerCaller(exchange: Exchange, state: GitHubState): Promise<Reply> {
  const token = /^(?:bearer|token) (.+)$/i.exec(exchange.headers.authorization ?? '')?.[1]
  if (token === undefined) return notFound()
  const known = callerOf(state, token)
  const isLate = known?.grant.installationId !== undefined && takeSwitch(state.switches, 'lateTokens')
  const caller = (isLate ? undefined : known) ?? (await appCaller(exchange, state, token))
  caller.stale = takeSwitch(state.switches, 'staleReads')
  if (!isQuery(exchange)) return (await import('./rest/router.ts')).answerRest(exchange, caller)
  const body = await exchange.read()
  checkSize(state, body)
  const { answerQuery } = await import('./graphql/execute.ts')
  return answerQuery(body, caller)
}

/** A JWT is no token of anything else: who it is of is found out where it may be used. */
async function appCaller({ method, url }: Exchange, state: GitHubState, token: string): Promise<Caller> {
  const { matchRoute } = await import('./rest/router.ts')
  if (!matchRoute(method, url)?.route.asApp) refuse({ status: 401, message: 'Bad credentials' })
  return { state, token, grant: { kind: 'installation', login: '', permissions: {} }, stale: false }
}
