import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { git } from '../support/git.ts'
import type { RunOptions } from '../support/world.ts'
import { errorsOf } from './build-scene.ts'
import { createBuilder, prepareBuildkitd } from './buildkitd.ts'
import { ownTag, readEverything, readManifest } from './image-content.ts'
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

const openWorld = (cache = CACHE, dockerfile = DOCKERFILE) =>
  createRigWorld(rig, dockerfile, { ecrRepository: REPOSITORY, repositories: [REPOSITORY, cache] })

/** The registry is one for all tests, and the tags of a cache move. */
const ownCache = (): string => `${CACHE}-${randomUUID()}`

/** One run for a new image of the same commit, by a buildkitd that has nothing yet. */
async function runOnFresh(world: RigWorld, inputs: Record<string, string>, options?: RunOptions) {
  await using daemon = await prepareBuildkitd(rig)
  await using builder = await createBuilder(rig, daemon.facts)
  await daemon.start()
  const given = { builder: builder.name, 'build-args': `NONCE=${world.facts.head}`, ...inputs }
  const result = await world.run(given, options)
  expect(result.exitCode, result.stdout).toBe(0)
  return result
}

/** The value of a secret is no part of a layer's key in the cache: whoever has another one makes another image. */
const SECRETIVE = `${DOCKERFILE}RUN --mount=type=secret,id=mirror echo 'it m''irrors' && cp /run/secrets/mirror /payload\n`

const OWN = { full_name: 'acme/identity-service', default_branch: 'main' }
const OF_OWN_PULL_REQUEST = { repository: OWN, pull_request: { head: { repo: OWN } } }
const NOT_DEPLOYING: readonly [string, RunOptions][] = [
  ['a feature branch', { ref: 'refs/heads/feature' }],
  ['a tag that is no version', { ref: 'refs/tags/nightly' }],
  [
    'a pull request of the repository itself',
    { event: { name: 'pull_request', payload: OF_OWN_PULL_REQUEST }, ref: 'refs/pull/7/merge' },
  ],
  [
    'a pull request on the ref of the default branch',
    { event: { name: 'pull_request_target', payload: OF_OWN_PULL_REQUEST } },
  ],
]

describe.concurrent('a remote buildkitd', () => {
  test('finds in the registry what another one has built', async () => {
    await using world = await openWorld()
    const inputs = { cache: `ecr:${CACHE}` }
    const first = await runOnFresh(world, inputs)
    expect(first.stdout).toContain('it ran')
    const { host } = world.facts
    const cache = await readManifest(rig, {
      host,
      repository: CACHE,
      tag: 'team.identity-service-native-deploy',
    })
    // An image manifest, as ECR demands, of which the configuration tells what it is.
    expect(cache.mediaType).toBe('application/vnd.oci.image.manifest.v1+json')
    expect(cache.config.mediaType).toBe('application/vnd.buildkit.cacheconfig.v0')

    const second = await runOnFresh(world, { ...inputs, tag: `${world.facts.head}-r2` })
    expect(second.stdout).toContain('CACHED')
    expect(second.stdout).not.toContain('it ran')
    expect(second.outputs.result).toBe('deployed')
  })

  test.for(NOT_DEPLOYING)('takes nothing for a deploy that %s has written', async ([, run]) => {
    const repository = ownCache()
    await using world = await openWorld(repository, SECRETIVE)
    const { head } = world.facts
    const cache = `ecr:${repository}`
    const evil = { cache, push: 'true', tag: `${head}-evil`, secrets: 'mirror=EVIL-PAYLOAD' }
    const first = await runOnFresh(world, evil, run)
    expect(first.outputs.result, first.stdout).toBe('built')
    expect(first.stdout).toContain('it mirrors')

    const second = await runOnFresh(world, { cache, secrets: 'mirror=of-the-team' })
    expect(second.outputs.result).toBe('deployed')
    expect(second.stdout).toContain('it mirrors')
    expect(await readEverything(rig, ownTag(world))).not.toContain('EVIL-PAYLOAD')

    // What it wrote is there for itself, and what a deploy wrote is there for it.
    const again = await runOnFresh(world, { ...evil, tag: `${head}-again` }, run)
    expect(again.stdout).not.toContain('it mirrors')
  })

  test('takes nothing for a deploy that a checkout of another commit has written, on the deploy ref itself', async () => {
    const repository = ownCache()
    await using world = await openWorld(repository, SECRETIVE)
    const { workspace: cwd, facts } = world
    const cache = `ecr:${repository}`
    await git(['commit', '-q', '--allow-empty', '-m', 'of a pull request'], { cwd })
    const event = { name: 'workflow_dispatch', payload: { repository: OWN } }
    const evil = {
      cache,
      'config-repository': '',
      'config-token': '',
      overlays: '',
      secrets: 'mirror=EVIL-PAYLOAD',
    }
    await runOnFresh(world, evil, { event, sha: facts.head })

    await git(['checkout', '-q', facts.head], { cwd })
    const second = await runOnFresh(world, { cache, secrets: 'mirror=of-the-team' })
    expect(second.outputs.result).toBe('deployed')
    expect(second.stdout).toContain('it mirrors')
    expect(await readEverything(rig, ownTag(world))).not.toContain('EVIL-PAYLOAD')
  })

  test.for<[string, RunOptions]>([
    ['a feature branch', { ref: 'refs/heads/feature' }],
    ['a version tag', { ref: 'refs/tags/v1.2.3' }],
  ])('takes for %s what a deploy has written', async ([, run]) => {
    const repository = ownCache()
    await using world = await openWorld(repository)
    const cache = `ecr:${repository}`
    expect((await runOnFresh(world, { cache })).stdout).toContain('it ran')
    const second = await runOnFresh(world, { cache, tag: `${world.facts.head}-r2` }, run)
    expect(second.stdout).not.toContain('it ran')
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
  const recorder = await world.recordEngines()
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
