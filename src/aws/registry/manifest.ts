import { fail } from '../../errors/errors.ts'
import { type Digest, isDigest } from '../../names/reference.ts'
import { isRecord, jsonObject } from '../../names/text.ts'
import type { FoundImage } from './registry.ts'

const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'

/** OCI image-spec and Docker Registry v2 schema 2: each a manifest and a list of manifests. */
export const MANIFEST_MEDIA_TYPES = [
  OCI_MANIFEST,
  OCI_INDEX,
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const

/** An image in the words of the registry. */
interface StatedImage {
  readonly digest: string | undefined
  readonly manifest: string | undefined
  readonly mediaType: string | undefined
}

export function foundImage({ digest = '', manifest = '', mediaType }: StatedImage): FoundImage {
  if (!isDigest(digest)) {
    return fail({
      code: 'ECR_FAILED',
      message: `ECR named the image by "${digest}", which is no sha256 digest`,
      hint: 'Run the job again; check AWS_ENDPOINT_URL_ECR on this runner if it stays.',
    })
  }
  const content: ManifestContent = jsonObject(manifest)
  return {
    digest,
    platforms: platformsOf(content),
    isIndex: Array.isArray(content.manifests),
    revision: annotation(content, 'revision'),
    manifest,
    mediaType: mediaType ?? mediaTypeOf(content),
  }
}

/** The configuration of a single manifest, which says its platform. */
export function configurationOf(manifest: string): Digest | undefined {
  const { config } = jsonObject(manifest)
  return digestIn(config)
}

/** Images of an index whose platform it does not say, as it need not (OCI image-spec, image index). */
export function imagesWithoutPlatform(manifest: string): readonly Digest[] {
  const { manifests } = jsonObject(manifest)
  const entries: readonly unknown[] = Array.isArray(manifests) ? manifests : []
  return entries.flatMap((entry) => {
    if (!isRecord(entry) || isRecord(entry.platform) || isAttestation(entry)) return []
    return digestIn(entry) ?? []
  })
}

/** BuildKit, attestation storage: what an attestation is about is named in an annotation. */
const isAttestation = ({ annotations }: Readonly<Record<string, unknown>>): boolean =>
  isRecord(annotations) && annotations['vnd.docker.reference.type'] === 'attestation-manifest'

function digestIn(descriptor: unknown): Digest | undefined {
  const digest = isRecord(descriptor) ? descriptor.digest : undefined
  return typeof digest === 'string' && isDigest(digest) ? digest : undefined
}

/** What the configuration of an image says of its platform (OCI image-spec, image configuration). */
export function platformIn(configuration: string): string | undefined {
  const { os, architecture, variant } = jsonObject(configuration)
  const [first, second] = [os, architecture].map(platformPart)
  if (first === undefined || second === undefined) return undefined
  return [first, second, platformPart(variant) ?? []].flat().join('/')
}

/** The text of others, and a part of messages and outputs. */
const platformPart = (part: unknown): string | undefined =>
  typeof part === 'string' && /^[\w.-]{1,40}$/.test(part) ? part : undefined

/** Nothing in it is sure to be what the specification says: others have pushed it. */
interface ManifestContent {
  readonly mediaType?: unknown
  readonly manifests?: unknown
  readonly annotations?: unknown
}

interface IndexEntry {
  readonly platform?: { readonly os?: string; readonly architecture?: string; readonly variant?: string }
}

/** `unknown/unknown` marks attestations (BuildKit, attestation storage), which are no platform. */
function platformsOf({ manifests }: ManifestContent): readonly string[] {
  if (!Array.isArray(manifests)) return []
  return manifests.flatMap((entry: IndexEntry | null) => {
    const platform = entry?.platform
    if (!platform?.os || platform.os === 'unknown') return []
    return [[platform.os, platform.architecture, platform.variant].filter(Boolean).join('/')]
  })
}

/** Keys of the OCI image-spec, "Pre-Defined Annotation Keys". */
function annotation({ annotations }: ManifestContent, name: string): string | undefined {
  if (annotations === null || typeof annotations !== 'object') return undefined
  const value: unknown = Reflect.get(annotations, `org.opencontainers.image.${name}`)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The OCI image-spec lets a manifest leave it out; Docker's formats never do. */
function mediaTypeOf({ mediaType, manifests }: ManifestContent): string {
  if (typeof mediaType === 'string') return mediaType
  return Array.isArray(manifests) ? OCI_INDEX : OCI_MANIFEST
}
