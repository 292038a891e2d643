import { allOrProblems, fail } from '../errors.ts'
import type { PushedImage } from '../plan/plan.ts'
import type { ConnectRegistry } from '../registry/connect.ts'
import type { FoundImage, Registry, RegistryLogin } from '../registry/registry.ts'
import type { Log } from '../runner/log.ts'
import { buildAndPush } from './build-image.ts'
import type { BuildRoom } from './room.ts'

/** An image of the plan and what its registry said of it. */
export interface LookedUp {
  readonly image: PushedImage
  readonly registry: Registry
  readonly login: RegistryLogin
  readonly found: FoundImage | undefined
}

/** Asks every registry whether the tag is there; the login, asked for beside it, also proves the account. */
export async function lookUp(
  images: readonly PushedImage[],
  connect: ConnectRegistry,
): Promise<readonly LookedUp[]> {
  return allOrProblems(
    images.map(async (image): Promise<LookedUp> => {
      const registry = connect(image.access)
      const [login, found] = await allOrProblems([
        registry.login(),
        registry.find(image.repository, image.tag),
      ])
      if (!found && !image.build) missing(image)
      return { image, registry, login, found }
    }),
  )
}

function missing(image: PushedImage): never {
  const { registry } = image.access
  return fail({
    code: 'IMAGE_MISSING',
    message: `${image.repositoryUrl}:${image.tag} is not in the registry (account ${registry.account}, ${registry.region}), and build is never`,
    hint: 'Correct the input tag, let the job that builds it run first, or set build: auto.',
  })
}

export interface Obtained {
  readonly found: FoundImage
  readonly how: 'built' | 'reused'
  readonly seconds: number
}

export interface ObtainNeeds {
  /** Opens the engine; called once, and only when something is to be built. */
  readonly openRoom: () => Promise<BuildRoom>
  readonly log: Log
  readonly onObtained: (image: PushedImage, obtained: Obtained) => void
}

/** Every image as its registry has it: reused where its tag exists, else built and pushed. */
export async function obtainAll(images: readonly LookedUp[], needs: ObtainNeeds): Promise<void> {
  let room: Promise<BuildRoom> | undefined
  const openOnce = () => {
    room ??= needs.openRoom()
    return room
  }
  await allOrProblems(
    images.map(async (looked) => {
      const started = performance.now()
      const obtained = await obtain(looked, openOnce, needs.log)
      needs.onObtained(looked.image, { ...obtained, seconds: (performance.now() - started) / 1000 })
    }),
  )
}

async function obtain(
  looked: LookedUp,
  openRoom: () => Promise<BuildRoom>,
  log: Log,
): Promise<Omit<Obtained, 'seconds'>> {
  const { image, registry, found } = looked
  if (found) {
    log.info(`${image.repositoryUrl}:${image.tag} exists (${found.digest}): reused, nothing is built.`)
    return { found, how: 'reused' }
  }
  const [room, mutable] = await Promise.all([openRoom(), registry.isTagMutable(image.repository, image.tag)])
  if (mutable) {
    log.warning(
      `ECR repository ${image.repository} has mutable tags, so somebody else can overwrite ${image.tag}. Set its tag immutability to IMMUTABLE.`,
    )
  }
  const built = await log.group(`Build and push ${image.name} with ${room.engine.name}`, async () =>
    buildAndPush(image, room.engine, { ...looked, ...room.contextFor(image) }),
  )
  return { found: built, how: 'built' }
}
