import { type EcrHost, type EndpointKind, endpointKind } from '../names/host.ts'
import { type AwsService, serviceHost } from '../names/service-hosts.ts'
import type { RegistryAccess } from '../plan/access.ts'

/** A registry, and where the services of its partition are asked. */
export type AwsPlace = Pick<RegistryAccess, 'registry' | 'endpoints'>

/** An endpoint that is given is what it is: the SDK refuses to combine it with a kind. */
const GIVEN: EndpointKind = { fips: false, dualStack: false }

/** Which endpoint of a service the SDK is to choose. */
export function endpointKindOf(service: AwsService, { registry, endpoints }: AwsPlace): EndpointKind {
  if (endpoints[service]) return GIVEN
  const { fips, dualStack } = endpointKind(registry)
  // In GovCloud the plain name is the FIPS one (IAM guide, "Dual-stack endpoint support"; STS endpoints).
  return { fips: fips && !(service === 'STS' && registry.partition === 'aws-us-gov'), dualStack }
}

/** Where the SDK will ask, known before it is loaded; a request goes where the SDK itself sends it. */
export function endpointUrl(service: AwsService, place: AwsPlace): string {
  const given = place.endpoints[service]
  const host = serviceHost(service, place.registry.region, endpointKindOf(service, place))
  return given ? given.url : `https://${host}/`
}

/** Registries of one role that take the same authorization token have this in common. */
export const tokenScope = (registry: EcrHost): string =>
  JSON.stringify([registry.region, endpointKind(registry)])
