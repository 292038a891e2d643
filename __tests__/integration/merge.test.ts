// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { afterEach, describe, expect, test, vi } from 'vitest'
import { compose } from '../../src/images/merge/compose.ts'
import { readParts } from '../../src/images/read-parts.ts'
import { DOCKER_LIST, DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST } from '../support/image-store.ts'
import { putSampleImage } from '../support/sample-image.ts'
import { A, errorOf, must, type Opened, openAws, REGION, REPOSITORY } from './aws-room.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const PLACE = { account: A, region: REGION, repository: REPOSITORY }

async function put({ catalog }: Opened, content: object, mediaType: string, tag?: string): Promise<string> {
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType, ...content })
  const outcome = await catalog.putImage(PLACE, { manifest, mediaType, tag })
  if (!('digest' in outcome)) throw new Error(`not stored: ${JSON.stringify(outcome)}`)
  return outcome.digest
}

/** As BuildKit pushes an image with provenance: an index of the image and of what attests it. */
async function putAttested(opened: Opened, tag: string, platform: string): Promise<string[]> {
  const image = await putSampleImage(opened.catalog, PLACE, { tag: `inner-${tag}`, platform })
  const statement = opened.catalog.putBlob(PLACE, Buffer.from(`{"subject":"${tag}"}`))
  const config = { digest: opened.catalog.putBlob(PLACE, Buffer.from('{"os":"unknown"}')) }
  const attestation = await put(opened, { config, layers: [{ digest: statement }] }, OCI_MANIFEST)
  const [os, architecture] = platform.split('/')
  const reference = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': image,
  }
  const manifests = [
    { mediaType: OCI_MANIFEST, digest: image, size: 1, platform: { os, architecture } },
    {
      ...{ mediaType: OCI_MANIFEST, digest: attestation, size: 1, annotations: reference },
      platform: { os: 'unknown', architecture: 'unknown' },
    },
  ]
  await put(opened, { manifests }, OCI_INDEX, tag)
  return [image, attestation]
}

async function read(opened: Opened, ...tags: readonly string[]) {
  const found = must(await opened.registry.find(REPOSITORY, tags))
  const tagged = tags.map((tag) => ({ tag, found: must(found.get(tag)) }))
  return readParts(tagged, { registry: opened.registry, repository: REPOSITORY })
}

describe('images of several jobs', () => {
  test('become an index that ECR takes, with their attestations', async () => {
    await using opened = await openAws()
    const [amd, amdAttested] = await putAttested(opened, 'amd', 'linux/amd64')
    const [arm, armAttested] = await putAttested(opened, 'arm', 'linux/arm64')
    const index = compose(await read(opened, 'amd', 'arm'))
    expect(await opened.registry.tag(REPOSITORY, 'whole', index)).toBe('tagged')
    const whole = must((await opened.registry.find(REPOSITORY, ['whole']))?.get('whole'))
    expect(whole).toEqual(index)
    expect(whole.platforms).toEqual(['linux/amd64', 'linux/arm64'])
    const { manifests } = JSON.parse(whole.manifest)
    expect(manifests.map(({ digest }: { digest: string }) => digest)).toEqual([
      ...[amd, arm],
      ...[amdAttested, armAttested],
    ])
    const about = manifests
      .slice(2)
      .map(({ annotations }: { annotations: Record<string, string> }) => annotations)
    expect(about.map((one: Record<string, string>) => one['vnd.docker.reference.digest'])).toEqual([amd, arm])
    // The same once more is no failure, and another one under this tag is none that is put.
    expect(await opened.registry.tag(REPOSITORY, 'whole', index)).toBe('tagged')
    expect(await opened.registry.tag(REPOSITORY, 'whole', compose(await read(opened, 'amd')))).toBe('taken')
  })

  test('are asked for in one request more where they are indexes', async () => {
    await using opened = await openAws()
    await putAttested(opened, 'amd', 'linux/amd64')
    await putSampleImage(opened.catalog, PLACE, { tag: 'plain', platform: 'linux/arm64' })
    await read(opened, 'amd', 'plain')
    const actions = opened.ecr.requests.map(({ action }) => action)
    expect(actions.toSorted()).toEqual([
      ...['BatchGetImage', 'BatchGetImage'],
      ...['GetDownloadUrlForLayer', 'GetDownloadUrlForLayer'],
    ])
  })

  test('are for what their configurations say, whatever an index does', async () => {
    await using opened = await openAws()
    const digest = await putSampleImage(opened.catalog, PLACE, { tag: 'x', platform: 'linux/arm64' })
    const platform = { os: 'linux', architecture: 'amd64' }
    await put(
      opened,
      { manifests: [{ mediaType: OCI_MANIFEST, digest, size: 1, platform }] },
      OCI_INDEX,
      'lying',
    )
    expect(compose(await read(opened, 'lying')).platforms).toEqual(['linux/arm64'])
  })

  test.each([
    ['of docker alone', [DOCKER_MANIFEST, DOCKER_MANIFEST], DOCKER_LIST],
    ['of docker and OCI', [DOCKER_MANIFEST, OCI_MANIFEST], OCI_INDEX],
  ] as const)('in formats %s become one', async (_, mediaTypes, expected) => {
    await using opened = await openAws()
    for (const [at, mediaType] of mediaTypes.entries()) {
      const text = JSON.stringify({ os: 'linux', architecture: `a${at}` })
      const config = { digest: opened.catalog.putBlob(PLACE, Buffer.from(text)) }
      await put(opened, { config, layers: [] }, mediaType, `t${at}`)
    }
    const index = compose(await read(opened, 't0', 't1'))
    expect(index.mediaType).toBe(expected)
    expect(await opened.registry.tag(REPOSITORY, 'whole', index)).toBe('tagged')
  })
})

