import { beforeAll, describe, expect, test } from 'vitest'
import { imagesOf } from '../e2e/monorepo.ts'
import { git } from '../support/git.ts'
import { errorsOf } from './build-scene.ts'
import { createBuilder } from './buildkitd.ts'
import { ENGINES, useEngine } from './engines.ts'
import { ownTag, readConfig, readManifest } from './image-content.ts'
import { askRegistry, headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

const OVERLAY = 'apps/identity-service/overlays/production/kustomization.yaml'
const REVISION = 'org.opencontainers.image.revision'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** `2026-01-02T03:04:05Z` of the commit, as git has it. */
async function commitTime({ workspace }: RigWorld): Promise<string> {
  const seconds = await git(['show', '-s', '--format=%ct', 'HEAD'], { cwd: workspace })
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z')
}

const originOf = ({ facts }: RigWorld) => ({
  [REVISION]: facts.head,
  'org.opencontainers.image.source': expect.stringMatching(/\/acme\/identity-service$/),
})

/** The classic store of docker, whose formats have no place for annotations. */
const UNANNOTATED = ['buildx', 'docker']

describe.concurrent.each(ENGINES)('an image of %s', (way) => {
  test('says what it was built from, and when', async () => {
    await using world = await createRigWorld(rig)
    await using _engine = await useEngine(rig, world, way)
    const result = await world.run()
    expect(result.exitCode, result.stdout).toBe(0)
    const created = await commitTime(world)
    const { annotations } = await readManifest(rig, ownTag(world))
    const { config, ...image } = await readConfig(rig, ownTag(world))
    expect(config.Labels).toMatchObject({
      ...originOf(world),
      'org.opencontainers.image.created': created,
    })
    if (UNANNOTATED.includes(way)) expect(annotations).toBeUndefined()
    else expect(annotations).toMatchObject(originOf(world))
    // The others stamp the time of the build, and do not know SOURCE_DATE_EPOCH.
    if (way.startsWith('buildx')) expect(image.created).toBe(created)
  })
})

describe('a remote buildkitd', () => {
  /** The image of a first run, again under another tag, as if it had been built from another commit. */
  async function putOfAnother(world: RigWorld, tag: string) {
    const { host, repository } = ownTag(world)
    const manifest = await readManifest(rig, ownTag(world))
    const annotations = { ...manifest.annotations, [REVISION]: world.facts.commits[0] }
    return askRegistry(rig, {
      method: 'PUT',
      host,
      path: `/v2/${repository}/manifests/${tag}`,
      headers: { 'content-type': manifest.mediaType },
      body: JSON.stringify({ ...manifest, annotations }),
    })
  }

  test('makes images of which one of another commit is refused', async () => {
    await using world = await createRigWorld(rig)
    await using builder = await createBuilder(rig)
    expect((await world.run({ builder: builder.name })).exitCode).toBe(0)
    const before = await world.config.tip()
    const tag = `${world.facts.head}-r2`
    expect((await putOfAnother(world, tag)).status).toBe(201)
    const result = await world.run({ builder: builder.name, tag })
    const [error, ...others] = errorsOf(result)
    expect(others).toEqual([])
    expect(error?.properties.title, result.stdout).toBe('IMAGE_OTHER_COMMIT')
    expect(error?.message).toContain(String(world.facts.commits[0]))
    expect(await world.config.tip()).toBe(before)
  })

  test('attests provenance in an index, which is what is deployed', async () => {
    await using world = await createRigWorld(rig)
    await using builder = await createBuilder(rig)
    const result = await world.run({ builder: builder.name, provenance: 'mode=max', pin: 'both' })
    expect(result.exitCode, result.stdout).toBe(0)
    const { digest } = await headManifest(rig, ownTag(world))
    const index = await readManifest(rig, ownTag(world))
    expect(index.mediaType).toBe('application/vnd.oci.image.index.v1+json')
    expect(index.annotations).toMatchObject(originOf(world))
    const [image, attestation, ...others] = index.manifests ?? []
    expect(others).toEqual([])
    expect(attestation?.platform).toEqual({ os: 'unknown', architecture: 'unknown' })
    const inner = await readManifest(rig, { ...ownTag(world), tag: image?.digest ?? '' })
    expect(inner.annotations).toMatchObject(originOf(world))
    const [statement] = (await readManifest(rig, { ...ownTag(world), tag: attestation?.digest ?? '' })).layers
    expect(statement?.annotations?.['in-toto.io/predicate-type']).toMatch(
      /^https:\/\/slsa\.dev\/provenance\//,
    )

    expect(result.outputs.digest).toBe(digest)
    expect(imagesOf(result.outputs)['identity-service']?.platforms).toEqual(['linux/amd64'])
    expect(await world.config.file(OVERLAY)).toContain(`digest: ${digest}`)
    const again = await world.run({ builder: builder.name, provenance: 'mode=max', pin: 'both' })
    expect(again.outputs, again.stdout).toMatchObject({ result: 'unchanged', digest })
    expect(again.annotations).toEqual([])
  })

  test('adds no provenance to an image that is there, and says so', async () => {
    await using world = await createRigWorld(rig)
    await using builder = await createBuilder(rig)
    expect((await world.run({ builder: builder.name })).exitCode).toBe(0)
    const again = await world.run({ builder: builder.name, provenance: 'mode=max' })
    expect(again.outputs, again.stdout).toMatchObject({ result: 'unchanged' })
    expect(again.annotations).toMatchObject([
      { level: 'warning', message: expect.stringContaining('without what provenance asks for') },
    ])
  })
})
