import type { ImagePlan } from '../plan/image.ts'
import type { CheckPlan } from '../plan/plan.ts'
import type { Log } from '../runner/log.ts'
import { checkBuild } from './build-image.ts'
import { checkFiles } from './dockerfile/check-files.ts'
import { buildInParallel } from './in-parallel.ts'
import type { BuildRoom } from './open-engine.ts'

export interface CheckNeeds {
  readonly openRoom: () => Promise<BuildRoom>
  readonly log: Log
  readonly onChecked: (image: ImagePlan, seconds: number) => void
}

/**
 * Builds every image without pushing it, or in a dry run looks whether it could; an image that must exist already is no
 * business of such a run.
 */
export async function checkAll({ images, maxParallel, dryRun }: CheckPlan, needs: CheckNeeds): Promise<void> {
  const builds = images.filter(({ build }) => build !== undefined)
  if (builds.length === 0) return
  const { log, onChecked } = needs
  const { engine, signal, contextFor } = await needs.openRoom()
  await checkFiles(builds, engine, log)
  if (dryRun) return
  const how = { verb: 'Build', engine: engine.name, maxParallel, log, signal }
  await buildInParallel(builds, how, async (image, onLine) => {
    const started = performance.now()
    await checkBuild(image, engine, contextFor(image, onLine))
    onChecked(image, (performance.now() - started) / 1000)
  })
}
