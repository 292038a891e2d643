import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { fileOf, imagesInput, imagesOf, NAMES, repositoryOf } from '../e2e/monorepo.ts'
import { refuseOverwrites } from '../support/registry-front-end.ts'
import { configFiles } from '../support/world-files.ts'
import { errorsOf } from './build-scene.ts'
import { ENGINES, type EngineWay, useEngine } from './engines.ts'
import { type PlacedFrontEnd, placeFrontEnd } from './front-ends.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** Of what is copied, `late.txt` is no part of the commit. */
const serviceFiles = (copied: string) => ({
  '.gitignore': 'busybox\nlate.txt\n',
  ...Object.fromEntries(
    NAMES.flatMap((name) => [
      [`services/${name}/Dockerfile`, `FROM scratch\nCOPY ${name === 'jobs' ? copied : 'app.txt'} /\n`],
      [`services/${name}/app.txt`, `${name} ${randomUUID()}\n`],
    ]),
  ),
})

interface Three extends AsyncDisposable {
  world: RigWorld
  front: PlacedFrontEnd
  digestOf(name: string): Promise<string | undefined>
}

/** Three services of one repository, before a registry that refuses every overwrite. */
async function openThree(way: EngineWay, copied = 'app.txt'): Promise<Three> {
  const front = await placeFrontEnd(rig, refuseOverwrites)
  const { account, region, host } = front
  const world = await createRigWorld(rig, undefined, {
    account,
    region,
    repositories: NAMES.map(repositoryOf),
    serviceCommits: [serviceFiles(copied), { 'services/api/app.txt': 'two\n' }],
    configFiles: ({ tag }) =>
      Object.assign(
        {},
        ...NAMES.map((name) => configFiles({ name, image: `${host}/${repositoryOf(name)}`, tag })),
      ),
  })
  const engine = await useEngine(rig, world, way)
  Object.assign(world.inputs, { repository: '', overlays: '', images: imagesInput(), pin: 'both' })
  return {
    world,
    front,
    digestOf: async (name) =>
      (await headManifest(rig, { host, repository: repositoryOf(name), tag: world.facts.head })).digest,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]()
      await world.close()
      await front.close()
    },
  }
}

async function expectDeployed({ world, digestOf }: Three, result: Awaited<ReturnType<RigWorld['run']>>) {
  expect(result.exitCode, result.stdout).toBe(0)
  expect(result.outputs.result).toBe('deployed')
  const outputs = imagesOf(result.outputs)
  for (const name of NAMES) {
    const digest = await digestOf(name)
    expect(outputs[name]).toMatchObject({ digest, tag: world.facts.head })
    const overlay = await world.config.file(fileOf(name))
    expect(overlay).toContain(`newTag: "${world.facts.head}"`)
    expect(overlay).toContain(`digest: ${digest}`)
  }
  expect(await world.config.log()).toHaveLength(2)
  return outputs
}

const reusedIn = (outputs: Record<string, { reused: boolean }>) =>
  NAMES.filter((name) => outputs[name]?.reused)

describe.each(ENGINES)('three images with %s', (way) => {
  test('are three pushes and one commit, and a second run starts nothing', async () => {
    await using scene = await openThree(way)
    const { world, front } = scene
    expect(reusedIn(await expectDeployed(scene, await world.run()))).toEqual([])
    expect(front.putsOf(world.facts.head)).toEqual([201, 201, 201])

    const recorder = await world.recordEngines()
    const requests = front.requests.length
    const again = await world.run()
    expect(again, again.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
    expect(reusedIn(imagesOf(again.outputs))).toEqual([...NAMES])
    expect(await recorder.calls()).toEqual([])
    // The engines did not even ask the registry: this test looks past the front end.
    expect(front.requests.length).toBe(requests)
    expect(await world.config.log()).toHaveLength(2)
  })

  test('of which one fails are not committed, and the next run builds that one alone', async () => {
    await using scene = await openThree(way, 'app.txt late.txt')
    const { world, front } = scene
    const result = await world.run()
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result).map(({ properties }) => properties.title)).toEqual(['BUILD_FAILED'])
    expect(await world.config.log()).toHaveLength(1)
    expect(await Promise.all(NAMES.map(scene.digestOf))).toEqual([
      expect.stringMatching(/^sha256:/),
      expect.stringMatching(/^sha256:/),
      undefined,
    ])

    await writeFile(join(world.workspace, 'services/jobs/late.txt'), 'here now\n')
    expect(reusedIn(await expectDeployed(scene, await world.run()))).toEqual(['api', 'web'])
    expect(front.putsOf(world.facts.head)).toEqual([201, 201, 201])
  })
})
