import { createBuilder } from './buildkitd.ts'
import type { Rig } from './rig.ts'
import type { RigWorld } from './rig-world.ts'

/** Every way to an image that the action knows, by the words of its tests. */
export const ENGINES = ['buildx', 'buildx with a remote buildkitd', 'docker', 'buildah'] as const

export type EngineWay = (typeof ENGINES)[number]

/** Sets the inputs of a world for one way; what that way needs beside them ends with the returned value. */
export async function useEngine(rig: Rig, world: RigWorld, way: EngineWay): Promise<AsyncDisposable> {
  if (way !== 'buildx with a remote buildkitd') {
    Object.assign(world.inputs, { engine: way })
    return { [Symbol.asyncDispose]: async () => undefined }
  }
  const builder = await createBuilder(rig)
  Object.assign(world.inputs, { engine: 'buildx', builder: builder.name })
  return builder
}