describe('what is no image of a platform', () => {
  test('is told from those that are', async () => {
    await using opened = await openAws()
    const [image = ''] = await putAttested(opened, 'amd', 'linux/amd64')
    const chart = { digest: opened.catalog.putBlob(PLACE, Buffer.from('{"name":"chart"}')) }
    const digest = await put(opened, { config: chart, layers: [] }, OCI_MANIFEST, 'chart')
    const descriptors = [image, digest].map((one) => ({ mediaType: OCI_MANIFEST, digest: one, size: 1 }))
    const inner = await put(opened, { manifests: descriptors }, OCI_INDEX, 'mixed')
    await put(opened, { manifests: [{ mediaType: OCI_INDEX, digest: inner, size: 1 }] }, OCI_INDEX, 'nested')
    const parts = await read(opened, 'chart', 'mixed', 'nested')
    expect(parts.map(({ images, others }) => [images.length, others])).toEqual([
      [0, [digest]],
      [1, [digest]],
      [0, [inner]],
    ])
  })

  test('one cause is reported once, for however many images', async () => {
    await using opened = await openAws()
    for (const tag of ['a', 'b'])
      await putSampleImage(opened.catalog, PLACE, { tag, platform: `linux/${tag}` })
    opened.ecr.settings.denied = ['ecr:GetDownloadUrlForLayer']
    expect((await errorOf(read(opened, 'a', 'b'))).problems).toHaveLength(1)
  })

  test('are more than anybody means', async () => {
    await using opened = await openAws()
    const digest = await putSampleImage(opened.catalog, PLACE, { tag: 'x' })
    const manifests = Array.from({ length: 51 }, () => ({ mediaType: OCI_MANIFEST, digest, size: 1 }))
    await put(opened, { manifests }, OCI_INDEX, 'many')
    expect((await errorOf(read(opened, 'many'))).code).toBe('MERGE_IMPOSSIBLE')
  })

  test('a manifest that is not what its digest says is not put together', async () => {
    await using opened = await openAws()
    const found = must((await opened.registry.find(REPOSITORY, ['here']))?.get('here'))
    const changed = { tag: 'here', found: { ...found, manifest: found.manifest.replace('{', '{ ') } }
    const error = await errorOf(readParts([changed], { registry: opened.registry, repository: REPOSITORY }))
    expect(error.code).toBe('ECR_FAILED')
  })
})
