import { setImmediate } from 'node:timers/promises'
import type { Step } from '../../action.ts'
import type { ConnectPorts, ConnectRegistry } from '../../aws/registry/connect-registries.ts'
import { deferred } from '../../aws/registry/registry.ts'
import type { CredentialProvider } from '../../aws/session/credentials.ts'
import type { RegistryAccess } from '../../plan/access.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Source } from '../../source/source.ts'

/** AWS, with the sessions of the run. */
export interface Aws {
  readonly connect: ConnectRegistry
  readonly credentialsOf: (access: RegistryAccess) => CredentialProvider
}

type AwsPorts = Step & Pick<ConnectPorts, 'onIdentity'>

/** Loaded ahead, or by whoever asks first. */
export function openAws(ports: AwsPorts, plan: Plan, source: Source): Aws {
  let loaded: Promise<Aws> | undefined
  const load = () => {
    loaded ??= loadAws(ports, plan, source)
    return loaded
  }
  // A run that pushes asks the registry in any case; what fails is reported to whoever does.
  if (plan.kind === 'push') load().catch(() => undefined)
  return {
    connect: (access) => deferred(access.registry, async () => (await load()).connect(access)),
    credentialsOf: (access) => async (options) => (await load()).credentialsOf(access)(options),
  }
}

async function loadAws(step: AwsPorts, plan: Plan, source: Source): Promise<Aws> {
  const { openIdentity } = await import('./open-identity.ts')
  const webIdentity = openIdentity(plan, source, step)
  await setImmediate()
  const { connectRegistries, openSessions } = await import('../../aws/registry/connect-registries.ts')
  const { signal, secrets, log, watch, onIdentity } = step
  const ports = { signal, secrets, log, watch, onIdentity }
  const sessionOf = openSessions(webIdentity, ports)
  return {
    connect: connectRegistries(webIdentity, ports, sessionOf),
    credentialsOf: (access) => sessionOf(access).provider,
  }
}
