import type { FoundImage } from '../aws/registry/registry.ts'
import { oneFailure, type Settled, settle } from '../errors/together.ts'
import { asStepError } from '../errors/unforeseen.ts'
import { taggedReference } from '../plan/image.ts'
import type { PushPlan } from '../plan/plan.ts'
import type { Log } from '../runner/log.ts'
import type { Phases } from '../runner/phases.ts'
import { accept } from './accept.ts'
import { buildAndPush } from './build/build-image.ts'
import type { Decision } from './decide.ts'
import { checkFiles } from './dockerfile/check-files.ts'
import { doubtAbout, unattested } from './doubts.ts'
import { buildInParallel } from './in-parallel.ts'
import type { LookedUp } from './look-up.ts'
import type { OpenEngine } from './open-engine.ts'
import { PHASES, type Put, put } from './put.ts'
import { createRepositories, warnOfMutableTags, warnOfTemplates } from './repositories.ts'

interface Obtained {
  /** Name of the image. */
  readonly name: string
  readonly how: 'built' | 'released' | 'merged'
  readonly found: FoundImage
  readonly seconds: number
}

type ObtainOptions = Pick<PushPlan, 'createRepository' | 'maxParallel'>

export interface ImagesPorts {
  /** Called once, and only when something is to be built. */
  readonly openEngine: () => Promise<OpenEngine>
  readonly log: Log
  readonly phases: Phases
}

/**
 * Sees to it that every image is in its registry: what is not there yet is tagged or built. A failure ends no other
 * build, because what is pushed now need not be built by the next run; with it comes what was obtained all the same.
 */
export async function obtainAll(
  decisions: readonly Decision[],
  options: ObtainOptions,
  ports: ImagesPorts,
): Promise<Settled<Obtained>> {
  const { log, phases } = ports
  const builds = decisions.filter(({ how }) => how === 'built')
  const puts = decisions.filter((decision) => decision.how === 'released' || decision.how === 'merged')
  reportReused(decisions, log)
  const [warned, done, built] = await Promise.all([
    settle([warnOfMutableTags(decisions, log)]),
    settle(puts.map((decision) => phases.during(PHASES[decision.how], () => putTimed(decision, log)))),
    buildAll(builds, options, ports),
  ])
  const failures = [warned, done, built].flatMap(({ failure }) => failure ?? [])
  return { values: [...done.values, ...built.values], failure: oneFailure(failures) }
}

/** The images that a run leaves as the registry has them, and what is not certain about those that it takes. */
export function reportReused(decisions: readonly Decision[], log: Log): void {
  for (const decision of decisions) {
    const { image, how, found, unread } = decision
    if (how === 'reused') {
      log.info(`${taggedReference(image)} exists (${found.digest}): reused, nothing is built.`)
      warnOf([doubtAbout(decision, found), unattested(decision, found)], log)
    }
    if (how !== 'unchanged') warnOf([unread], log)
  }
}

function warnOf(warnings: readonly (string | undefined)[], log: Log): void {
  for (const warning of warnings) if (warning !== undefined) log.warning(warning)
}

async function putTimed(decision: Put, log: Log): Promise<Obtained> {
  const started = performance.now()
  const found = await put(decision, log)
  return { name: decision.image.name, how: decision.how, found, seconds: secondsSince(started) }
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000

async function buildAll(
  builds: readonly LookedUp[],
  options: ObtainOptions,
  ports: ImagesPorts,
): Promise<Settled<Obtained>> {
  if (builds.length === 0) return { values: [], failure: undefined }
  try {
    const opened = await prepared(builds, options, ports)
    const obtained = await build(builds, opened, { ...options, ...ports })
    const pushed = builds.filter(({ image }) => obtained.values.some(({ name }) => name === image.name))
    await warnOfTemplates(pushed, options.createRepository, ports.log)
    return obtained
  } catch (error) {
    return { values: [], failure: asStepError(error) }
  }
}

/** The engine, with everything at hand that a build needs besides. */
async function prepared(
  builds: readonly LookedUp[],
  { createRepository }: ObtainOptions,
  { openEngine, log }: ImagesPorts,
): Promise<OpenEngine> {
  const opened = await openEngine()
  const images = builds.map(({ image }) => image)
  await checkFiles(images, opened, log)
  await createRepositories(builds, createRepository, log)
  return opened
}

async function build(
  builds: readonly LookedUp[],
  { engine, signal, portsFor }: OpenEngine,
  { createRepository, maxParallel, log, phases }: ObtainOptions & Pick<ImagesPorts, 'log' | 'phases'>,
): Promise<Settled<Obtained>> {
  const named = builds.map((looked) => ({ ...looked, name: looked.image.name }))
  const how = { verb: 'Build and push', engine: engine.name, maxParallel, log, signal }
  return buildInParallel(named, how, async ({ image, registry, login }, onLine) => {
    const started = performance.now()
    const found = await buildAndPush(image, engine, {
      ...portsFor(image, onLine),
      phases,
      registry,
      login,
      createRepository,
      accept: (pushed, isOwn) => accept(pushed, { image, registry, log, isOwn }),
    })
    onLine(`${taggedReference(image)} is in the registry (${found.digest}).`)
    return { name: image.name, how: 'built', found, seconds: secondsSince(started) }
  })
}
