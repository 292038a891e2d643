import type { ConnectRegistry } from '../aws/registry/connect-registries.ts'
import type { Registry, RegistryLogin } from '../aws/registry/registry.ts'
import { type Problem, StepError, withEach } from '../errors/errors.ts'
import { allOrProblems } from '../errors/together.ts'
import type { Stated } from '../names/host.ts'
import type { PushedImage } from '../plan/image.ts'
import type { Phases } from '../runner/phases.ts'
import { type Contents, readContents } from './read-contents.ts'

/** An image of the plan and what its repository holds of the tags that were asked for. */
export interface LookedUp extends Contents {
  readonly image: PushedImage
  readonly registry: Registry
  readonly login: RegistryLogin
}

/** Asks every repository once for all tags of its images; the login, asked for beside it, also proves the account. */
export async function lookUp(
  images: readonly PushedImage[],
  connect: ConnectRegistry,
  phases: Phases,
): Promise<readonly LookedUp[]> {
  const repositories = Map.groupBy(images, ({ repositoryUrl }) => repositoryUrl)
  const seen = new Map<StepError, StepError>()
  const found = await allOrProblems(
    [...repositories.values()].map((group) => lookUpGroup(group, connect, { phases, seen })),
  )
  const known = new Map(found.flat().map((looked) => [looked.image, looked]))
  return images.flatMap((image) => known.get(image) ?? [])
}

async function lookUpGroup(
  group: readonly PushedImage[],
  connect: ConnectRegistry,
  { phases, seen }: { readonly phases: Phases; readonly seen: Map<StepError, StepError> },
): Promise<readonly LookedUp[]> {
  const [first] = group
  if (!first) return []
  const registry = connect(first.access)
  const tags = new Set(group.flatMap(({ tag, tested, parts }) => [tag, ...tested, ...parts]))
  await phases.during('role', () => registry.identify())
  const [login, content] = await phases
    .during('look-up', () => allOrProblems([registry.login(), registry.find(first.repository, [...tags])]))
    .catch((error: unknown) => elsewhere(error, first, seen))
  const looked = group.map((image) => ({ image, registry, login, content }))
  return phases.during('look-up', () => allOrProblems(looked.map(withContents)))
}

const withContents = async (looked: LookedUp): Promise<LookedUp> => ({
  ...looked,
  ...(await readContents(looked, tagOf(looked))),
})

/**
 * What a registry has not, or does not give, may be in another one: a wrong input of the address is at fault then. An
 * error of several groups, as of the one login that they share, stays one.
 */
function elsewhere(error: unknown, { stated }: PushedImage, seen: Map<StepError, StepError>): never {
  if (!(error instanceof StepError)) throw error
  const own = seen.get(error) ?? withEach(error, (problem) => addressed(problem, stated))
  seen.set(error, own)
  throw own
}

/** With the inputs of the image's address: one of them is at fault as well as any other. */
export const addressed = (problem: Problem, stated: Stated): Problem => ({
  ...problem,
  inputs: [...(problem.inputs ?? []), ...Object.values(stated)],
})

/** The tag under which the registry has the image. */
export const tagOf = ({ image, content }: LookedUp): string | undefined =>
  [image.tag, ...image.tested].find((tag) => content?.has(tag))

/** Whether it will be built, unless the overlays say that nothing of it has changed. */
export const mayBeBuilt = (looked: LookedUp): boolean =>
  looked.image.build !== undefined && tagOf(looked) === undefined
