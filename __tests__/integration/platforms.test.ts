// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { FoundImage } from '../../src/aws/registry/registry.ts'
import { digestOf, OCI_INDEX, OCI_MANIFEST } from '../support/image-store.ts'
import { putSampleImage, type SampleImage } from '../support/sample-image.ts'
import { A, errorOf, FOREVER, must, type Opened, openAws, REGION, REPOSITORY } from './aws-room.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const PLACE = { account: A, region: REGION, repository: REPOSITORY }
const QUICK = { attemptMs: 400, budgetMs: 1200 }
const actionsOf = ({ ecr }: Opened) => ecr.requests.map(({ action }) => action)

async function find({ registry }: Opened, tag: string): Promise<FoundImage> {
  return must((await registry.find(REPOSITORY, [tag]))?.get(tag))
}

async function putImage(opened: Opened, image: Omit<SampleImage, 'tag'>): Promise<FoundImage> {
  await putSampleImage(opened.catalog, PLACE, { ...image, tag: 'there' })
  return find(opened, 'there')
}

/** Puts any manifest there; its configuration is of any text. */
async function putManifest(opened: Opened, manifest: object, mediaType = OCI_MANIFEST): Promise<FoundImage> {
  const text = JSON.stringify({ schemaVersion: 2, mediaType, ...manifest })
  const put = await opened.catalog.putImage(PLACE, { manifest: text, mediaType, tag: 'there' })
  expect(put.result).toBe('stored')
  return find(opened, 'there')
}

const withConfiguration = (opened: Opened, text: string | Buffer) =>
  putManifest(opened, { config: { digest: opened.catalog.putBlob(PLACE, Buffer.from(text)) }, layers: [] })

const platformsOf = ({ registry }: Opened, image: FoundImage) => registry.platforms(REPOSITORY, image)

describe('the platform of a single manifest', () => {
  test.each(['linux/amd64', 'linux/arm64/v8', 'linux/arm/v7'])(
    'is that of its configuration: %s',
    async (platform) => {
      await using opened = await openAws()
      const image = await putImage(opened, { platform })
      expect(image.platforms).toEqual([])
      expect(await platformsOf(opened, image)).toEqual([platform])
      expect(actionsOf(opened)).toEqual(['BatchGetImage', 'GetDownloadUrlForLayer'])
      expect(opened.ecr.layers.requests).toHaveLength(1)
    },
  )

  test('is asked for without credentials, and the address is masked', async () => {
    const masked: string[] = []
    await using opened = await openAws()
    vi.spyOn(opened.patience.secrets, 'mask').mockImplementation((text) => void masked.push(text))
    await platformsOf(opened, await putImage(opened, {}))
    const [request] = opened.ecr.layers.requests
    expect(request?.headers).not.toHaveProperty('authorization')
    const [signature] = opened.ecr.layers.signatures()
    expect(masked.join('\n')).toContain(signature)
  })

  test.each([
    ['no object', '[]'],
    ['no JSON', '\u0000'],
    ['no platform, as a chart', '{"name":"chart","version":"1.0.0"}'],
    ['a platform that is none', JSON.stringify({ os: 'linux', architecture: 'a\n::error::' })],
  ])('is not known of a configuration with %s', async (_, text) => {
    await using opened = await openAws()
    const image = await withConfiguration(opened, text)
    const error = await errorOf(platformsOf(opened, image))
    expect(error.code).toBe('ECR_FAILED')
    expect(error.message).toContain(`${image.digest} does not say its platform`)
  })

  test('is not known where the manifest names no configuration', async () => {
    await using opened = await openAws()
    const image = await putManifest(opened, { layers: [] })
    expect((await errorOf(platformsOf(opened, image))).message).toContain('its configuration names none')
    expect(actionsOf(opened)).toEqual(['BatchGetImage'])
  })
})

