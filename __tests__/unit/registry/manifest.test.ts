import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foundImage, MANIFEST_MEDIA_TYPES } from '../../../src/registry/manifest.ts'
import { digestOf, problemOf } from '../builders.ts'

const DIGEST = digestOf('b')
const index = (manifests: unknown) => JSON.stringify({ schemaVersion: 2, manifests })

describe('foundImage', () => {
  test('of a single manifest has no platforms', () => {
    expect(foundImage(DIGEST, '{"schemaVersion":2,"config":{}}')).toEqual({ digest: DIGEST, platforms: [] })
  })

  test('of an index has those of its children, without attestations', () => {
    const manifests = [
      { platform: { os: 'linux', architecture: 'amd64' } },
      { platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
      { platform: { os: 'unknown', architecture: 'unknown' } },
      {},
    ]
    expect(foundImage(DIGEST, index(manifests)).platforms).toEqual(['linux/amd64', 'linux/arm/v7'])
  })

  test.each([undefined, '', 'sha256:abc', 'latest', `sha512:${'b'.repeat(64)}`])(
    'refuses the digest %j',
    async (digest) => {
      expect(await problemOf(() => foundImage(digest, '{}'))).toMatchObject({ code: 'ECR_FAILED' })
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
    expect(foundImage(DIGEST, manifest).platforms).toEqual([])
  })

  test('never fails for what a manifest holds: the digest is what counts', () => {
    fc.assert(
      fc.property(fc.json(), fc.jsonValue(), (whole, child) => {
        expect(foundImage(DIGEST, whole).digest).toBe(DIGEST)
        expect(foundImage(DIGEST, index([{ platform: child }])).digest).toBe(DIGEST)
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
