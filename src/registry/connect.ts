import { assumeRole } from '../identity/assume-role.ts'
import { type CredentialProvider, renewable } from '../identity/credentials.ts'
import type { WebIdentity } from '../identity/oidc.ts'
import type { RegistryAccess, SessionPlan } from '../plan/plan.ts'
import { EcrRegistry } from './ecr.ts'
import { EcrSession } from './ecr-session.ts'
import type { Registry } from './registry.ts'

/** Opens registries; no request is made before one is used. */
export type ConnectRegistry = (access: RegistryAccess) => Registry

/** One session per role, and one authorization token per role and region, however many registries there are. */
export function connectEcr(webIdentity: WebIdentity, signal: AbortSignal): ConnectRegistry {
  const providers = new Map<SessionPlan, CredentialProvider>()
  const sessions = new Map<string, EcrSession>()
  return (access) => {
    const { role, registry, session: plan } = access
    const provider = providers.get(plan) ?? renewable(() => assumeRole(access, webIdentity, signal))
    providers.set(plan, provider)
    const key = `${role.arn} ${registry.region}`
    const session = sessions.get(key) ?? new EcrSession(access, provider, signal)
    sessions.set(key, session)
    return new EcrRegistry(registry, session)
  }
}
