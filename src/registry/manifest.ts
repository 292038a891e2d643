import { fail } from '../errors.ts'
import { jsonObject } from '../json.ts'
import { isDigest } from './reference.ts'
import type { FoundImage } from './registry.ts'

/** OCI image-spec and Docker Registry v2 schema 2: each a manifest and a list of manifests. */
export const MANIFEST_MEDIA_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const

export function foundImage(digest: string | undefined, manifest: string | undefined): FoundImage {
  if (digest === undefined || !isDigest(digest)) {
    return fail({
      code: 'ECR_FAILED',
      message: `ECR named the image by "${digest ?? ''}", which is no sha256 digest`,
      hint: 'Run the job again; check AWS_ENDPOINT_URL_ECR on this runner if it stays.',
    })
  }
  return { digest, platforms: platformsOf(manifest) }
}

interface IndexEntry {
  readonly platform?: { readonly os?: string; readonly architecture?: string; readonly variant?: string }
}

/** `unknown/unknown` marks attestations (BuildKit, attestation storage), which are no platform. */
function platformsOf(manifest: string | undefined): readonly string[] {
  const { manifests } = jsonObject(manifest ?? '') as { manifests?: readonly IndexEntry[] }
  if (!Array.isArray(manifests)) return []
  return manifests.flatMap((entry: IndexEntry | null) => {
    const platform = entry?.platform
    if (!platform?.os || platform.os === 'unknown') return []
    return [[platform.os, platform.architecture, platform.variant].filter(Boolean).join('/')]
  })
}
