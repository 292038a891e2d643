import { isAttested } from '../aws/registry/attestations.ts'
import type { ConnectRegistry } from '../aws/registry/connect-registries.ts'
import type { ArchivedStatus, FoundImage, Registry, RegistryLogin } from '../aws/registry/registry.ts'
import { type Origin, unsuitable } from '../aws/registry/suitable.ts'
import { archivedProblem, missingRepository } from '../aws/registry/withheld.ts'
import { allOrProblems, failOnAny, type Problem, StepError } from '../errors/errors.ts'
import type { Stated } from '../names/host.ts'
import type { RepositoryCreation } from '../plan/access.ts'
import { type PushedImage, taggedReference } from '../plan/image.ts'
import type { Phases } from '../runner/phases.ts'
import { mergeOf, notMergeOf } from './merge/merge.ts'
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
  const [first, ...rest] = error.problems
  const own =
    seen.get(error) ??
    new StepError([addressed(first, stated), ...rest.map((one) => addressed(one, stated))], error.cause)
  seen.set(error, own)
  throw own
}

const addressed = (problem: Problem, stated: Stated): Problem => ({
  ...problem,
  inputs: [...(problem.inputs ?? []), ...Object.values(stated)],
})

/** The tag under which the registry has the image. */
const tagOf = ({ image, content }: LookedUp): string | undefined =>
  [image.tag, ...image.tested].find((tag) => content?.has(tag))

/** Whether it will be built, unless the overlays say that nothing of it has changed. */
export const isMissing = (looked: LookedUp): boolean =>
  looked.image.build !== undefined && tagOf(looked) === undefined

/** How an image comes to its tag in the registry, or that it need not. */
export type Decision = LookedUp &
  (
    | { readonly how: 'reused'; readonly found: FoundImage }
    /** The image of the commit was built and tested before: it gets the version as a further tag. */
    | { readonly how: 'released'; readonly found: FoundImage }
    /** It is to be put together of others: what it will be. */
    | { readonly how: 'merged'; readonly found: FoundImage }
    | { readonly how: 'built'; readonly found: undefined }
    /** Nothing of what it is made of has changed since the deployed commit: it stays as it is deployed. */
    | {
        readonly how: 'unchanged'
        readonly found: FoundImage | undefined
        /** The tag that all of its overlays hold, where it is one. */
        readonly deployedTag: string | undefined
      }
  )

export interface DecideOptions {
  readonly createRepository: RepositoryCreation
  /** Images that stay as they are deployed, by name; the tag that all of their overlays hold, where it is one. */
  readonly unchanged: ReadonlyMap<string, string | undefined>
  /** Of images that look as if they were not there, by reference. */
  readonly archived?: ReadonlyMap<string, ArchivedStatus>
}

/**
 * As `decideAll`; where an image is refused because it is missing, its registry is asked whether it is archived, which
 * looks the same. A run that is not refused asks nothing.
 */
export async function decideOrExplain(
  images: readonly LookedUp[],
  options: DecideOptions,
): Promise<readonly Decision[]> {
  try {
    return decideAll(images, options)
  } catch (error) {
    const missing = images.filter((one) => one.image.build === undefined && tagOf(one) === undefined)
    const known = await Promise.all(missing.map(archivedOf))
    const archived = new Map(known.flat())
    if (archived.size === 0) throw error
    return decideAll(images, { ...options, archived })
  }
}

async function archivedOf({ image, registry }: LookedUp) {
  const statuses = await registry.archived(image.repository, [image.tag, ...image.tested])
  return [...statuses].map(([tag, status]) => [`${image.repositoryUrl}:${tag}`, status] as const)
}

/**
 * What to do for every image, from what its registry holds.
 * @throws StepError with what stands in the way, of all images together.
 */
export function decideAll(images: readonly LookedUp[], options: DecideOptions): readonly Decision[] {
  const judged = images.map((looked) => decide(looked, options))
  failOnAny(judged.flatMap((one) => ('problems' in one ? one.problems : [])))
  return judged.flatMap((one) => ('problems' in one ? [] : [one]))
}

type Verdict = Decision | { readonly problems: readonly Problem[] }

