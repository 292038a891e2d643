import type { RegistryAccess, SessionPlan } from '../../plan/access.ts'
import type { Log } from '../../runner/log.ts'
import type { AwsPorts } from '../client.ts'
import { tokenScope } from '../endpoints.ts'
import { ambientCredentials } from '../session/ambient.ts'
import { assumeRole } from '../session/assume-role.ts'
import { type CredentialProvider, type Credentials, renewable } from '../session/credentials.ts'
import type { WebIdentity } from '../session/oidc.ts'
import { LONGEST_POLICY, openedRegistries } from '../session/policy.ts'
import { EcrRegistry } from './ecr.ts'
import { EcrSession } from './ecr-session.ts'
import type { Registry } from './registry.ts'

export interface ConnectPorts extends AwsPorts {
  readonly log: Pick<Log, 'info'>
  /** Hears of whom AWS takes this run for: the ARN of each role that it has assumed, or of the runner's own identity. */
  readonly onIdentity?: ((principal: string) => void) | undefined
}

/** Opens registries; no request is made before one is used. */
export type ConnectRegistry = (access: RegistryAccess) => Registry

/**
 * One session per role, and one authorization token per role, region and kind of endpoint, however many registries
 * there are.
 */
export function connectRegistries(
  webIdentity: WebIdentity,
  ports: ConnectPorts,
  sessionOf = openSessions(webIdentity, ports),
): ConnectRegistry {
  return (access) => {
    const { provider, scopes } = sessionOf(access)
    const scope = tokenScope(access.registry)
    const ecr = scopes.get(scope) ?? new EcrSession(access, provider, ports)
    scopes.set(scope, ecr)
    return new EcrRegistry(access.registry, ecr)
  }
}

/** The session that an access is with; the same one for all of its role. */
export type SessionOf = (access: RegistryAccess) => OpenSession

export function openSessions(
  webIdentity: WebIdentity,
  { log, onIdentity, ...ports }: ConnectPorts,
): SessionOf {
  const opened = new Map<SessionPlan, OpenSession>()
  const known = new Set<string>()
  const introduce = (credentials: Credentials): Credentials => {
    const { principal } = credentials
    // Sessions are renewed, and several registries may have one role.
    if (!known.has(principal)) {
      log.info(`Acts in AWS as ${principal}.`)
      onIdentity?.(principal)
    }
    known.add(principal)
    return credentials
  }
  return (access) => {
    const { session: plan } = access
    const assume = async () => introduce(await obtain(access, webIdentity, ports))
    const session = opened.get(plan) ?? openSession(access, log, assume)
    opened.set(plan, session)
    return session
  }
}

interface OpenSession {
  readonly provider: CredentialProvider
  readonly scopes: Map<string, EcrSession>
}

function openSession(
  { role, session }: RegistryAccess,
  log: ConnectPorts['log'],
  assume: () => Promise<Credentials>,
): OpenSession {
  // Credentials without a role are used as they are, whatever they may do.
  for (const registry of role ? openedRegistries(session) : []) {
    log.info(
      `The session of ${role?.arn} may write to every repository of ${registry}: the names of those that it writes to make a session policy of more than ${LONGEST_POLICY} characters, which STS does not take.`,
    )
  }
  return { provider: renewable(assume), scopes: new Map() }
}

function obtain(access: RegistryAccess, webIdentity: WebIdentity, ports: AwsPorts): Promise<Credentials> {
  const { role, session } = access
  if (session.ambient) return ambientCredentials(access, session.ambient, ports)
  if (role === undefined) throw new Error('a plan without ambient credentials has a role')
  return assumeRole({ ...access, role }, webIdentity, ports)
}
