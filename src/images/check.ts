import type { Settled } from '../errors/together.ts'
import { taggedReference } from '../plan/image.ts'
import type { CheckPlan } from '../plan/plan.ts'
import { checkBuild } from './build/build-image.ts'
import type { Decision } from './decide.ts'
import { checkFiles } from './dockerfile/check-files.ts'
import { buildInParallel } from './in-parallel.ts'
import { type ImagesPorts, reportReused } from './obtain.ts'
import { warnOfMutableTags } from './repositories.ts'

interface Checked {
  /** Name of the image. */
  readonly name: string
  readonly seconds: number
}

const NOTHING: Settled<Checked> = { values: [], failure: undefined }

/**
 * Builds every image without pushing it, or in a dry run looks whether it could; an image that must exist already is no
 * business of such a run.
 */
export async function checkAll(
  { images, maxParallel, dryRun }: CheckPlan,
  { openEngine, log, phases }: ImagesPorts,
): Promise<Settled<Checked>> {
  const builds = images.filter(({ build }) => build !== undefined)
  if (builds.length === 0) return NOTHING
  const opened = await openEngine()
  const { engine, signal, portsFor } = opened
  await checkFiles(builds, opened, log)
  if (dryRun) return NOTHING
  const how = { verb: 'Build', engine: engine.name, maxParallel, log, signal }
  return buildInParallel(builds, how, async (image, onLine) => {
    const started = performance.now()
    await checkBuild(image, engine, { ...portsFor(image, onLine), phases })
    return { name: image.name, seconds: (performance.now() - started) / 1000 }
  })
}

/**
 * Says what a run would do for every image, and looks whether it could: an engine must answer, be able to do what is
 * asked for, and find its files.
 * @throws StepError with what a build would fail for before it begins.
 */
export async function rehearse(
  decisions: readonly Decision[],
  { openEngine, log }: ImagesPorts,
): Promise<void> {
  reportReused(decisions, log)
  await warnOfMutableTags(decisions, log)
  const imagesTo = (how: Decision['how']) =>
    decisions.filter((decision) => decision.how === how).map(({ image }) => image)
  for (const image of imagesTo('released')) {
    log.info(
      `${taggedReference(image)} is not in the registry: a real run tags the image of commit ${image.commit}.`,
    )
  }
  for (const image of imagesTo('merged')) {
    log.info(
      `${taggedReference(image)} is not in the registry: a real run puts it together of ${image.parts.join(', ')}.`,
    )
  }
  const builds = imagesTo('built')
  if (builds.length === 0) return
  const opened = await openEngine()
  await checkFiles(builds, opened, log)
  for (const image of builds) {
    log.info(
      `${taggedReference(image)} is not in the registry: a real run builds it with ${opened.engine.name}.`,
    )
  }
}
