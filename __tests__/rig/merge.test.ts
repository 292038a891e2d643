import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { imagesOf } from '../e2e/monorepo.ts'
import { errorsOf } from './build-scene.ts'
import { createBuilder } from './buildkitd.ts'
import { type Descriptor, ownTag, readManifest } from './image-content.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

const OVERLAY = 'apps/identity-service/overlays/production/kustomization.yaml'
const ARCHITECTURES = ['amd64', 'arm64']
const REVISION = 'org.opencontainers.image.revision'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** Nothing runs in it, so that any platform can be built on this machine; the registry is shared by all tests. */
const openWorld = () =>
  createRigWorld(rig, 'FROM scratch\nCOPY app.txt /app.txt\n', {
    ecrRepository: `merge-${randomUUID()}/identity-service`,
  })

const tagOf = ({ facts }: RigWorld, architecture: string) => `${facts.head}-${architecture}`
const partOf = (world: RigWorld, architecture: string) => ({
  platforms: `linux/${architecture}`,
  tag: tagOf(world, architecture),
  'config-repository': '',
})
const merging = (world: RigWorld) => ({
  'merge-tags': ARCHITECTURES.map((one) => tagOf(world, one)).join('\n'),
  network: '',
})
const platformOf = ({ platform }: Descriptor) => `${platform?.os}/${platform?.architecture}`

/** As each job of the matrix does, with its own engine. */
async function buildPart(world: RigWorld, architecture: string, inputs: Record<string, string>) {
  const result = await world.run({ ...partOf(world, architecture), ...inputs })
  expect(result.outputs, result.stdout).toMatchObject({ result: 'built', tag: tagOf(world, architecture) })
  expect(imagesOf(result.outputs)['identity-service']?.platforms).toEqual([`linux/${architecture}`])
}

describe('images of one platform each', () => {
  test('become one image of a real registry, attestations included, and no engine is asked', async () => {
    await using world = await openWorld()
    await using builder = await createBuilder(rig)
    for (const one of ARCHITECTURES) {
      await buildPart(world, one, { builder: builder.name, provenance: 'mode=max' })
    }
    const recorder = await world.recordEngines()
    const result = await world.run({ ...merging(world), pin: 'both' })
    expect(result.outputs, result.stdout).toMatchObject({ result: 'deployed', tag: world.facts.head })
    expect(await recorder.calls()).toEqual([])
    const index = await readManifest(rig, ownTag(world))
    const [amd, arm, ...attestations] = index.manifests ?? []
    expect([amd, arm].map((one) => one && platformOf(one))).toEqual(['linux/amd64', 'linux/arm64'])
    expect(index.annotations).toMatchObject({ [REVISION]: world.facts.head })
    expect(attestations.map(({ annotations }) => annotations?.['vnd.docker.reference.digest'])).toEqual([
      amd?.digest,
      arm?.digest,
    ])
    for (const { digest } of index.manifests ?? []) {
      expect(await headManifest(rig, { ...ownTag(world), tag: digest })).toEqual({ status: 200, digest })
    }
    const { digest } = await headManifest(rig, ownTag(world))
    expect(result.outputs.digest).toBe(digest)
    expect(await world.config.file(OVERLAY)).toContain(`digest: ${digest}`)

    const again = await world.run({ ...merging(world), pin: 'both' })
    expect(again.outputs, again.stdout).toMatchObject({ result: 'unchanged', digest })
  })

  test.each([
    ['the classic builder of docker', 'docker'],
    ['buildah', 'buildah'],
  ])('of which %s made one become one image', async (_, engine) => {
    await using world = await openWorld()
    await using builder = await createBuilder(rig)
    await buildPart(world, 'arm64', { builder: builder.name })
    await buildPart(world, 'amd64', { engine })
    const result = await world.run(merging(world))
    expect(result.outputs, result.stdout).toMatchObject({ result: 'deployed' })
    const index = await readManifest(rig, ownTag(world))
    expect(index.mediaType).toBe('application/vnd.oci.image.index.v1+json')
    expect(index.manifests?.map(platformOf)).toEqual(['linux/amd64', 'linux/arm64'])
    expect(index.annotations).toMatchObject({ [REVISION]: world.facts.head })
  })
})

test('images of docker become a list of docker, which has no annotations', async () => {
  await using world = await openWorld()
  for (const one of ARCHITECTURES) await buildPart(world, one, { engine: 'docker' })
  const result = await world.run(merging(world))
  expect(result.outputs, result.stdout).toMatchObject({ result: 'deployed' })
  const index = await readManifest(rig, ownTag(world))
  expect(index).toMatchObject({ mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json' })
  expect(index).not.toHaveProperty('annotations')
  expect(index.manifests?.map(platformOf)).toEqual(['linux/amd64', 'linux/arm64'])
})

test('an image of another platform is refused, reused or put together', async () => {
  await using world = await openWorld()
  await using builder = await createBuilder(rig)
  for (const [at, one] of ARCHITECTURES.entries()) {
    const tag = tagOf(world, one)
    const inputs = { builder: builder.name, tag, labels: `at=${at}`, 'config-repository': '' }
    expect((await world.run({ ...inputs, platforms: 'linux/amd64' })).exitCode).toBe(0)
  }
  const before = await world.config.tip()
  const merged = await world.run(merging(world))
  expect(errorsOf(merged).map(({ properties }) => properties.title)).toEqual(['MERGE_IMPOSSIBLE'])
  const reused = await world.run({ platforms: 'linux/arm64', tag: tagOf(world, 'arm64') })
  const [error] = errorsOf(reused)
  expect(error?.properties.title, reused.stdout).toBe('IMAGE_PLATFORM_MISSING')
  expect(error?.message).toContain('without linux/arm64: it has linux/amd64')
  expect(await world.config.tip()).toBe(before)
})
