import type { Decision } from './decide.ts'
import { checkFiles } from './dockerfile/check-files.ts'
import { type ObtainNeeds, referenceOf, tellReused } from './obtain.ts'
import { warnOfMutableTags } from './repositories.ts'

/**
 * Says what a run would do for every image, and looks whether it could: an engine must answer, be able to do what is
 * asked for, and find its files.
 * @throws StepError with what a build would fail for before it begins.
 */
export async function rehearse(
  decisions: readonly Decision[],
  { openRoom, log }: Pick<ObtainNeeds, 'openRoom' | 'log'>,
): Promise<void> {
  tellReused(decisions, log)
  await warnOfMutableTags(decisions, log)
  const imagesTo = (how: Decision['how']) =>
    decisions.filter((decision) => decision.how === how).map(({ image }) => image)
  for (const image of imagesTo('released')) {
    log.info(
      `${referenceOf(image)} is not in the registry: a real run tags the image of commit ${image.commit}.`,
    )
  }
  const builds = imagesTo('built')
  if (builds.length === 0) return
  const { engine } = await openRoom()
  await checkFiles(builds, engine, log)
  for (const image of builds) {
    log.info(`${referenceOf(image)} is not in the registry: a real run builds it with ${engine.name}.`)
  }
}
