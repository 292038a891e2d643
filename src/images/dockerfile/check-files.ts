import { allOrProblems } from '../../errors/errors.ts'
import type { BuildPlan } from '../../plan/build.ts'
import type { ImagePlan } from '../../plan/image.ts'
import type { Log } from '../../runner/log.ts'
import { checkSecretFiles } from '../engine/secrets.ts'
import type { OpenEngine } from '../open-engine.ts'
import { readDockerfile } from './dockerfile.ts'
import { guardCaches } from './guard-caches.ts'

type Opened = Pick<OpenEngine, 'engine' | 'secrets'>

/**
 * What every build reads, looked for before the first one begins: the last of many must not fail for a typing error.
 * @throws StepError with everything that is missing.
 */
export async function checkFiles(images: readonly ImagePlan[], opened: Opened, log: Log): Promise<void> {
  const plans = images.flatMap(({ build }) => build ?? [])
  const warnings = await allOrProblems(plans.map((plan) => checkFilesOf(plan, opened)))
  for (const warning of new Set(warnings)) if (warning !== undefined) log.warning(warning)
}

async function checkFilesOf(plan: BuildPlan, opened: Opened): Promise<string | undefined> {
  const [dockerfile] = await allOrProblems([
    readDockerfile(plan, opened.engine),
    checkSecretFiles(plan.secretFiles, opened),
  ])
  return guardCaches(plan, dockerfile).warning
}
