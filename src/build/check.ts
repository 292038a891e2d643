import type { CheckPlan, ImagePlan } from '../plan/plan.ts'
import type { Log } from '../runner/log.ts'
import { checkBuild } from './build-image.ts'
import type { BuildRoom } from './room.ts'

export interface CheckNeeds {
  readonly openRoom: () => Promise<BuildRoom>
  readonly log: Log
  readonly onChecked: (image: ImagePlan, seconds: number) => void
}

/** Builds every image without pushing it; an image that must exist already is no business of such a run. */
export async function checkAll({ images }: CheckPlan, needs: CheckNeeds): Promise<void> {
  const builds = images.flatMap((image) => (image.build ? [{ image, plan: image.build }] : []))
  if (builds.length === 0) return
  const { engine, contextFor } = await needs.openRoom()
  for (const { image, plan } of builds) {
    const started = performance.now()
    const context = contextFor(image)
    await needs.log.group(`Build ${image.name} with ${engine.name}`, () => checkBuild(plan, engine, context))
    needs.onChecked(image, (performance.now() - started) / 1000)
  }
}
