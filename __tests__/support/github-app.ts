import type { KeyObject } from 'node:crypto'
import { randomBytes, verify } from 'node:crypto'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'

export interface AppSettings {
  readonly id: string
  readonly clientId: string
  readonly slug: string
  publicKey: KeyObject
  /** Owners that have installed it, and the repositories that it may see there. */
  installations: Record<string, readonly string[]>
  permissions: Record<string, string>
  suspended: boolean
  /** How far this GitHub is before the clock of the tests. */
  aheadMs: number
  lifetimeMs: number
  /** This many requests with a new token are refused. */
  unsettled: number
  serverUrl: string
  /** Hears of each token as it is made, and of its end. */
  onToken(token: string, repositories: readonly string[]): void
  onRevoked(token: string): void
  /** Who answers what is asked of nobody here. */
  otherwise: string | undefined
}

export interface GrantedToken {
  readonly token: string
  readonly repositories: readonly string[]
  readonly permissions: Readonly<Record<string, string>>
  revoked: boolean
}

export interface GithubAppPart extends Part {
  readonly app: AppSettings
  readonly tokens: GrantedToken[]
}

/** What an App asks of GitHub, which verifies its signatures with the public key. */
export async function startGithubApp(
  given: Partial<AppSettings> & Pick<AppSettings, 'publicKey'>,
): Promise<GithubAppPart> {
  const app: AppSettings = {
    id: '123456',
    clientId: 'Iv23liAbCdEfGhIjKlMn',
    slug: 'acme-deployer',
    installations: { acme: ['platform-config'] },
    permissions: { contents: 'write', metadata: 'read' },
    suspended: false,
    aheadMs: 0,
    lifetimeMs: 3_600_000,
    unsettled: 0,
    serverUrl: 'https://github.com',
    onToken: () => {},
    onRevoked: () => {},
    otherwise: undefined,
    ...given,
  }
  const tokens: GrantedToken[] = []
  const part = await startPart({
    action: ({ method, url }) => `${method} ${url.pathname}`,
    answer: (exchange) => answer(exchange, app, tokens),
  })
  return Object.assign(part, { app, tokens })
}

type Handler = (exchange: Exchange, app: AppSettings, tokens: GrantedToken[]) => Reply | Promise<Reply>

const ROUTES: readonly (readonly [RegExp, Handler])[] = [
  [
    /^GET \/(?:api\/v3\/)?repos\/([^/]+)\/([^/]+)\/installation$/,
    (exchange, app) => asApp(exchange, app) ?? installation(exchange, app),
  ],
  [
    /^GET \/(?:api\/v3\/)?users\/([^/]+)\/installation$/,
    (exchange, app) => asApp(exchange, app) ?? installation(exchange, app),
  ],
  [
    /^GET \/(?:api\/v3\/)?app$/,
    (exchange, app) => asApp(exchange, app) ?? json(app, 200, { slug: app.slug }),
  ],
  [
    /^POST \/(?:api\/v3\/)?app\/installations\/(\d+)\/access_tokens$/,
    (exchange, app, tokens) => asApp(exchange, app) ?? mint(exchange, app, tokens),
  ],
  [/^GET \/(?:api\/v3\/)?users\/([^/]+)$/, user],
  [/^DELETE \/(?:api\/v3\/)?installation\/token$/, revoke],
]

function answer(exchange: Exchange, app: AppSettings, tokens: GrantedToken[]): Reply | Promise<Reply> {
  const action = `${exchange.method} ${exchange.url.pathname}`
  const route = ROUTES.find(([pattern]) => pattern.test(action))
  if (route) return route[1](exchange, app, tokens)
  return app.otherwise === undefined
    ? json(app, 404, { message: 'Not Found' })
    : passOn(exchange, app.otherwise)
}

async function passOn({ method, url, headers }: Exchange, otherwise: string): Promise<Reply> {
  const authorization = String(headers.authorization)
  const answer = await fetch(`${otherwise}${url.pathname}${url.search}`, {
    method,
    headers: { authorization },
  })
  return { status: answer.status, headers: { 'content-type': 'application/json' }, body: await answer.text() }
}

