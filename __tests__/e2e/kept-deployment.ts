// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import type { Deployment } from '../support/github/deployments.ts'
import type { RunningStep } from './running-step.ts'
import { createScene, type Scene } from './scene.ts'

export const SERVICE = 'acme/identity-service'

export async function openDeployment(): Promise<Scene> {
  const scene = await createScene()
  await scene.haveImage()
  scene.inputs['github-deployment'] = 'production'
  return scene
}

export const deploymentsOf = async ({ github }: Scene): Promise<Deployment[]> =>
  (await github.repository(SERVICE)).deployments

export const statesOf = async (scene: Scene): Promise<string[][]> =>
  (await deploymentsOf(scene)).map(({ statuses }) => statuses.map(({ state }) => state))

/** A run that stands before its push, or behind it, and no further: a deployment is under way. */
export async function startHeld(scene: Scene, fault: 'hang' | 'hang-after' = 'hang'): Promise<RunningStep> {
  scene.git.fail(fault, { on: 'receive-pack' })
  const step = scene.start()
  const hasArrived = () => scene.git.requests.some(({ action }) => action === 'receive-pack')
  await step.until(async () => hasArrived() && (fault === 'hang' || (await scene.config.log()).length > 1))
  return step
}
