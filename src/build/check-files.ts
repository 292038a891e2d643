import { allOrProblems } from '../errors.ts'
import type { BuildPlan } from '../plan/plan.ts'
import { readDockerfile } from './dockerfile.ts'
import type { Engine } from './engine.ts'
import { checkSecretFiles } from './secrets.ts'

/**
 * What every build reads, looked for before the first one begins: the last of many must not fail for a typing error.
 * @throws DeployError with everything that is missing.
 */
export async function checkFiles(builds: readonly (BuildPlan | undefined)[], engine: Engine): Promise<void> {
  const plans = builds.filter((plan) => plan !== undefined)
  await allOrProblems(
    plans.flatMap((plan) => [readDockerfile(plan, engine), checkSecretFiles(plan.secretFiles)]),
  )
}
