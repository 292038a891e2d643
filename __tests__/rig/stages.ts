import { type EngineWay, useEngine } from './engines.ts'
import type { Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

/** A stage with a shell, and no base image from anywhere. */
const SHELL = `FROM scratch AS shell
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
FROM shell AS wanted
ARG NONCE
`

/** One engine, and a service whose stage `wanted` has these steps. */
export async function openStages(rig: Rig, way: EngineWay, steps = ''): Promise<RigWorld> {
  const world = await createRigWorld(rig, `${SHELL}${steps}`)
  // With chroot isolation buildah leaves the network as it is, whatever --network says.
  world.env.BUILDAH_ISOLATION = 'oci'
  const engine = await useEngine(rig, world, way)
  const close = async () => {
    await engine[Symbol.asyncDispose]()
    await world.close()
  }
  return Object.assign(world, { [Symbol.asyncDispose]: close })
}
