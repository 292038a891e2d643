import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  DOCKER_LIST,
  DOCKER_MANIFEST,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../../../src/aws/registry/manifest.ts'
import { compose } from '../../../../src/images/merge/compose.ts'
import type { Part } from '../../../../src/images/merge/part.ts'
import { digestOf, SHA } from '../../builders.ts'
import { anImageOf, aPart, REVISION } from './parts.ts'

const AMD = aPart('linux/amd64', 'a')
const ARM = aPart('linux/arm64/v8', 'b')
const composed = (...parts: readonly Part[]) => {
  const found = compose(parts)
  return { found, index: JSON.parse(found.manifest) }
}
const ofDocker = (part: Part): Part => ({
  ...part,
  images: part.images.map((image) => ({
    ...image,
    descriptor: { ...image.descriptor, mediaType: DOCKER_MANIFEST },
  })),
})

describe('an index of parts', () => {
  test('names each image for the platform of its configuration, in the order of the parts', () => {
    const { found, index } = composed(AMD, ARM)
    expect(index).toEqual({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: [
        {
          mediaType: OCI_MANIFEST,
          digest: digestOf('a'),
          size: 7,
          platform: { os: 'linux', architecture: 'amd64' },
        },
        {
          mediaType: OCI_MANIFEST,
          digest: digestOf('b'),
          size: 7,
          platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
        },
      ],
      annotations: { [REVISION]: SHA },
    })
    expect(found).toMatchObject({
      digest: `sha256:${createHash('sha256').update(found.manifest).digest('hex')}`,
      platforms: ['linux/amd64', 'linux/arm64/v8'],
      isIndex: true,
      revision: SHA,
      mediaType: OCI_INDEX,
    })
  })

  test('is the same whoever makes it', () => {
    expect(compose([AMD, ARM])).toEqual(compose([structuredClone(AMD), structuredClone(ARM)]))
  })

  test('keeps attestations behind the images, as no platform, and each once', () => {
    const attestation = (subject: string) => ({
      mediaType: OCI_MANIFEST,
      digest: digestOf('e'),
      size: 9,
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': digestOf(subject),
      },
    })
    const { found, index } = composed({ ...AMD, attestations: [attestation('a'), attestation('a')] }, ARM)
    expect(index.manifests).toHaveLength(3)
    expect(index.manifests[2]).toEqual({
      ...attestation('a'),
      platform: { os: 'unknown', architecture: 'unknown' },
    })
    expect(found.platforms).toEqual(['linux/amd64', 'linux/arm64/v8'])
  })

  test('takes over what a platform of Windows needs, and annotations of descriptors', () => {
    const platform = { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.1' }
    const descriptor = {
      mediaType: OCI_MANIFEST,
      digest: digestOf('c'),
      size: 5,
      annotations: { 'com.example.x': 'y' },
    }
    const { index } = composed({ ...AMD, images: [anImageOf('linux/amd64', { platform, descriptor })] })
    expect(index.manifests[0]).toEqual({ ...descriptor, platform })
  })
})

describe('the annotations of an index', () => {
  test('are those that all parts have alike, of manifest, index or labels', () => {
    const source = 'org.opencontainers.image.source'
    const own = { [source]: 'https://x', created: '1', vendor: 'acme' }
    const { index } = composed(
      { ...AMD, annotations: own },
      { ...ARM, images: [anImageOf('linux/arm64', { annotations: { ...own, created: '2' } })] },
    )
    expect(index.annotations).toEqual({ [source]: 'https://x', vendor: 'acme', [REVISION]: SHA })
  })

  test('have of the labels what says the origin, and nothing else', () => {
    const labels = { [REVISION]: SHA, 'org.opencontainers.image.version': '1.2.3', maintainer: 'me' }
    const { index } = composed({ ...AMD, images: [anImageOf('linux/amd64', { labels })] })
    expect(Object.keys(index.annotations)).toEqual([REVISION, 'org.opencontainers.image.version'])
  })

  test('are left out where there are none', () => {
    const { index } = composed({ ...AMD, images: [anImageOf('linux/amd64', { labels: {} })] })
    expect(index).not.toHaveProperty('annotations')
  })
})

describe('the media type of an index', () => {
  test('is that of docker where all are of docker, without annotations, which that has no place for', () => {
    const { index, found } = composed(ofDocker(AMD), ofDocker(ARM))
    expect(index.mediaType).toBe(DOCKER_LIST)
    expect(index).not.toHaveProperty('annotations')
    expect(found.mediaType).toBe(DOCKER_LIST)
  })

  test('is that of OCI where one is, or where there is an attestation', () => {
    expect(composed(ofDocker(AMD), ARM).index.mediaType).toBe(OCI_INDEX)
    const attestations = [{ mediaType: OCI_MANIFEST, digest: digestOf('e'), size: 9 }]
    expect(composed({ ...ofDocker(AMD), attestations }).index.mediaType).toBe(OCI_INDEX)
  })
})