function decide(looked: LookedUp, options: DecideOptions): Verdict {
  const { unchanged, createRepository } = options
  const { image, content } = looked
  if (unchanged.has(image.name)) {
    // Only of the tag that was looked for the digest is known, and only where that is what is deployed.
    const deployedTag = unchanged.get(image.name)
    const found = deployedTag === image.tag ? content?.get(image.tag) : undefined
    return { ...looked, how: 'unchanged', found, deployedTag }
  }
  if (!content && !(createRepository && image.build)) {
    const { access, repository, stated } = image
    return { problems: [addressed(missingRepository(access.registry, repository, stated), stated)] }
  }
  const tag = tagOf(looked)
  const found = tag === undefined ? undefined : content?.get(tag)
  return tag !== undefined && found ? decideFound(looked, tag, found) : decideAbsent(looked, options)
}

function decideFound(looked: LookedUp, tag: string, found: FoundImage): Verdict {
  const { image, content } = looked
  const problem = judgeFound(image, found, { tag }) ?? notMergeOf({ ...image, tag }, found, content)
  if (problem) return { problems: [problem] }
  return { ...looked, found, how: tag === image.tag ? 'reused' : 'released' }
}

function decideAbsent(looked: LookedUp, { archived }: DecideOptions): Verdict {
  const { image } = looked
  if (image.parts.length > 0) return decideMerge(looked)
  return image.build
    ? { ...looked, how: 'built', found: undefined }
    : { problems: [missingImage(image, archived)] }
}

function decideMerge(looked: LookedUp): Verdict {
  const { image, content, parts = [] } = looked
  const { value: found, problems } = mergeOf(image, content, parts)
  if (!found) return { problems }
  const problem = judgeFound(image, found, { origin: 'merged' })
  return problem ? { problems: [problem] } : { ...looked, how: 'merged', found }
}

/**
 * Nothing else shows that a git tag was moved where an image has no annotation: then the version is still that of its
 * old commit. Images of one commit that were built apart look the same.
 */
export function doubtAbout({ image, content }: LookedUp, found: FoundImage): string | undefined {
  if (found.revision !== undefined) return undefined
  const tested = image.tested.flatMap((tag) => {
    const digest = content?.get(tag)?.digest
    return digest === undefined ? [] : [{ tag, digest }]
  })
  const [other] = tested
  return other === undefined || tested.some(({ digest }) => digest === found.digest)
    ? undefined
    : `${taggedReference(image)} is another image (${found.digest}) than ${other.tag} (${other.digest}). If the git tag was moved, it is the image of the old commit: give the release a version of its own.`
}

/** An image that is there is taken as it is: what an input asks for besides is not added to it. */
export function unattested({ image, how }: Decision, found: FoundImage): string | undefined {
  const { provenance, sbom } = image.build ?? {}
  const asked = Object.entries({ provenance, sbom }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  )
  if (asked.length === 0 || isAttested(found)) return undefined
  const taken = `${taggedReference(image)} (${found.digest}) is taken as it is, without what ${asked.join(' and ')} ${asked.length > 1 ? 'ask' : 'asks'} for`
  return how === 'released'
    ? `${taken}: it is the image of its commit. Let the run that builds the commit have ${asked.join(' and ')}, too.`
    : `${taken}: it was built without attestations, and its tag cannot be pushed again. For an image that has them, set the input tag to \${{ github.sha }}-r\${{ github.run_id }}, which names the same commit and a new image.`
}

interface JudgeOptions {
  readonly tag?: string
  readonly origin?: Origin
}

/** Whether an image that stands under a tag is the one that this run would have made, or has. */
export function judgeFound(
  image: PushedImage,
  found: FoundImage,
  { tag = image.tag, origin = image.build ? 'found' : 'required' }: JudgeOptions = {},
): Problem | undefined {
  const { repositoryUrl, commit, platforms } = image
  const release = tag === image.tag ? undefined : image.tag
  return unsuitable(found, { repositoryUrl, tag, commit, release, platforms, origin })
}

function missingImage(image: PushedImage, archived: DecideOptions['archived'] = new Map()): Problem {
  const { registry } = image.access
  for (const tag of [image.tag, ...image.tested]) {
    const status = archived.get(`${image.repositoryUrl}:${tag}`)
    if (status) return archivedProblem({ host: registry, repository: image.repository, tag }, status)
  }
  const also = image.tested.length > 0 ? ` (nor under ${image.tested.join(' or ')})` : ''
  return {
    code: 'IMAGE_MISSING',
    inputs: Object.values(image.stated),
    message: `${taggedReference(image)} is not in the registry${also} (account ${registry.account}, ${registry.region}), and build is never`,
    hint: 'Correct the input tag, let the job that builds it run first, or set build: auto.',
  }
}
