import { expect } from 'vitest'
import type { Manners } from '../support/registry-front-end.ts'
import { type EngineWay, useEngine } from './engines.ts'
import { type PlacedFrontEnd, placeFrontEnd } from './front-ends.ts'
import { headManifest } from './registry-client.ts'
import type { Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

const OVERLAY = 'apps/identity-service/overlays/production/kustomization.yaml'

export interface BuildScene extends AsyncDisposable {
  world: RigWorld
  front: PlacedFrontEnd
  /** Answers to the manifests that were put under the tag of this commit. */
  puts(): (number | undefined)[]
  /** What the registry has under that tag. */
  inRegistry(): ReturnType<typeof headManifest>
}

/** One engine, and a registry with these manners. */
export async function openBuildScene(
  rig: Rig,
  way: EngineWay,
  manners: (scene: () => BuildScene) => Manners,
): Promise<BuildScene> {
  const front = await placeFrontEnd(rig, (put) => manners(() => scene)(put))
  const world = await createRigWorld(rig, undefined, { account: front.account, region: front.region })
  const engine = await useEngine(rig, world, way)
  Object.assign(world.inputs, { pin: 'both' })
  const { host, ecrRepository: repository, head: tag } = world.facts
  const scene: BuildScene = {
    world,
    front,
    puts: () => front.putsOf(tag),
    inRegistry: () => headManifest(rig, { host, repository, tag }),
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]()
      await world.close()
      await front.close()
    },
  }
  return scene
}

export const errorsOf = ({ annotations }: Awaited<ReturnType<RigWorld['run']>>) =>
  annotations.filter(({ level }) => level === 'error')

/** The digest in the outputs, in the registry and in git is one. */
export async function expectDeployed(scene: BuildScene, result: Awaited<ReturnType<RigWorld['run']>>) {
  expect(result.exitCode, result.stdout).toBe(0)
  const { digest } = await scene.inRegistry()
  expect(result.outputs).toMatchObject({ result: 'deployed', digest })
  const overlay = await scene.world.config.file(OVERLAY)
  expect(overlay).toContain(`newTag: "${scene.world.facts.head}"`)
  expect(overlay).toContain(`digest: ${digest}`)
  return digest
}
