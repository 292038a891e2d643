import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectDeployed, openBuildScene } from './build-scene.ts'
import { type EngineWay, useEngine } from './engines.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, napping, type RigWorld } from './rig-world.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** Longer than silence lasts before it is spoken of, and not by a minute. */
const SILENCE_MS = 30_000

const waitsOf = ({ stdout }: Awaited<ReturnType<RigWorld['run']>>) =>
  stdout.split('\n').filter((line) => line.startsWith('Still waiting: '))

const timesOf = ({ summary }: Awaited<ReturnType<RigWorld['run']>>) => /^Time: (.*)$/m.exec(summary)?.[1]

// No more than vitest runs at once (maxConcurrency): nearly all of it is waiting.
describe.concurrent('what takes long is named', () => {
  const steps: readonly (readonly [EngineWay, RegExp])[] = [
    ['buildx', /^Still waiting: [23]\d s for identity-service, \[5\/5\] RUN echo /],
    ['buildah', /^Still waiting: [23]\d s for identity-service, STEP 6\/\d+: RUN echo /],
  ]
  test.for(steps)('%s: a step that says nothing', async ([way, words]) => {
    await using world = await createRigWorld(rig, napping(`sleep ${SILENCE_MS / 1000}`))
    await using _engine = await useEngine(rig, world, way)
    const result = await world.run()
    expect(result.exitCode, result.stdout).toBe(0)
    expect(waitsOf(result)).toEqual([expect.stringMatching(words)])
    expect(timesOf(result)).toMatch(/, build [3-9]\d s, push \d+(?:\.\d)? s, commit /)
  })

  const pushes: readonly (readonly [EngineWay, RegExp])[] = [
    ['buildx with a remote buildkitd', /, exporting to image, pushing manifest for /],
    // Of what comes behind the layers docker says nothing.
    ['docker', /the engine, at work on identity-service\.$/],
    ['buildah', /, Writing manifest to image destination\.$/],
  ]
  test.for(pushes)('%s: a push that the registry takes its time for', async ([way, words]) => {
    await using scene = await openBuildScene(rig, way, () => async () => {
      await sleep(SILENCE_MS)
      return undefined
    })
    const result = await scene.world.run()
    await expectDeployed(scene, result)
    expect(waitsOf(result)).toEqual([expect.stringMatching(words)])
    expect(timesOf(result)).toMatch(/, push [3-9]\d s, commit /)
  })
})
