import { beforeAll, describe, expect, test } from 'vitest'
import { failEveryOther, refuseOverwrites } from '../support/registry-front-end.ts'
import { expectDeployed, openBuildScene } from './build-scene.ts'
import { ENGINES } from './engines.ts'
import { putImage } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

describe.each(ENGINES)('%s', (way) => {
  test('a registry that refuses every overwrite is pushed to once, and a second run builds nothing', async () => {
    await using scene = await openBuildScene(rig, way, () => refuseOverwrites)
    await expectDeployed(scene, await scene.world.run())
    const recorder = await scene.world.recordEngines()
    expect((await scene.world.run()).outputs.result).toBe('unchanged')
    expect(await recorder.calls()).toEqual([])
    expect(scene.puts()).toEqual([201])
  })

  test('a tag that another run pushed in the meantime is deployed as the registry has it', async () => {
    let theirs = ''
    await using scene = await openBuildScene(rig, way, (of) => async (put) => {
      const { facts } = of().world
      theirs ||= await putImage(rig, { ...facts, repository: facts.ecrRepository, tag: facts.head })
      return refuseOverwrites(put)
    })
    const result = await scene.world.run()
    expect(await expectDeployed(scene, result)).toBe(theirs)
    expect(scene.puts()).not.toContain(201)
    expect(scene.puts()).toContain(400)
  })

  test('a manifest that is answered with 503 is sent again', async () => {
    await using scene = await openBuildScene(rig, way, () => failEveryOther)
    await expectDeployed(scene, await scene.world.run())
    expect(scene.puts()).toEqual([503, 201])
  })

  test('an image that arrived, but whose answer was lost, counts as pushed', async () => {
    await using scene = await openBuildScene(rig, way, () => refuseOverwrites)
    scene.front.fail({ status: 502, after: true }, { on: 'PUT manifests' })
    await expectDeployed(scene, await scene.world.run())
  })
})
