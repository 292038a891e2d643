import type { Step } from '../../../action.ts'
import { connectRegistries } from '../../../aws/registry/connect-registries.ts'
import { githubWebIdentity } from '../../../aws/session/oidc.ts'
import type { EffectiveImage } from '../../../effective/image.ts'
import { failOnAny } from '../../../errors/errors.ts'
import type { RoleArn } from '../../../names/host.ts'
import { closeConnections } from '../../../runner/http.ts'
import type { Source } from '../../../source/source.ts'
import type { RegistryFacts } from '../plan/registry-facts.ts'
import { planAccesses } from './accesses.ts'
import { askedOf, lookUp } from './look-up.ts'

export interface LookUpPorts
  extends Pick<Step, 'environment' | 'secrets' | 'log' | 'signal' | 'watch' | 'atEnd'> {
  readonly source: Source
}

/** Asks ECR for the images that are deployed, as these roles. @throws StepError where a role cannot be assumed. */
export async function lookUpImages(
  images: readonly EffectiveImage[],
  roles: readonly RoleArn[],
  { environment, source, atEnd, ...ports }: LookUpPorts,
): Promise<RegistryFacts> {
  const asked = askedOf(images)
  const { value: accesses, problems } = planAccesses(
    asked.map(({ host }) => host),
    roles,
    source,
  )
  failOnAny(problems)
  atEnd(closeConnections)
  const { log, ...patience } = ports
  const connect = connectRegistries(githubWebIdentity(environment.variables, source, patience), {
    ...patience,
    log,
  })
  return lookUp(asked, ({ host }) => {
    const access = accesses.get(host)
    return access && connect(access)
  })
}
