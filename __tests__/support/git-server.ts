import { setTimeout as sleep } from 'node:timers/promises'
import { runHttpBackend } from './git-cgi.ts'
import { bareDirectory } from './git-repositories.ts'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'
import { opens, opensAll, type TokenAccess } from './token-access.ts'

export interface GitRequest {
  /** `owner/name` */
  repository: string
  service: 'upload-pack' | 'receive-pack' | 'other'
  token: string | undefined
  /** The references are asked for, and nothing else yet. */
  advertised: boolean
}

export type GitAccess = 'allow' | 'unauthorized' | 'forbidden' | 'not-found'

/** How the server wants to be shown a token: under a user name that it takes, or alone. */
export type GitLogin = { scheme: 'basic'; user: string | RegExp } | { scheme: 'bearer' }

const GITHUB: GitLogin = { scheme: 'basic', user: 'x-access-token' }

export interface GitSettings {
  tokens: TokenAccess
  login: GitLogin
  /** Asked first; `undefined` leaves the answer to `tokens`. */
  decide?: (request: GitRequest) => GitAccess | undefined
  /** Where the references of a repository that has moved are, as GitHub answers for one with another name. */
  redirect?: (request: GitRequest) => string | undefined
  latencyMs: number
}

export interface GitServerPart extends Part {
  root: string
  settings: GitSettings
  /** Called before the next push is passed on: moving the tip there makes that push lose its race. */
  beforePush(callback: (request: GitRequest) => Promise<void> | void, times?: number): void
}

export interface GitServerOptions {
  /** Folder that holds `owner/name.git`. */
  root: string
  tokens?: string[]
  latencyMs?: number
}

interface PushHook {
  callback: (request: GitRequest) => Promise<void> | void
  left: number
}

/**
 * Actions in the log and for faults: `refs:upload-pack`, `refs:receive-pack` (the advertisement), `upload-pack`,
 * `receive-pack` (the POST), `other`.
 */
export async function startGitServer({ root, tokens, latencyMs }: GitServerOptions): Promise<GitServerPart> {
  const settings: GitSettings = { tokens: opensAll(tokens), login: GITHUB, latencyMs: latencyMs ?? 0 }
  const hooks: PushHook[] = []
  const part = await startPart({
    action: actionOf,
    answer: async (exchange) => {
      if (settings.latencyMs > 0) await sleep(settings.latencyMs)
      const request = readRequest(exchange, settings.login)
      const location = request.advertised ? settings.redirect?.(request) : undefined
      if (location !== undefined) return { status: 301, headers: { location } }
      const access = settings.decide?.(request) ?? accessOf(request, settings)
      if (access !== 'allow') return refuse(access, request)
      if (exchange.record.action === 'receive-pack') await runHooks(hooks, request)
      return runHttpBackend(exchange, root, backendPath(exchange, request))
    },
  })
  const beforePush: GitServerPart['beforePush'] = (callback, times = 1) => {
    hooks.push({ callback, left: times })
  }
  return Object.assign(part, { root, settings, beforePush })
}

function actionOf({ url, method }: Exchange): string {
  const service = url.searchParams.get('service')?.replace(/^git-/, '')
  if (url.pathname.endsWith('/info/refs') && service) return `refs:${service}`
  const match = /\/git-(upload-pack|receive-pack)$/.exec(url.pathname)
  return method === 'POST' && match?.[1] ? match[1] : 'other'
}

const REPOSITORY = /^\/([^/]+\/[^/]+?)(?:\.git)?(\/.*)$/

function readRequest({ url, headers, record }: Exchange, login: GitLogin): GitRequest {
  const service = record.action.replace('refs:', '') as GitRequest['service']
  return {
    repository: REPOSITORY.exec(url.pathname)?.[1] ?? '',
    service,
    token: tokenOf(headers.authorization, login),
    advertised: record.action.startsWith('refs:'),
  }
}

function tokenOf(header: string | undefined, login: GitLogin): string | undefined {
  const [scheme, credential = ''] = header?.split(' ') ?? []
  if (scheme?.toLowerCase() !== login.scheme || credential === '') return undefined
  if (login.scheme === 'bearer') return credential
  const [user = '', ...password] = Buffer.from(credential, 'base64').toString().split(':')
  const taken = typeof login.user === 'string' ? user === login.user : login.user.test(user)
  return taken ? password.join(':') : undefined
}

function accessOf({ token, repository }: GitRequest, { tokens }: GitSettings): GitAccess {
  if (token === undefined || !tokens.has(token)) return 'unauthorized'
  return opens(tokens, token, repository) ? 'allow' : 'not-found'
}

function refuse(access: Exclude<GitAccess, 'allow'>, { repository }: GitRequest): Reply {
  const plain = { 'content-type': 'text/plain; charset=utf-8' }
  if (access === 'unauthorized') {
    const headers = { ...plain, 'www-authenticate': 'Basic realm="GitHub"' }
    return { status: 401, headers, body: 'Invalid username or token.' }
  }
  if (access === 'not-found') return { status: 404, headers: plain, body: 'Repository not found.' }
  const body = `Permission to ${repository}.git denied to github-actions[bot].`
  return { status: 403, headers: plain, body }
}

async function runHooks(hooks: PushHook[], request: GitRequest): Promise<void> {
  const hook = hooks.find(({ left }) => left > 0)
  if (!hook) return
  hook.left -= 1
  await hook.callback(request)
}

const backendPath = ({ url }: Exchange, { repository }: GitRequest): string =>
  bareDirectory('/', repository) + (REPOSITORY.exec(url.pathname)?.[2] ?? '')
