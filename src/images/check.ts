import type { Settled } from '../errors/errors.ts'
import type { CheckPlan } from '../plan/plan.ts'
import type { Log } from '../runner/log.ts'
import { checkBuild } from './build-image.ts'
import { checkFiles } from './dockerfile/check-files.ts'
import { buildInParallel } from './in-parallel.ts'
import type { OpenEngine } from './open-engine.ts'

interface CheckPorts {
  readonly openEngine: () => Promise<OpenEngine>
  readonly log: Log
}

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
  { openEngine, log }: CheckPorts,
): Promise<Settled<Checked>> {
  const builds = images.filter(({ build }) => build !== undefined)
  if (builds.length === 0) return NOTHING
  const { engine, signal, portsFor } = await openEngine()
  await checkFiles(builds, engine, log)
  if (dryRun) return NOTHING
  const how = { verb: 'Build', engine: engine.name, maxParallel, log, signal }
  return buildInParallel(builds, how, async (image, onLine) => {
    const started = performance.now()
    await checkBuild(image, engine, portsFor(image, onLine))
    return { name: image.name, seconds: (performance.now() - started) / 1000 }
  })
}
