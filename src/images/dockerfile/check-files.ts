import { allOrProblems } from '../../errors/errors.ts'
import type { BuildPlan } from '../../plan/build.ts'
import type { ImagePlan } from '../../plan/image.ts'
import type { Log } from '../../runner/log.ts'
import type { Engine } from '../engine/engine.ts'
import { checkSecretFiles } from '../engine/secrets.ts'
import { readDockerfile } from './dockerfile.ts'
import { guardCaches } from './guard-caches.ts'

/**
 * What every build reads, looked for before the first one begins: the last of many must not fail for a typing error.
 * @throws StepError with everything that is missing.
 */
export async function checkFiles(images: readonly ImagePlan[], engine: Engine, log: Log): Promise<void> {
  const plans = images.flatMap(({ build }) => build ?? [])
  const warnings = await allOrProblems(plans.map((plan) => checkFilesOf(plan, engine)))
  for (const warning of new Set(warnings)) if (warning !== undefined) log.warning(warning)
}

async function checkFilesOf(plan: BuildPlan, engine: Engine): Promise<string | undefined> {
  const [dockerfile] = await allOrProblems([readDockerfile(plan, engine), checkSecretFiles(plan.secretFiles)])
  return guardCaches(plan, dockerfile).warning
}
