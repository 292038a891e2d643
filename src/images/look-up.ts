import type { ConnectRegistry } from '../aws/registry/connect-registries.ts'
import type { FoundImage, Registry, RegistryLogin } from '../aws/registry/registry.ts'
import { allOrProblems } from '../errors/errors.ts'
import type { PushedImage } from '../plan/image.ts'

/** An image of the plan and what its repository holds of the tags that were asked for. */
export interface LookedUp {
  readonly image: PushedImage
  readonly registry: Registry
  readonly login: RegistryLogin
  /** By tag; undefined: there is no such repository. */
  readonly content: ReadonlyMap<string, FoundImage> | undefined
}

/** Asks every repository once for all tags of its images; the login, asked for beside it, also proves the account. */
export async function lookUp(
  images: readonly PushedImage[],
  connect: ConnectRegistry,
): Promise<readonly LookedUp[]> {
  const repositories = Map.groupBy(images, ({ repositoryUrl }) => repositoryUrl)
  const found = await allOrProblems([...repositories.values()].map((group) => lookUpGroup(group, connect)))
  const known = new Map(found.flat().map((looked) => [looked.image, looked]))
  return images.flatMap((image) => known.get(image) ?? [])
}

async function lookUpGroup(
  group: readonly PushedImage[],
  connect: ConnectRegistry,
): Promise<readonly LookedUp[]> {
  const [first] = group
  if (!first) return []
  const registry = connect(first.access)
  const tags = new Set(group.flatMap(({ tag, tested }) => [tag, ...tested]))
  const [login, content] = await allOrProblems([registry.login(), registry.find(first.repository, [...tags])])
  return group.map((image) => ({ image, registry, login, content }))
}
