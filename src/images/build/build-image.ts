import type { FoundImage, RegistryLogin } from '../../aws/registry/registry.ts'
import type { BuildPlan } from '../../plan/build.ts'
import { type ImagePlan, type PushedImage, taggedReference } from '../../plan/image.ts'
import type { Phases } from '../../runner/phases.ts'
import { type Dockerfile, readDockerfile } from '../dockerfile/dockerfile.ts'
import { guardCaches } from '../dockerfile/guard-caches.ts'
import type { BuildRequest, Engine } from '../engine/engine.ts'
import { type ConfirmPorts, confirm } from './confirm.ts'
import { type SettlePorts, untilSettled } from './until-settled.ts'

type OfRun = Omit<BuildRequest, 'plan' | 'push' | 'onPush'>

export interface BuildPorts extends OfRun, SettlePorts {
  readonly phases: Phases
}

export interface PushPorts extends BuildPorts, ConfirmPorts {
  readonly login: RegistryLogin
}

/** Builds without pushing. */
export async function checkBuild(image: ImagePlan, engine: Engine, ports: BuildPorts): Promise<void> {
  const { plan, dockerfile } = await usable(image, engine)
  const request = { ...ports, plan, push: undefined, onPush: () => {} }
  await ports.phases.during('build', () =>
    untilSettled<true>({
      attempted: { image, target: undefined, dockerfile, engine },
      run: (from) => engine.run(request, from),
      judge: async (outcome) => (outcome.ok ? { result: true } : {}),
      ports,
    }),
  )
}

/**
 * Builds, pushes and confirms: the digest is the registry's own answer. Whatever the engine says, the registry is
 * asked what happened, because a push can land and still be reported as failed.
 */
export async function buildAndPush(
  image: PushedImage,
  engine: Engine,
  ports: PushPorts,
): Promise<FoundImage> {
  const { plan, dockerfile } = await usable(image, engine)
  const { pushHost, insecure } = ports.login
  const reference = `${pushHost}/${image.repository}:${image.tag}`
  return ports.phases.during('build', (turn) => {
    const request = { ...ports, plan, push: { reference, insecure }, onPush: () => turn('push') }
    return untilSettled<FoundImage>({
      attempted: { image, target: taggedReference(image), dockerfile, engine },
      run: (from) => {
        turn(from)
        return engine.run(request, from)
      },
      judge: (outcome) => confirm(outcome, image, ports),
      ports,
    })
  })
}

/** The Dockerfile, and the plan as that may have it. */
async function usable(
  image: ImagePlan,
  engine: Engine,
): Promise<{ readonly plan: BuildPlan; readonly dockerfile: Dockerfile }> {
  const plan = planOf(image)
  const dockerfile = await readDockerfile(plan, engine)
  return { plan: guardCaches(plan, dockerfile).plan, dockerfile }
}

function planOf({ name, build }: ImagePlan): BuildPlan {
  if (!build) throw new Error(`the image ${name}, which must exist already, was handed to the builder`)
  return build
}
