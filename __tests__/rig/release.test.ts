import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { imagesOf } from '../e2e/monorepo.ts'
import { errorsOf } from './build-scene.ts'
import { createBuilder } from './buildkitd.ts'
import { ownTag, readManifest } from './image-content.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

const OVERLAY = 'apps/identity-service/overlays/production/kustomization.yaml'
const BOTH = 'linux/amd64,linux/arm64'
const VERSION = 'v1.2.3'
const RELEASE = { ref: `refs/tags/${VERSION}` }

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** Nothing runs in it, so that any platform can be built on this one. */
const openWorld = () =>
  createRigWorld(rig, 'FROM scratch\nCOPY app.txt /app.txt\n', { ecrRepository: newRepositoryName() })

/** A version is the tag of one image only, and the rig's registry is shared by all tests. */
const newRepositoryName = () => `release-${randomUUID()}/identity-service`

const platformsOf = ({ outputs }: Awaited<ReturnType<RigWorld['run']>>) =>
  Object.values(imagesOf(outputs)).map(({ platforms }) => platforms)

test('an image for two platforms is one index, and gets its version without a build', async () => {
  await using world = await openWorld()
  await using builder = await createBuilder(rig)
  const inputs = { builder: builder.name, platforms: BOTH, pin: 'both' }
  const result = await world.run(inputs)
  expect(result.exitCode, result.stdout).toBe(0)
  const index = await readManifest(rig, ownTag(world))
  expect(index.manifests?.map(({ platform }) => `${platform?.os}/${platform?.architecture}`)).toEqual(
    BOTH.split(','),
  )
  expect(index.annotations).toMatchObject({ 'org.opencontainers.image.revision': world.facts.head })
  expect(platformsOf(result)).toEqual([BOTH.split(',')])
  const { digest } = await headManifest(rig, ownTag(world))
  expect(result.outputs).toMatchObject({ result: 'deployed', digest })

  const recorder = await world.recordEngines()
  const released = await world.run({ ...inputs, tag: VERSION }, RELEASE)
  expect(released.exitCode, released.stdout).toBe(0)
  expect(released.outputs).toMatchObject({ result: 'deployed', tag: VERSION, digest })
  expect(platformsOf(released)).toEqual([BOTH.split(',')])
  expect(await headManifest(rig, { ...ownTag(world), tag: VERSION })).toEqual({ status: 200, digest })
  expect(await recorder.calls()).toEqual([])
  const overlay = await world.config.file(OVERLAY)
  expect(overlay).toContain(`newTag: "${VERSION}"`)
  expect(overlay).toContain(`digest: ${digest}`)
})

test('a platform that an existing image lacks is refused, with the commit and with its version', async () => {
  await using world = await openWorld()
  await using builder = await createBuilder(rig)
  const inputs = { builder: builder.name, platforms: BOTH }
  expect((await world.run(inputs)).exitCode).toBe(0)
  const before = await world.config.tip()
  const recorder = await world.recordEngines()
  const more = { ...inputs, platforms: `${BOTH},linux/arm/v7` }
  for (const result of [await world.run(more), await world.run({ ...more, tag: VERSION }, RELEASE)]) {
    const [error, ...others] = errorsOf(result)
    expect(others).toEqual([])
    expect(error?.properties.title, result.stdout).toBe('IMAGE_PLATFORM_MISSING')
    expect(error?.message).toContain('without linux/arm/v7: it has linux/amd64, linux/arm64')
  }
  expect(await recorder.calls()).toEqual([])
  expect((await headManifest(rig, { ...ownTag(world), tag: VERSION })).status).toBe(404)
  expect(await world.config.tip()).toBe(before)
})
