import { createHash } from 'node:crypto'
import {
  DOCKER_LIST,
  DOCKER_MANIFEST,
  foundImage,
  OCI_INDEX,
  type Platform,
} from '../../aws/registry/manifest.ts'
import type { FoundImage } from '../../aws/registry/registry.ts'
import type { Descriptor, Part, Texts } from './part.ts'

/** The keys of the OCI image-spec that this step gives every image as labels, where an engine has no annotations. */
const ORIGIN = ['revision', 'source', 'version'].map((key) => `org.opencontainers.image.${key}`)

/**
 * One index of all images, each for the platform that its configuration says, and their attestations. It depends on
 * the parts alone: whoever puts them together, and however often, it is the same.
 */
export function compose(parts: readonly Part[]): FoundImage {
  const images = parts.flatMap((part) => part.images)
  const attestations = parts.flatMap((part) => part.attestations)
  // A list of docker's holds nothing but manifests of its own, and has no place for annotations; an OCI index may
  // refer to manifests of docker (as `docker buildx imagetools create` decides it).
  const isDocker = images.every(({ descriptor }) => descriptor.mediaType === DOCKER_MANIFEST)
  const mediaType = isDocker && attestations.length === 0 ? DOCKER_LIST : OCI_INDEX
  const annotations = mediaType === OCI_INDEX ? saidByAll(parts) : {}
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    manifests: distinct([
      ...images.map(({ descriptor, platform }) => entry(descriptor, platform)),
      ...attestations.map((descriptor) => entry(descriptor, UNKNOWN)),
    ]),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  })
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`
  return foundImage({ digest, manifest, mediaType })
}

/** What marks an attestation for runtimes, which take it for no image of theirs (BuildKit, attestation storage). */
const UNKNOWN: Platform = { os: 'unknown', architecture: 'unknown' }

const entry = (descriptor: Descriptor, platform: Platform) => ({ ...descriptor, platform })

/** Two tags may be indexes with one attestation. */
function distinct<T extends { readonly digest: string }>(entries: readonly T[]): readonly T[] {
  return [...new Map(entries.map((one) => [one.digest, one])).values()]
}

/** The annotations of the parts that are the same in all of them; what differs stays with each image. */
function saidByAll(parts: readonly Part[]): Texts {
  const [first = {}, ...others] = parts.flatMap((part) =>
    part.images.map(({ annotations, labels }) => ({
      ...originIn(labels),
      ...annotations,
      ...part.annotations,
    })),
  )
  const common = Object.entries(first).filter(([key, text]) => others.every((other) => other[key] === text))
  return Object.fromEntries(common.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

function originIn(labels: Texts): Texts {
  return Object.fromEntries(ORIGIN.flatMap((key) => (labels[key] ? [[key, labels[key]]] : [])))
}
