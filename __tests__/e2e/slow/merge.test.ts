import { describe, expect, test, vi } from 'vitest'
import { newRepository, OCI_INDEX } from '../../support/image-store.ts'
import type { MainResult } from '../../support/runner.ts'
import type { RunOptions } from '../../support/world.ts'
import { imagesOf } from '../monorepo.ts'
import { createScene, FILE, NAME, type Scene, type SceneOptions } from '../scene.ts'

const ARCHITECTURES = ['amd64', 'arm64']
const ABSENT: SceneOptions = { builder: 'absent' }

interface Index {
  mediaType: string
  manifests: { digest: string; platform: { os: string; architecture: string } }[]
  annotations?: Record<string, string>
}

const placeOf = ({ facts }: Scene) => ({ ...facts, repository: facts.ecrRepository })
const tagsOf = ({ facts }: Scene) => ARCHITECTURES.map((name) => `${facts.head}-${name}`)
const merging = (scene: Scene) => ({ 'merge-tags': tagsOf(scene).join('\n') })
const stored = (scene: Scene, tag = scene.facts.head) => scene.catalog.image(placeOf(scene), tag)
const putsOf = ({ ecr }: Scene) => ecr.requests.filter(({ action }) => action === 'PutImage')

/** The images that native runners have pushed, as the step builds them. */
async function putParts(scene: Scene): Promise<string[]> {
  const revision = { 'org.opencontainers.image.revision': scene.facts.head }
  const digests: string[] = []
  for (const name of ARCHITECTURES) {
    const image = { platform: `linux/${name}`, annotations: { ...revision, built: name }, labels: revision }
    digests.push(await scene.putImage(scene.facts.ecrRepository, `${scene.facts.head}-${name}`, image))
  }
  return digests
}

async function indexOf(scene: Scene, tag?: string): Promise<Index | undefined> {
  const image = await stored(scene, tag)
  return image && (JSON.parse(image.manifest) as Index)
}

function expectRefusal(result: MainResult, code: string, what: string): void {
  expect(result.exitCode, result.stdout).toBe(1)
  expect(result.annotations.map(({ properties }) => properties.title)).toEqual([code])
  expect(result.annotations[0]?.message).toContain(what)
}

describe('images of one platform each', () => {
  test('become one image and are deployed, without an engine', async () => {
    await using scene = await createScene(ABSENT)
    const digests = await putParts(scene)
    const result = await scene.go(merging(scene))
    expect(result, result.stdout).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'deployed' } })
    const index = await indexOf(scene)
    expect(index).toMatchObject({
      mediaType: OCI_INDEX,
      annotations: { 'org.opencontainers.image.revision': scene.facts.head },
    })
    expect(index?.annotations).not.toHaveProperty('built')
    expect(index?.manifests.map(({ digest, platform }) => [digest, platform])).toEqual(
      digests.map((digest, at) => [digest, { os: 'linux', architecture: ARCHITECTURES[at] }]),
    )
    const { digest } = (await stored(scene)) ?? {}
    expect(result.outputs).toMatchObject({ digest, tag: scene.facts.head })
    expect(imagesOf(result.outputs)[NAME]).toMatchObject({
      digest,
      reused: false,
      platforms: ['linux/amd64', 'linux/arm64'],
    })
    expect(await scene.config.file(FILE)).toContain(`newTag: "${scene.facts.head}"`)
    expect(result.summary).toContain('merged')
    expect(await scene.leaks(result)).toEqual([])
  })

  test('that are one already are reused, also when their own tags have gone', async () => {
    await using scene = await createScene(ABSENT)
    await putParts(scene)
    expect((await scene.go(merging(scene))).exitCode).toBe(0)
    const again = await scene.go(merging(scene))
    expect(again).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
    for (const tag of tagsOf(scene)) {
      const part = await stored(scene, tag)
      if (part) part.tags.splice(0)
    }
    const later = await scene.go(merging(scene))
    expect(later, later.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
    expect(imagesOf(later.outputs)[NAME]).toMatchObject({ reused: true })
    expect(putsOf(scene)).toHaveLength(1)
  })

  test('cost one look-up, an address for each configuration, the tag and its confirmation', async () => {
    await using scene = await createScene(ABSENT)
    await putParts(scene)
    expect((await scene.go(merging(scene))).exitCode).toBe(0)
    expect(scene.requests().ecr.toSorted()).toEqual([
      'BatchGetImage',
      'BatchGetImage',
      'DescribeRepositories',
      'GetAuthorizationToken',
      'GetDownloadUrlForLayer',
      'GetDownloadUrlForLayer',
      'PutImage',
    ])
    const before = scene.ecr.requests.length
    expect((await scene.go(merging(scene))).exitCode).toBe(0)
    const since = scene.ecr.requests.slice(before).map(({ action }) => action)
    expect(since.toSorted()).toEqual(['BatchGetImage', 'GetAuthorizationToken'])
  })

  test('are only looked at in a dry run', async () => {
    await using scene = await createScene(ABSENT)
    await putParts(scene)
    const result = await scene.go({ ...merging(scene), 'dry-run': 'true' })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'dry-run' } })
    expect(result.stdout).toContain(`a real run puts it together of ${tagsOf(scene).join(', ')}`)
    expect(putsOf(scene)).toEqual([])
  })

  test('get the version of a release', async () => {
    await using scene = await createScene(ABSENT)
    await putParts(scene)
    const release: RunOptions = { ref: 'refs/tags/v1.2.3' }
    const result = await scene.go({ ...merging(scene), tag: 'v1.2.3' }, release)
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { tag: 'v1.2.3' } })
    expect(await indexOf(scene, 'v1.2.3')).toMatchObject({ mediaType: OCI_INDEX })
  })

  test('are built by this step on each runner, under tags of their own', async () => {
    await using scene = await createScene()
    for (const name of ARCHITECTURES) {
      const job = { platforms: `linux/${name}`, tag: `${scene.facts.head}-${name}`, 'config-repository': '' }
      expect(await scene.go(job)).toMatchObject({ exitCode: 0, outputs: { result: 'built' } })
    }
    const result = await scene.go(merging(scene))
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(imagesOf(result.outputs)[NAME]?.platforms).toEqual(['linux/amd64', 'linux/arm64'])
  })
})

