import type { EcrHost, Stated } from '../names/host.ts'
import type { RegistryAccess } from './access.ts'
import type { BuildPlan } from './build.ts'
import type { Target } from './target.ts'

export interface ImagePlan {
  readonly name: string
  readonly repository: string
  readonly tag: string
  /** The commit that the image is built from, as far as the tag or the checkout says. */
  readonly commit: string | undefined
  /** Tags that the image of this commit may have already, where the tag itself is a version: it is put there, too. */
  readonly tested: readonly string[]
  /** What the image is to run on; empty: not asked. */
  readonly platforms: readonly string[]
  /** Tags of images of the repository that are put together under the tag. Empty: it is no such image. */
  readonly parts: readonly string[]
  /** undefined: the image must be in the registry already. */
  readonly build: BuildPlan | undefined
  readonly targets: readonly Target[]
  /** Globs of the source repository: without a change under them the image stays as it is deployed. Empty: not asked. */
  readonly paths: readonly string[]
  /** `owner/name`, whose history orders the commits of this image. */
  readonly sourceRepository: string
}

export interface PushedImage extends ImagePlan {
  readonly access: RegistryAccess
  /** What says account, region and repository of it. */
  readonly stated: Stated
  /** `host/repository`, what an overlay gets as newName. */
  readonly repositoryUrl: string
}

export const isPushed = (image: ImagePlan): image is PushedImage => 'access' in image

/** An image whose overlays are looked at; what it would be pushed to may not be known. */
export type InspectedImage = ImagePlan &
  Pick<PushedImage, 'stated'> & { readonly registry: EcrHost | undefined }

export const taggedReference = ({ repositoryUrl, tag }: PushedImage): string => `${repositoryUrl}:${tag}`