function json({ aheadMs }: AppSettings, status: number, value: unknown): Reply {
  const date = new Date(Date.now() + aheadMs).toUTCString()
  return {
    status,
    headers: { date, 'content-type': 'application/json' },
    body: status === 204 ? '' : JSON.stringify(value),
  }
}

/** GitHub docs, "Generating a JSON Web Token for a GitHub App"; its words for what it does not take. */
function asApp({ headers }: Exchange, app: AppSettings): Reply | undefined {
  const refuse = (message: string) => json(app, 401, { message })
  const [head = '', claims = '', signature = ''] = String(headers.authorization)
    .replace('Bearer ', '')
    .split('.')
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString() || '{}') as { alg?: string }
  const {
    iss,
    iat = Number.NaN,
    exp = Number.NaN,
  } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}') as Record<string, number>
  if (![app.id, app.clientId].includes(String(iss)))
    return json(app, 404, { message: 'Integration not found' })
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${claims}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  if (alg !== 'RS256' || !isSigned) return refuse('A JSON web token could not be decoded')
  const now = (Date.now() + app.aheadMs) / 1000
  if (!Number.isInteger(iat) || iat > now)
    return refuse(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    )
  if (!(exp > now))
    return refuse(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  if (exp - now > 600) return refuse("'Expiration time' claim ('exp') is too far in the future")
  return undefined
}

function installation({ url }: Exchange, app: AppSettings): Reply {
  const [, owner = '', name] =
    /\/(?:repos|users)\/([^/]+)(?:\/([^/]+))?\/installation$/.exec(url.pathname) ?? []
  const repositories = app.installations[owner]
  if (!repositories || (name && !repositories.includes(name))) return json(app, 404, { message: 'Not Found' })
  return json(app, 200, {
    id: 77,
    app_slug: app.slug,
    html_url: `${app.serverUrl}/organizations/${owner}/settings/installations/77`,
    permissions: app.permissions,
    suspended_at: app.suspended ? '2026-11-01T00:00:00Z' : null,
  })
}

async function mint(exchange: Exchange, app: AppSettings, tokens: GrantedToken[]): Promise<Reply> {
  const { repositories, permissions } = JSON.parse(String(await exchange.read())) as GrantedToken
  if (app.suspended) return json(app, 403, { message: 'This installation has been suspended' })
  const all = Object.values(app.installations).flat()
  if (repositories.some((name) => !all.includes(name))) {
    return json(app, 422, {
      message:
        'There is at least one repository that does not exist or is not accessible to the parent installation.',
    })
  }
  const lacks = Object.entries(permissions).some(
    ([name, level]) => app.permissions[name] !== 'write' && app.permissions[name] !== level,
  )
  if (lacks)
    return json(app, 422, { message: 'The permissions requested are not granted to this installation.' })
  // As GitHub makes them since 2026: with dots, and some 520 characters.
  const token = `ghs_${app.id}_${randomBytes(60).toString('base64url')}.${randomBytes(240).toString('base64url')}.${randomBytes(60).toString('base64url')}`
  tokens.push({ token, repositories, permissions, revoked: false })
  app.onToken(token, repositories)
  const expires = new Date(Date.now() + app.aheadMs + app.lifetimeMs).toISOString()
  return json(app, 201, { token, expires_at: expires, permissions, repository_selection: 'selected' })
}

function granted({ headers }: Exchange, app: AppSettings, tokens: GrantedToken[]): GrantedToken | Reply {
  const found = tokens.find(({ token, revoked }) => !revoked && headers.authorization === `Bearer ${token}`)
  if (!found || app.unsettled-- > 0) return json(app, 401, { message: 'Bad credentials' })
  return found
}

function user(exchange: Exchange, app: AppSettings, tokens: GrantedToken[]): Reply {
  const caller = granted(exchange, app, tokens)
  if ('status' in caller) return caller
  const name = decodeURIComponent(exchange.url.pathname.split('/').at(-1) ?? '')
  return name === `${app.slug}[bot]`
    ? json(app, 200, { id: 4711, login: name })
    : json(app, 404, { message: 'Not Found' })
}

function revoke(exchange: Exchange, app: AppSettings, tokens: GrantedToken[]): Reply {
  const caller = granted(exchange, app, tokens)
  if ('status' in caller) return caller
  caller.revoked = true
  app.onRevoked(caller.token)
  return json(app, 204, '')
}
