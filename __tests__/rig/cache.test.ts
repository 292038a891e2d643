import { beforeAll, describe, expect, test } from 'vitest'
import { errorsOf } from './build-scene.ts'
import { createBuilder, prepareBuildkitd } from './buildkitd.ts'
import { ownTag, readManifest } from './image-content.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

/** A step that tells that it ran, before what differs from commit to commit. */
const DOCKERFILE = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
ARG NONCE
RUN echo 'it r''an'
COPY app.txt /app.txt
`
const REPOSITORY = 'team/identity-service'
const CACHE = 'team/build-cache'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

const openWorld = () =>
  createRigWorld(rig, DOCKERFILE, {
    ecrRepository: REPOSITORY,
    repositories: [REPOSITORY, CACHE],
  })

/** One run for a new image of the same commit, by a buildkitd that has nothing yet. */
async function runOnFresh(world: RigWorld, inputs: Record<string, string>) {
  await using daemon = await prepareBuildkitd(rig)
  await using builder = await createBuilder(rig, daemon.facts)
  await daemon.start()
  const result = await world.run({
    ...inputs,
    builder: builder.name,
    'build-args': `NONCE=${world.facts.head}`,
  })
  expect(result.exitCode, result.stdout).toBe(0)
  return result
}

describe.concurrent('a remote buildkitd', () => {
  test('finds in the registry what another one has built', async () => {
    await using world = await openWorld()
    const inputs = { cache: `ecr:${CACHE}` }
    const first = await runOnFresh(world, inputs)
    expect(first.stdout).toContain('it ran')
    const { host } = world.facts
    const cache = await readManifest(rig, { host, repository: CACHE, tag: 'team.identity-service-native' })
    // An image manifest, as ECR demands, of which the configuration tells what it is.
    expect(cache.mediaType).toBe('application/vnd.oci.image.manifest.v1+json')
    expect(cache.config.mediaType).toBe('application/vnd.buildkit.cacheconfig.v0')

    const second = await runOnFresh(world, { ...inputs, tag: `${world.facts.head}-r2` })
    expect(second.stdout).toContain('CACHED')
    expect(second.stdout).not.toContain('it ran')
    expect(second.outputs.result).toBe('deployed')
  })

  test('without a cache builds it all again', async () => {
    await using world = await openWorld()
    await runOnFresh(world, {})
    const second = await runOnFresh(world, { tag: `${world.facts.head}-r2` })
    expect(second.stdout).toContain('it ran')
  })

  // Port 9 of loopback (discard) is nobody's here; to the other registry this step has no login.
  test.each([
    ['that cannot be reached', 'type=registry,ref=localhost:9/none:cache'],
    ['that the registry refuses', 'type=registry,ref=210987654321.dkr.ecr.eu-central-1.amazonaws.com/x:y'],
  ])('builds without a cache %s', async (_title, entry) => {
    await using world = await openWorld()
    const result = await runOnFresh(world, { 'cache-from': entry, 'cache-to': entry })
    const { digest } = await headManifest(rig, ownTag(world))
    expect(result.outputs).toMatchObject({ result: 'deployed', digest })
    expect(errorsOf(result)).toEqual([])
    expect(result.stdout).toContain('exporting cache')
    // Not only was the image found after all: the builder itself let it pass.
    expect(result.stdout).not.toContain('The engine reported a failure')
  })
})

test('the docker driver is refused what it cannot do before it builds, with a way out', async () => {
  await using world = await openWorld()
  const recorder = await world.recordChildren(['docker'])
  const result = await world.run({
    cache: `ecr:${CACHE}`,
    provenance: 'mode=max',
    sbom: 'true',
    platforms: 'linux/amd64,linux/arm64',
  })
  const [error, ...others] = errorsOf(result)
  expect(others).toEqual([])
  expect(error?.properties.title, result.stdout).toBe('ENGINE_UNSUITABLE')
  expect(error?.message).toContain(
    'buildx with the docker driver cannot do what is asked for: platforms (several), cache, provenance, sbom',
  )
  expect(error?.message).toContain('docker/setup-buildx-action')
  const calls = await recorder.calls()
  expect(calls).not.toEqual([])
  expect(calls.filter(({ argv }) => argv.includes('build'))).toEqual([])
  expect((await headManifest(rig, ownTag(world))).status).toBe(404)
})
