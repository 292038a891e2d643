import { endpointUrl, tokenScope } from '../aws/endpoints.ts'
import type { PushedImage } from '../plan/image.ts'

/** Where `lookUp` asks, and how many requests at once: for every login, and for every repository. */
export function lookUpServers(images: readonly PushedImage[]): ReadonlyMap<string, number> {
  const logins = new Map(images.map(({ access }) => [tokenScope(access.registry), access]))
  const repositories = new Map(images.map(({ repositoryUrl, access }) => [repositoryUrl, access]))
  const asked = [...logins.values(), ...repositories.values()]
  const servers = Map.groupBy(asked, (access) => endpointUrl('ECR', access))
  return new Map([...servers].map(([url, accesses]) => [url, accesses.length]))
}