describe('the platforms of an index', () => {
  test('are what it says, without another request', async () => {
    await using opened = await openAws()
    const platforms = ['linux/amd64', 'linux/arm64']
    const image = await putImage(opened, { platforms })
    expect(await platformsOf(opened, image)).toEqual(platforms)
    expect(actionsOf(opened)).toEqual(['BatchGetImage'])
  })

  test('are read of those images for which it says none', async () => {
    await using opened = await openAws()
    const plain = async (tag: string, platform: string) => ({
      mediaType: OCI_MANIFEST,
      digest: await putSampleImage(opened.catalog, PLACE, { tag, platform }),
    })
    const manifests = [
      { ...(await plain('one', 'linux/amd64')), platform: { os: 'linux', architecture: 'amd64' } },
      await plain('two', 'linux/arm64'),
      await plain('three', 'linux/s390x'),
    ]
    const image = await putManifest(opened, { manifests }, OCI_INDEX)
    expect(image.platforms).toEqual(['linux/amd64'])
    const read = await platformsOf(opened, image)
    expect(read.toSorted()).toEqual(['linux/amd64', 'linux/arm64', 'linux/s390x'])
    const asked = actionsOf(opened).toSorted()
    expect(asked).toEqual([
      'BatchGetImage',
      'BatchGetImage',
      'GetDownloadUrlForLayer',
      'GetDownloadUrlForLayer',
    ])
  })
})

describe('a configuration that cannot be read', () => {
  test('says which permission is missing', async () => {
    await using opened = await openAws()
    const image = await putImage(opened, {})
    opened.ecr.settings.denied = ['ecr:GetDownloadUrlForLayer']
    const { problems } = await errorOf(platformsOf(opened, image))
    expect(problems).toMatchObject([
      {
        code: 'ECR_DENIED',
        hint: expect.stringContaining('Allow ecr:GetDownloadUrlForLayer on arn:aws:ecr:'),
      },
    ])
  })

  test('that others have changed on the way is asked for again, and else not believed', async () => {
    await using opened = await openAws({ limits: QUICK })
    const image = await putImage(opened, { platform: 'linux/arm64' })
    const lie = JSON.stringify({ os: 'linux', architecture: 'amd64' })
    opened.ecr.layers.fail({ status: 200, body: lie })
    expect(await platformsOf(opened, image)).toEqual(['linux/arm64'])
    opened.ecr.layers.fail({ status: 200, body: lie }, FOREVER)
    const error = await errorOf(platformsOf(opened, image))
    expect(error.code).toBe('AWS_UNREACHABLE')
    expect(error.message).toContain(`the answer is ${digestOf(lie)}`)
  })

  test.each([
    ['a refusal', { status: 403 }, 'HTTP 403', 1],
    ['another address', { status: 307, headers: { location: 'http://127.0.0.1:9/' } }, 'HTTP 307', 1],
    ['an answer without end', 'endless', 'larger than 4 MiB', 1],
  ] as const)('because of %s is asked for once', async (_, fault, reason, requests) => {
    await using opened = await openAws({ limits: QUICK })
    const image = await putImage(opened, {})
    opened.ecr.layers.fail(fault, FOREVER)
    const error = await errorOf(platformsOf(opened, image))
    expect(error.message).toContain(reason)
    expect(error.problems[0].hint).toContain('Let this runner reach 127.0.0.1')
    expect(opened.ecr.layers.requests).toHaveLength(requests)
  })

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://layers.example.com/blob',
    'file:///etc/passwd',
    'no address',
    '',
  ])('because ECR names "%s" is not asked for', async (address) => {
    await using opened = await openAws()
    const image = await putImage(opened, {})
    opened.ecr.settings.layerUrl = () => address
    const error = await errorOf(platformsOf(opened, image))
    expect(error.code).toBe('ECR_FAILED')
    expect(error.message).toContain('where nothing is asked')
  })

  test('is left alone when the run is cancelled', async () => {
    await using opened = await openAws({ limits: QUICK })
    const image = await putImage(opened, {})
    opened.ecr.layers.fail('hang', FOREVER)
    const reading = platformsOf(opened, image)
    await vi.waitUntil(() => opened.ecr.layers.requests.length > 0, { timeout: 30_000 })
    opened.cancel.abort(new Error('cancelled'))
    await expect(reading).rejects.toThrow('cancelled')
  })
})
