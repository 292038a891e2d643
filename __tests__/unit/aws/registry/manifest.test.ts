import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  configurationOf,
  foundImage,
  imagesWithoutPlatform,
  MANIFEST_MEDIA_TYPES,
  platformIn,
  platformText,
} from '../../../../src/aws/registry/manifest.ts'
import { digestOf, problemOf } from '../../builders.ts'

const DIGEST = digestOf('b')
const found = (manifest: string | undefined) => foundImage({ digest: DIGEST, manifest, mediaType: undefined })
const index = (manifests: unknown) => JSON.stringify({ schemaVersion: 2, manifests })

const textOf = (configuration: string) => {
  const platform = platformIn(configuration)
  return platform && platformText(platform)
}

describe('foundImage', () => {
  test('of a single manifest has no platforms', () => {
    const manifest = '{"schemaVersion":2,"config":{}}'
    expect(found(manifest)).toEqual({
      digest: DIGEST,
      platforms: [],
      isIndex: false,
      revision: undefined,
      source: undefined,
      manifest,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
    })
  })

  test('of an index has those of its children, without attestations', () => {
    const manifests = [
      { platform: { os: 'linux', architecture: 'amd64' } },
      { platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
      { platform: { os: 'unknown', architecture: 'unknown' } },
      {},
      { platform: { os: 'linux\n::error::x', architecture: 'amd64' } },
      { platform: { os: {}, architecture: ['amd64'] } },
    ]
    expect(found(index(manifests)).platforms).toEqual(['linux/amd64', 'linux/arm/v7'])
  })

  test('knows what says a platform that the manifest leaves out', () => {
    const config = { digest: digestOf('c') }
    expect(configurationOf(JSON.stringify({ config }))).toBe(config.digest)
    const attestation = { 'vnd.docker.reference.type': 'attestation-manifest' }
    const entries = [
      { digest: digestOf('1'), platform: { os: 'linux', architecture: 'amd64' } },
      { digest: digestOf('2') },
      { digest: digestOf('3'), platform: null },
      { digest: digestOf('4'), annotations: attestation },
      { digest: 'sha256:5' },
    ]
    expect(imagesWithoutPlatform(index(entries))).toEqual([digestOf('2'), digestOf('3')])
    expect(found(index(entries))).toMatchObject({ platforms: ['linux/amd64'], isIndex: true })
  })

  test.each([
    [{ os: 'linux', architecture: 'arm64' }, 'linux/arm64'],
    [{ os: 'linux', architecture: 'arm', variant: 'v7' }, 'linux/arm/v7'],
    [{ os: 'linux', architecture: 'arm', variant: 7 }, 'linux/arm'],
    [{ os: 'windows', architecture: 'amd64', 'os.version': '10.0.17763' }, 'windows/amd64'],
    [{ architecture: 'amd64' }, undefined],
    [{ os: 'linux', architecture: '' }, undefined],
    [{ os: 'linux', architecture: 'amd64\n::error::' }, undefined],
    [{ os: ['linux'], architecture: 'amd64' }, undefined],
    [null, undefined],
    ['linux/amd64', undefined],
  ])('the configuration %j is of platform %s', (configuration, platform) => {
    expect(textOf(JSON.stringify(configuration))).toBe(platform)
  })

  test.each([undefined, '', 'sha256:abc', 'latest', `sha512:${'b'.repeat(64)}`])(
    'refuses the digest %j',
    async (digest) => {
      expect(await problemOf(() => foundImage({ digest, manifest: '{}', mediaType: undefined }))).toEqual({
        code: 'ECR_FAILED',
        message: `ECR named the image by "${digest ?? ''}", which is no sha256 digest`,
        hint: 'Run the job again; check AWS_ENDPOINT_URL_ECR on this runner if it stays.',
      })
    },
  )

  test.each([
    undefined,
    '',
    'not json',
    'null',
    '[]',
    '"text"',
    index(null),
    index('x'),
    index([null]),
    index([1]),
  ])('finds no platform, and does not stumble, in the manifest %j', (manifest) => {
    expect(found(manifest)).toMatchObject({ platforms: [], manifest: manifest ?? '' })
  })

  test.each([
    [{ 'org.opencontainers.image.revision': 'abc' }, 'abc'],
    [{ 'org.opencontainers.image.revision': '' }, undefined],
    [{ 'org.opencontainers.image.revision': 7, revision: 'abc' }, undefined],
    [null, undefined],
    ['text', undefined],
  ])('reads the commit from the annotations %j', (annotations, revision) => {
    expect(found(JSON.stringify({ annotations }))).toMatchObject({ revision })
    expect(found(JSON.stringify({ manifests: [], annotations }))).toMatchObject({ revision })
  })

  test.each([
    ['a', '{"mediaType":"b"}', 'a'],
    [undefined, '{"mediaType":"b"}', 'b'],
    [undefined, '{"manifests":[]}', 'application/vnd.oci.image.index.v1+json'],
    [undefined, '{"mediaType":1}', 'application/vnd.oci.image.manifest.v1+json'],
  ])(
    'has the media type that ECR says (%s), else that of the manifest %s',
    (mediaType, manifest, expected) => {
      expect(foundImage({ digest: DIGEST, manifest, mediaType })).toMatchObject({
        manifest,
        mediaType: expected,
      })
    },
  )

  test('never fails for what a manifest holds: the digest is what counts', () => {
    fc.assert(
      fc.property(fc.json(), fc.jsonValue(), (whole, child) => {
        const annotations = JSON.stringify({ annotations: child, mediaType: child })
        expect(found(annotations).digest).toBe(DIGEST)
        expect(found(whole).digest).toBe(DIGEST)
        for (const text of [whole, index([child, { digest: child, annotations: child }])]) {
          expect(imagesWithoutPlatform(text).length).toBeLessThan(3)
          expect([configurationOf(text), textOf(text)].map((one) => typeof one)).not.toContain('object')
        }
        expect(found(index([{ platform: child }])).digest).toBe(DIGEST)
      }),
    )
  })
})

test('all four media types are asked for: without its own an image looks as if it were not there', () => {
  expect(MANIFEST_MEDIA_TYPES.map((type) => type.replace(/^application\/vnd\.|\+json$/g, ''))).toEqual([
    'oci.image.manifest.v1',
    'oci.image.index.v1',
    'docker.distribution.manifest.v2',
    'docker.distribution.manifest.list.v2',
  ])
})
