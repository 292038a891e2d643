import type { EcrHost, Stated } from '../names/host.ts'
import type { Digest } from '../names/reference.ts'
import type { Target } from './target.ts'

/** What may come to stand in an overlay, whoever built it and whenever. */
export interface Deployment {
  /** What the entries of overlays call the image. */
  readonly name: string
  /** `host/repository`, as an overlay is to name it; undefined where an overlay is only looked at and nothing says it. */
  readonly repositoryUrl: string | undefined
  readonly tag: string
  /** undefined while it is not known yet. */
  readonly digest: Digest | undefined
  /** Host, account and region; undefined as `repositoryUrl` is. */
  readonly registry: EcrHost | undefined
  /** What says that it is this registry, and this repository. */
  readonly stated: Stated
  /** The commit that the image was built from, as far as it is known. */
  readonly commit: string | undefined
  readonly source: SourceRepository
}

/** One whose digest the registry has confirmed. */
export type ConfirmedDeployment = Deployment & Placed & { readonly digest: Digest }

export const isConfirmed = <T extends Deployment>(image: T): image is T & ConfirmedDeployment =>
  image.digest !== undefined && image.repositoryUrl !== undefined && image.registry !== undefined

/** It is known where the image is. */
export interface Placed {
  readonly repositoryUrl: string
  readonly registry: EcrHost
}

/** The repository whose history orders the commits of an image. */
export interface SourceRepository {
  /** `owner/name` */
  readonly name: string
  /** Where people look at it in a browser. */
  readonly webUrl: string
  /** The ref of a version of it, where one is known: the git tags of its other versions are called alike. */
  readonly versionRef: string | undefined
}

/** A deployment, and where it is asked to go. */
export interface WantedImage extends Deployment {
  readonly targets: readonly Target[]
  /** Globs of the source repository: without a change under them the image stays as it is deployed. Empty: not asked. */
  readonly paths: readonly string[]
}

/** Who asks for deployments. */
export interface Origin {
  /** `owner/name` of the repository that asks. */
  readonly repository: string
  readonly actor: string
  /** Where people read how it came about. */
  readonly link: string
  /** Tells all that belongs to one request from everything else. */
  readonly correlationId: string
}
