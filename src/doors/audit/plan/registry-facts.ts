import type { EcrHost } from '../../../names/host.ts'

/** What ECR answered of the images that a repository of configuration names. */
export interface RegistryFacts {
  /** By `host/repository`. */
  readonly repositories: ReadonlyMap<string, RepositoryFacts>
}

export type RepositoryFacts =
  | { readonly state: 'missing'; readonly host: EcrHost }
  /** What is in it is not known: nothing is said of its images. */
  | { readonly state: 'unknown'; readonly host: EcrHost; readonly why: string; readonly hint: string }
  | KnownRepository

export interface KnownRepository {
  readonly state: 'known'
  readonly host: EcrHost
  /** By the tag or digest that was asked for; one that is not there is not in it. */
  readonly images: ReadonlyMap<string, ImageFacts>
  /** Of the tags that were asked for, those that can be moved to another image. */
  readonly mutable: ReadonlySet<string>
  /** Looked up where something is missing: the newest tags, the newest first. */
  readonly newest: readonly string[]
  /** Looked up where something is missing: what a rule of its lifecycle policy removes, in words. */
  readonly expires: readonly string[]
}

export interface ImageFacts {
  readonly digest: string
  /** `os/arch`, where the manifest says it. */
  readonly platforms: readonly string[]
}
