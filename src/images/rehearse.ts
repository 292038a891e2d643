import { taggedReference } from '../plan/image.ts'
import type { Decision } from './decide.ts'
import { checkFiles } from './dockerfile/check-files.ts'
import { type ObtainPorts, reportReused } from './obtain.ts'
import { warnOfMutableTags } from './repositories.ts'

/**
 * Says what a run would do for every image, and looks whether it could: an engine must answer, be able to do what is
 * asked for, and find its files.
 * @throws StepError with what a build would fail for before it begins.
 */
export async function rehearse(
  decisions: readonly Decision[],
  { openEngine, log }: ObtainPorts,
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
  const builds = imagesTo('built')
  if (builds.length === 0) return
  const { engine } = await openEngine()
  await checkFiles(builds, engine, log)
  for (const image of builds) {
    log.info(`${taggedReference(image)} is not in the registry: a real run builds it with ${engine.name}.`)
  }
}
