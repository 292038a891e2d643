import { endpointKind } from '../../names/host.ts'
import type { RegistryAccess, SessionPlan } from '../../plan/access.ts'
import type { Patience } from '../../runner/limits.ts'
import { ambientCredentials } from '../session/ambient.ts'
import { assumeRole } from '../session/assume-role.ts'
import { type CredentialProvider, type Credentials, renewable } from '../session/credentials.ts'
import type { WebIdentity } from '../session/oidc.ts'
import { EcrRegistry } from './ecr.ts'
import { EcrSession } from './ecr-session.ts'
import type { Registry } from './registry.ts'

/** Opens registries; no request is made before one is used. */
export type ConnectRegistry = (access: RegistryAccess) => Registry

/**
 * One session per role, and one authorization token per role, region and kind of endpoint, however many registries
 * there are.
 */
export function connectRegistries(webIdentity: WebIdentity, patience: Patience): ConnectRegistry {
  const opened = new Map<SessionPlan, OpenSession>()
  return (access) => {
    const { registry, session: plan } = access
    const session = opened.get(plan) ?? {
      provider: renewable(() => obtain(access, webIdentity, patience)),
      places: new Map(),
    }
    opened.set(plan, session)
    const place = JSON.stringify([registry.region, endpointKind(registry)])
    const ecr = session.places.get(place) ?? new EcrSession(access, session.provider, patience)
    session.places.set(place, ecr)
    return new EcrRegistry(registry, ecr)
  }
}

interface OpenSession {
  readonly provider: CredentialProvider
  readonly places: Map<string, EcrSession>
}

function obtain(access: RegistryAccess, webIdentity: WebIdentity, patience: Patience): Promise<Credentials> {
  const { role, session } = access
  if (session.ambient) return ambientCredentials(access, session.ambient, patience)
  if (role === undefined) throw new Error('a plan without ambient credentials has a role')
  return assumeRole({ ...access, role }, webIdentity, patience)
}
