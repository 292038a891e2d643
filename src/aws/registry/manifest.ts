import { fail } from '../../errors/errors.ts'
import { type Digest, isDigest } from '../../names/reference.ts'
import { isRecord, jsonObject } from '../../names/text.ts'
import type { FoundImage } from './registry.ts'

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'

/** OCI image-spec and Docker Registry v2 schema 2: each a manifest and a list of manifests. */
export const MANIFEST_MEDIA_TYPES = [OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST, DOCKER_LIST] as const

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

/** Keys of a platform, as a configuration and an index both have them (OCI image-spec). */
export interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant?: string
  readonly 'os.version'?: string
  readonly 'os.features'?: readonly string[]
}

/** What the configuration of an image says of its platform; undefined: it is none of an image. */
export function platformIn(configuration: string): Platform | undefined {
  const content = jsonObject(configuration)
  const { os, architecture, variant, 'os.version': version, 'os.features': features } = content
  if (!isPart(os) || !isPart(architecture)) return undefined
  return {
    os,
    architecture,
    ...(isPart(variant) ? { variant } : {}),
    ...(isPart(version) ? { 'os.version': version } : {}),
    ...(Array.isArray(features) ? { 'os.features': features.filter(isPart) } : {}),
  }
}

/** It is the text of others, and becomes a part of messages and outputs. */
const isPart = (part: unknown): part is string => typeof part === 'string' && /^[\w.-]{1,40}$/.test(part)

/** `os/architecture[/variant]` */
export const platformText = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, ...(variant === undefined ? [] : [variant])].join('/')

/** Nothing in it is sure to be what the specification says: others have pushed it. */
interface ManifestContent {
  readonly mediaType?: unknown
  readonly manifests?: unknown
  readonly annotations?: unknown
}

interface IndexEntry {
  readonly platform?: { readonly os?: unknown; readonly architecture?: unknown; readonly variant?: unknown }
}

/** `unknown/unknown` marks attestations (BuildKit, attestation storage), which are no platform. */
function platformsOf({ manifests }: ManifestContent): readonly string[] {
  if (!Array.isArray(manifests)) return []
  return manifests.flatMap((entry: IndexEntry | null) => {
    const platform = entry?.platform
    if (!isPart(platform?.os) || !isPart(platform.architecture) || platform.os === 'unknown') return []
    return [[platform.os, platform.architecture, platform.variant].filter(isPart).join('/')]
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
