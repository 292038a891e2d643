import { type KeyObject, randomUUID } from 'node:crypto'
import { type Claims, signingKey, signJwt } from './jwt.ts'
import { type MarkerSource, marker } from './markers.ts'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'

export interface OidcOptions {
  /** Replace single claims; `undefined` removes one. */
  claims?: Claims
  requestToken?: string
  lifetimeSeconds?: number
}

export interface OidcSettings {
  /** What the run itself says (ref, event, run id); `claims` wins over it. */
  run: Claims
  claims: Claims
  lifetimeSeconds: number
}

export interface OidcPart extends Part, MarkerSource {
  env: { ACTIONS_ID_TOKEN_REQUEST_URL: string; ACTIONS_ID_TOKEN_REQUEST_TOKEN: string }
  issuer: string
  publicKey: KeyObject
  /** Read at each request, so that a test can change them midway. */
  settings: OidcSettings
  /** A token without asking over HTTP; a marker like any other. */
  issue(audience: string, claims?: Claims): string
}

const ISSUER = 'https://token.actions.githubusercontent.com'

export async function startOidc(options: OidcOptions = {}): Promise<OidcPart> {
  const requestToken = options.requestToken ?? marker('oidc-request-token')
  const { privateKey, publicKey } = signingKey()
  const settings: OidcSettings = {
    run: {},
    claims: { ...options.claims },
    lifetimeSeconds: options.lifetimeSeconds ?? 600,
  }
  const issued: string[] = []
  const issue = (audience: string, claims: Claims = {}): string => {
    const merged = {
      ...claimsOf(audience, settings.lifetimeSeconds),
      ...settings.run,
      ...settings.claims,
      ...claims,
    }
    issued.push(signJwt(merged, privateKey))
    return issued.at(-1) as string
  }
  const answer = (exchange: Exchange): Reply => {
    const [scheme, token] = exchange.headers.authorization?.split(' ') ?? []
    if (scheme?.toLowerCase() !== 'bearer' || token !== requestToken) {
      return json(401, { message: 'The request token is missing or not valid.' })
    }
    const owner = `https://github.com/${claimsOf('', 0).repository_owner}`
    const value = issue(exchange.url.searchParams.get('audience') ?? owner)
    return json(200, { count: value.length, value })
  }
  const part = await startPart({ action: () => 'token', answer })
  return Object.assign(part, {
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${part.url}/idtoken/run/job?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
    issuer: ISSUER,
    publicKey,
    settings,
    issue,
    markers: () => [requestToken, ...issued],
  })
}

function claimsOf(audience: string, lifetimeSeconds: number): Record<string, string | number> {
  const now = Math.floor(Date.now() / 1000)
  return {
    iss: ISSUER,
    aud: audience,
    sub: 'repo:acme/identity-service:ref:refs/heads/main',
    repository: 'acme/identity-service',
    repository_id: '700100200',
    repository_owner: 'acme',
    repository_owner_id: '600100',
    repository_visibility: 'private',
    ref: 'refs/heads/main',
    ref_type: 'branch',
    event_name: 'push',
    workflow: 'deploy',
    job_workflow_ref: 'acme/identity-service/.github/workflows/deploy.yml@refs/heads/main',
    actor: 'octocat',
    actor_id: '583231',
    run_id: '9100200300',
    run_number: '42',
    run_attempt: '1',
    runner_environment: 'github-hosted',
    jti: randomUUID(),
    iat: now,
    nbf: now - 300,
    exp: now + lifetimeSeconds,
  }
}

const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
})
