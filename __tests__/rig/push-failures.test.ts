import { beforeAll, describe, expect, test } from 'vitest'
import { refuseOverwrites } from '../support/registry-front-end.ts'
import { registryError } from '../support/registry-reply.ts'
import { errorsOf, expectDeployed, openBuildScene } from './build-scene.ts'
import { ENGINES } from './engines.ts'
import { currentRig, type Rig } from './rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

// Much of this is waiting: for the pauses between the attempts, those of the engines included.
describe.concurrent.each(ENGINES)('%s', (way) => {
  test('an upload that breaks off is sent again', async () => {
    await using scene = await openBuildScene(rig, way, () => refuseOverwrites)
    scene.front.fail('reset', { on: 'PUT blobs/uploads' })
    await expectDeployed(scene, await scene.world.run())
    expect(scene.front.requests.filter(({ fault }) => fault === 'reset')).toHaveLength(1)
  })

  test('an upload that arrives damaged is sent again', async () => {
    await using scene = await openBuildScene(rig, way, () => refuseOverwrites)
    // BuildKit sends a layer in one request, and leaves it at that; the others send it again themselves.
    const once = way === 'buildx with a remote buildkitd'
    scene.front.fail('damage', { on: `${once ? 'PUT' : 'PATCH'} blobs/uploads` })
    const result = await scene.world.run()
    await expectDeployed(scene, result)
    expect(scene.front.requests.filter(({ fault }) => fault === 'damage')).toHaveLength(1)
    expect(result.stdout.includes('did not arrive whole (attempt 1 of 3)')).toBe(once)
  })

  const denied = 'User: deployer is not authorized to perform: ecr:PutImage'
  test.each([
    ['a refused push', 'PUSH_FAILED', denied, registryError(403, 'DENIED', denied)],
    [
      'a registry that is down for good',
      'REGISTRY_UNAVAILABLE',
      'Service Unavailable',
      registryError(503, 'UNAVAILABLE', 'Service Unavailable'),
    ],
  ])('%s is reported in its own words, and nothing is committed', async (_title, title, words, reply) => {
    await using scene = await openBuildScene(rig, way, () => () => reply)
    const before = await scene.world.config.tip()
    const result = await scene.world.run()
    expect(result.exitCode).toBe(1)
    const [error, ...others] = errorsOf(result)
    expect(others).toEqual([])
    expect(error?.properties, result.stdout).toMatchObject({ title })
    expect(error?.message).toContain(words)
    expect((await scene.inRegistry()).status).toBe(404)
    expect(await scene.world.config.tip()).toBe(before)
  })
})
