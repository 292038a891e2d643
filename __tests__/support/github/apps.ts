import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { verifyJwt } from '../jwt.ts'
import { type Level, newLongToken, newToken, type Permissions } from './grants.ts'
import { refuse } from './refusal.ts'
import type { GitHubState } from './state.ts'

export interface Installation {
  id: number
  repositories: readonly string[] | 'all'
  permissions: Permissions
  suspended: boolean
}

/** A token as it was made, and whether it is good still. */
export interface MintedToken {
  token: string
  repositories: readonly string[] | 'all'
  permissions: Permissions
  revoked: boolean
}

export interface App {
  id: number
  clientId: string
  slug: string
  publicKey: KeyObject
  installations: Installation[]
  /** GitHub gives out tokens of two forms in 2026. */
  tokens: 'short' | 'long'
  lifetimeMs: number
  minted: MintedToken[]
}

export interface AppOptions
  extends Partial<Pick<App, 'id' | 'slug' | 'tokens' | 'lifetimeMs'>>,
    Partial<Omit<Installation, 'id'>> {
  /** A key of one's own, as one that KMS holds; DER or PEM of the public half. */
  publicKey?: KeyObject | string
}

export interface MadeApp {
  app: App
  installation: Installation
  /** PKCS#1, as GitHub hands it out once; empty with a key of one's own. */
  privateKey: string
}

let sharedKeys: { publicKey: KeyObject; privateKey: KeyObject } | undefined

/** Making an RSA key takes its time: the first App of a process has the shared one, unless it asks for its own. */
function keyPair(fresh: boolean) {
  if (fresh) return generateKeyPairSync('rsa', { modulusLength: 2048 })
  sharedKeys ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
  return sharedKeys
}

const HOUR = 3600_000

const PERMISSIONS: Permissions = { contents: 'write', metadata: 'read', pull_requests: 'write' }

export function addApp(state: GitHubState, options: AppOptions = {}): MadeApp {
  const { publicKey: own, id = 31_400 + state.apps.size, slug = 'acme-deploy' } = options
  const { tokens = 'short', lifetimeMs = HOUR } = options
  const keys = own === undefined ? keyPair(state.apps.size > 0) : undefined
  const given = typeof own === 'string' ? createPublicKey(own) : own
  const publicKey = given ?? keys?.publicKey
  if (!publicKey) throw new Error('an App has a key')
  const { repositories = 'all', permissions = PERMISSIONS, suspended = false } = options
  const installation = { id: id * 100 + 1, repositories, permissions, suspended }
  const clientId = `Iv23liAbCdEfGhI${String(id).padStart(5, '0')}`
  const installations = [installation]
  const app: App = { id, clientId, slug, publicKey, tokens, lifetimeMs, installations, minted: [] }
  state.apps.set(id, app)
  const privateKey = keys?.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() ?? ''
  return { app, installation, privateKey }
}

const unauthorized = (message: string): never => refuse({ status: 401, message })

const MOST_SECONDS = 600

/** The App behind a JWT. The refusals are GitHub's, each with the words that its clients look for. */
export function appOf({ apps, settings }: GitHubState, jwt: string): App {
  const claims = unverifiedClaims(jwt) ?? unauthorized('A JSON web token could not be decoded')
  const app =
    [...apps.values()].find(({ id, clientId }) => [String(id), clientId].includes(String(claims.iss))) ??
    refuse({ status: 404, message: 'Integration not found' })
  if (!verifyJwt(jwt, app.publicKey)) unauthorized('A JSON web token could not be decoded')
  const now = Math.floor(settings.now() / 1000)
  const { iat, exp } = claims
  if (!Number.isInteger(iat) || Number(iat) > now) {
    unauthorized(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    )
  }
  if (!Number.isInteger(exp) || Number(exp) <= now) {
    unauthorized(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  }
  if (Number(exp) > now + MOST_SECONDS)
    unauthorized("'Expiration time' claim ('exp') is too far in the future")
  return app
}

function unverifiedClaims(jwt: string): Record<string, unknown> | undefined {
  const [, body = '', signature] = jwt.split('.')
  if (!signature || jwt.startsWith('ghs_')) return undefined
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  } catch {
    return undefined
  }
}

export const holds = ({ repositories }: Installation, fullName: string): boolean =>
  repositories === 'all' || repositories.includes(fullName)

const RANKS: readonly Level[] = ['none', 'read', 'write', 'admin']

/** Only what the App itself has been given. */
export const covers = ({ permissions }: Installation, asked: Permissions): boolean =>
  Object.entries(asked).every(
    ([name, level]) => RANKS.indexOf(permissions[name] ?? 'none') >= RANKS.indexOf(level),
  )

export function mint(
  state: GitHubState,
  { app, installation }: Pick<MadeApp, 'app' | 'installation'>,
  asked: { repositories: readonly string[] | 'all'; permissions: Permissions },
): { token: string; expiresAt: number } {
  const token = app.tokens === 'long' ? newLongToken(app.id) : newToken('installation')
  const expiresAt = state.settings.now() + app.lifetimeMs
  app.minted.push({ token, ...asked, revoked: false })
  state.settings.tokens.set(token, asked.repositories)
  state.grants.set(token, {
    ...{ kind: 'installation', login: `${app.slug}[bot]`, appId: app.id, expiresAt },
    ...{ permissions: asked.permissions, installationId: installation.id },
  })
  return { token, expiresAt }
}