describe('two runs that put one image together at once', () => {
  test('make the same one', async () => {
    await using scene = await createScene(ABSENT)
    await putParts(scene)
    const lookUps = () => scene.ecr.requests.filter(({ action }) => action === 'BatchGetImage').length
    const putImage = scene.catalog.putImage
    // Nothing is put before both have looked.
    scene.catalog.putImage = async (...image) => {
      await vi.waitUntil(() => lookUps() > 1, { timeout: 30_000 })
      return putImage(...image)
    }
    const results = await Promise.all(['1', '2'].map((runId) => scene.go(merging(scene), { runId })))
    for (const { exitCode, stdout } of results) expect(exitCode, stdout).toBe(0)
    expect(putsOf(scene)).toHaveLength(2)
    expect(results.map(({ outputs }) => outputs.result).toSorted()).toEqual(['deployed', 'unchanged'])
  })

  test('of which one finds another image under the tag: that is refused', async () => {
    await using scene = await createScene(ABSENT)
    const [first = ''] = await putParts(scene)
    // Put there between the look-up and the put.
    const putImage = scene.catalog.putImage
    scene.catalog.putImage = async (place, image) => {
      const part = await scene.catalog.image(place, first)
      part?.tags.push(scene.facts.head)
      return putImage(place, image)
    }
    expectRefusal(await scene.go(merging(scene)), 'IMAGE_OTHER_PARTS', `without ${scene.facts.head}-arm64`)
    expect(await scene.config.log()).toHaveLength(1)
  })
})

describe('what cannot be put together', () => {
  test('because images are missing is reported of all of them', async () => {
    await using scene = await createScene(ABSENT)
    const result = await scene.go(merging(scene))
    expect(result.annotations.map(({ properties }) => properties.title)).toEqual([
      'IMAGE_MISSING',
      'IMAGE_MISSING',
    ])
    for (const [at, tag] of tagsOf(scene).entries()) {
      expect(result.annotations[at]?.message).toContain(`:${tag} is not in the registry`)
    }
    expect(putsOf(scene)).toEqual([])
  })

  test('because one is archived, which looks as if it were missing, says how it comes back', async () => {
    await using scene = await createScene(ABSENT)
    await putParts(scene)
    const [, part = ''] = tagsOf(scene)
    scene.ecr.settings.archived.add(part)
    const result = await scene.go(merging(scene))
    expectRefusal(result, 'IMAGE_UNAVAILABLE', `:${part} is archived (imageStatus ARCHIVED)`)
    expect(putsOf(scene)).toEqual([])
  })

  test('because both are of one platform is refused', async () => {
    await using scene = await createScene(ABSENT)
    for (const tag of tagsOf(scene)) await scene.putImage(scene.facts.ecrRepository, tag, { labels: { tag } })
    const tags = tagsOf(scene).join(', ')
    expectRefusal(await scene.go(merging(scene)), 'MERGE_IMPOSSIBLE', `2 images for linux/amd64: ${tags}`)
    expect(putsOf(scene)).toEqual([])
  })

  test('because the tag has another image is refused, whether or not it could be moved', async () => {
    for (const mutability of ['IMMUTABLE', 'MUTABLE'] as const) {
      await using scene = await createScene({
        ...ABSENT,
        repositories: [newRepository('kubeadm_ec2_cluster/identity-service', { mutability })],
      })
      await putParts(scene)
      await scene.haveImage()
      expectRefusal(
        await scene.go(merging(scene)),
        'IMAGE_OTHER_PARTS',
        `without ${tagsOf(scene).join(', ')}`,
      )
      expect(putsOf(scene)).toEqual([])
      expect(await scene.config.log()).toHaveLength(1)
    }
  })

  test('because a platform is asked for that is none of theirs is refused', async () => {
    await using scene = await createScene(ABSENT)
    await putParts(scene)
    const result = await scene.go({ ...merging(scene), platforms: 'linux/amd64,linux/s390x' })
    expectRefusal(result, 'IMAGE_PLATFORM_MISSING', 'would be put together, but without linux/s390x')
  })

  test('because a configuration cannot be read is refused with what to change', async () => {
    await using scene = await createScene(ABSENT)
    await putParts(scene)
    scene.ecr.settings.denied = ['ecr:GetDownloadUrlForLayer']
    expectRefusal(await scene.go(merging(scene)), 'ECR_DENIED', 'Allow ecr:GetDownloadUrlForLayer')
  })

  test('because of the inputs is refused before any request', async () => {
    await using scene = await createScene(ABSENT)
    const result = await scene.go({ ...merging(scene), context: 'services', images: '- { repository: a/b }' })
    expect(result.annotations.map(({ message }) => message)).toEqual([
      expect.stringContaining('merge-tags is set beside images'),
      expect.stringContaining('builds nothing, and context would have no effect'),
    ])
    expect(scene.requests()).toMatchObject({ oidc: [], ecr: [] })
  })
})

test('a pull request puts nothing together', async () => {
  await using scene = await createScene(ABSENT)
  const result = await scene.go(merging(scene), { event: { name: 'pull_request', payload: {} } })
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'checked' } })
  expect(scene.requests().ecr).toEqual([])
})
