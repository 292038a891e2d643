import { allOrProblems } from '../errors.ts'
import type { ImagePlan } from '../plan/plan.ts'
import { readDockerfile } from './dockerfile.ts'
import type { Engine } from './engine.ts'
import { checkSecretFiles } from './secrets.ts'

/**
 * What every build reads, looked for before the first one begins: the last of many must not fail for a typing error.
 * @throws DeployError with everything that is missing.
 */
export async function checkFiles(images: readonly ImagePlan[], engine: Engine): Promise<void> {
  const plans = images.flatMap(({ build }) => build ?? [])
  await allOrProblems(
    plans.flatMap((plan) => [readDockerfile(plan, engine), checkSecretFiles(plan.secretFiles)]),
  )
}
