import type { FoundImage } from '../aws/registry/registry.ts'
import { allOrProblems, fail, StepError } from '../errors/errors.ts'
import type { RepositorySettings } from '../plan/access.ts'
import type { PushedImage } from '../plan/image.ts'
import type { Log } from '../runner/log.ts'
import { buildAndPush } from './build-image.ts'
import { type Decision, doubtAbout, judgeFound } from './decide.ts'
import { checkFiles } from './dockerfile/check-files.ts'
import { buildInParallel } from './in-parallel.ts'
import type { LookedUp } from './look-up.ts'
import type { BuildRoom } from './open-engine.ts'
import { createRepositories, warnOfMutableTags } from './repositories.ts'

export interface Obtained {
  readonly how: 'built' | 'released'
  readonly found: FoundImage
  readonly seconds: number
}

export interface ObtainNeeds {
  /** Opens the engine; called once, and only when something is to be built. */
  readonly openRoom: () => Promise<BuildRoom>
  readonly createRepository: RepositorySettings | undefined
  readonly maxParallel: number
  readonly log: Log
  readonly onObtained: (image: PushedImage, obtained: Obtained) => void
}

/**
 * Sees to it that every image is in its registry: what is not there yet is tagged or built. A failure ends no other
 * build, because what is pushed now need not be built by the next run.
 * @throws StepError with the problems of all images together.
 */
export async function obtainAll(decisions: readonly Decision[], needs: ObtainNeeds): Promise<void> {
  const { log } = needs
  const builds = decisions.filter(({ how }) => how === 'built')
  const releases = decisions.filter((decision) => decision.how === 'released')
  tellReused(decisions, log)
  await allOrProblems([
    warnOfMutableTags(decisions, log),
    ...releases.map((decision) => release(decision, needs)),
    buildAll(builds, needs),
  ])
}

/** The images that a run leaves as the registry has them. */
export function tellReused(decisions: readonly Decision[], log: Log): void {
  for (const decision of decisions) {
    if (decision.how !== 'reused') continue
    const { image, found } = decision
    log.info(`${referenceOf(image)} exists (${found.digest}): reused, nothing is built.`)
    const doubt = doubtAbout(decision, found)
    if (doubt !== undefined) log.warning(doubt)
  }
}

export const referenceOf = ({ repositoryUrl, tag }: PushedImage): string => `${repositoryUrl}:${tag}`

/** The release gets what was tested: the version becomes a further tag of the same manifest, whatever it holds. */
async function release(
  { image, registry, found }: LookedUp & { readonly found: FoundImage },
  { log, onObtained }: ObtainNeeds,
): Promise<void> {
  const started = performance.now()
  const how = await registry.tag(image.repository, image.tag, found)
  // Whoever was first: the registry says what the tag stands for now.
  const tagged = (await registry.find(image.repository, [image.tag]))?.get(image.tag)
  if (!tagged) {
    return fail({
      code: 'ECR_FAILED',
      message: `ECR took the tag of ${referenceOf(image)}, and does not know it`,
      hint: 'Run the job again; check AWS_ENDPOINT_URL_ECR on this runner if it stays.',
    })
  }
  accept(image, tagged)
  const done = how === 'tagged' ? 'tagged' : 'another run was first'
  log.info(
    `${referenceOf(image)} is the image of commit ${image.commit} (${tagged.digest}): ${done}, nothing is built.`,
  )
  onObtained(image, { how: 'released', found: tagged, seconds: (performance.now() - started) / 1000 })
}

async function buildAll(builds: readonly LookedUp[], needs: ObtainNeeds): Promise<void> {
  if (builds.length === 0) return
  const { log, maxParallel, onObtained } = needs
  const room = await needs.openRoom()
  await checkFiles(
    builds.map(({ image }) => image),
    room.engine,
    log,
  )
  await createRepositories(builds, needs.createRepository, log)
  const named = builds.map((looked) => ({ ...looked, name: looked.image.name }))
  const { engine, signal } = room
  const how = { verb: 'Build and push', engine: engine.name, maxParallel, log, signal }
  await buildInParallel(named, how, async ({ image, registry, login }, onLine) => {
    const started = performance.now()
    const found = await buildAndPush(image, engine, {
      ...room.contextFor(image, onLine),
      registry,
      login,
      accept: (pushed) => accept(image, pushed),
    })
    onLine(`${referenceOf(image)} is in the registry (${found.digest}).`)
    onObtained(image, { how: 'built', found, seconds: (performance.now() - started) / 1000 })
  })
}

function accept(image: PushedImage, found: FoundImage): void {
  const problem = judgeFound(image, found)
  if (problem) throw new StepError([problem])
}
