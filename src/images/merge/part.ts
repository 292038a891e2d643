import type { Platform } from '../../aws/registry/manifest.ts'
import type { Digest } from '../../names/reference.ts'

/** What an index says of one of its manifests (OCI image-spec, descriptor). */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  readonly size: number
  readonly annotations?: Texts
  readonly artifactType?: string
}

export type Texts = Readonly<Record<string, string>>

/** One image of one platform. */
export interface PartImage {
  readonly descriptor: Descriptor
  /** As its configuration says it. */
  readonly platform: Platform
  /** What its manifest is annotated with. */
  readonly annotations: Texts
  readonly labels: Texts
}

/** What stands under one tag of `merge-tags`: an image, or an index of some. */
export interface Part {
  readonly tag: string
  readonly digest: Digest
  readonly annotations: Texts
  readonly images: readonly PartImage[]
  /** Attestations, each about an image of this part. */
  readonly attestations: readonly Descriptor[]
  /** Manifests that are no images of a platform, or not there. */
  readonly others: readonly Digest[]
}
