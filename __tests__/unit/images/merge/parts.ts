import { OCI_MANIFEST } from '../../../../src/aws/registry/manifest.ts'
import type { Part, PartImage } from '../../../../src/images/merge/part.ts'
import { digestOf, SHA } from '../../builders.ts'

export const REVISION = 'org.opencontainers.image.revision'

export function anImageOf(platform: string, changes: Partial<PartImage> = {}): PartImage {
  const [os = '', architecture = '', variant] = platform.split('/')
  return {
    descriptor: { mediaType: OCI_MANIFEST, digest: digestOf('1'), size: 7 },
    platform: { os, architecture, ...(variant === undefined ? {} : { variant }) },
    annotations: {},
    labels: { [REVISION]: SHA },
    ...changes,
  }
}

/** One image under `<sha>-<architecture>`; its digest is made of one character. */
export function aPart(platform: string, character: string, changes: Partial<Part> = {}): Part {
  const digest = digestOf(character)
  const descriptor = { mediaType: OCI_MANIFEST, digest, size: 7 }
  return {
    tag: `${SHA}-${platform.split('/')[1]}`,
    digest,
    annotations: {},
    images: [anImageOf(platform, { descriptor })],
    attestations: [],
    others: [],
    ...changes,
  }
}
