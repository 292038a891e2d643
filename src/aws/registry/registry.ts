import type { EcrHost } from '../../names/host.ts'
import type { Digest } from '../../names/reference.ts'
import type { RepositorySettings } from '../../plan/access.ts'

/** How to reach a registry with docker, buildah or any other OCI client. */
export interface RegistryLogin {
  readonly host: EcrHost
  /** The host that is pushed to: the planned one, or its stand-in on loopback. */
  readonly pushHost: string
  /** Plain HTTP, possible only on loopback. */
  readonly insecure: boolean
  readonly username: string
  readonly password: string
}

/** An image as the registry knows it. */
export interface FoundImage {
  readonly digest: Digest
  /** `os/arch[/variant]`: what an index says; of anything else, what was read besides (`Registry.platforms`). */
  readonly platforms: readonly string[]
  readonly isIndex: boolean
  /** The commit that it says it was built from (OCI annotation `org.opencontainers.image.revision`). */
  readonly revision: string | undefined
  /** Manifest or index, byte for byte: its digest is over these. */
  readonly manifest: string
  readonly mediaType: string
}

/** Of an image that nobody can pull (ECR API reference, ImageDetail, `imageStatus`). */
export type ArchivedStatus = 'ARCHIVED' | 'ACTIVATING'

export interface MutableTags {
  readonly tags: readonly string[]
  /** Exclusion filters that let them be moved in a repository that is immutable otherwise. */
  readonly filters: readonly string[]
}

/** What is known of a repository in which something is not found. */
export interface RepositoryHistory {
  /** Tags, those of the image that was pushed last first. */
  readonly newest: readonly string[]
  /** The lifecycle policy as it is written. */
  readonly lifecycle: string | undefined
}

export interface Registry {
  readonly host: EcrHost
  /** Whoever asks this registry is known; whatever else is asked waits for that by itself. */
  identify(): Promise<void>
  login(): Promise<RegistryLogin>
  /**
   * The images of these tags, or digests; one that no image has is not in the map, and undefined says that there is no
   * such repository. Any other reason for not finding one is an error.
   */
  find(repository: string, tags: readonly string[]): Promise<ReadonlyMap<string, FoundImage> | undefined>
  /**
   * The platforms of an image, read from its configuration where the manifest does not say them.
   * @throws StepError where they cannot be read.
   */
  platforms(repository: string, image: FoundImage): Promise<readonly string[]>
  /** The configuration of a single manifest as it is written; undefined: it has none. */
  configuration(repository: string, image: FoundImage): Promise<string | undefined>
  /** Gives an image of this repository one more tag; `taken`: the tag is immutable, and another image has it. */
  tag(repository: string, tag: string, image: FoundImage): Promise<'tagged' | 'taken'>
  /** Immutable and scanned, with its policies; one that was made in the meantime is left as it is. */
  createRepository(repository: string, settings: RepositorySettings): Promise<'created' | 'existed'>
  /** Those of the tags that could be moved to another image; none where it is not known. */
  mutableTags(repository: string, tags: readonly string[]): Promise<MutableTags>
  /**
   * Those of the tags whose image is archived, which `find` does not find; none where it is not known. Asked where
   * there is a failure to explain.
   */
  archived(repository: string, tags: readonly string[]): Promise<ReadonlyMap<string, ArchivedStatus>>
  /** Asked where something is missing, for the sake of a hint: nothing where the role may not ask. */
  history(repository: string): Promise<RepositoryHistory>
}

/** A registry that is opened when it is first asked: what signs requests takes long to load. */
export function deferred(host: EcrHost, open: () => Promise<Registry>): Registry {
  let opened: Promise<Registry> | undefined
  const registry = () => {
    opened ??= open()
    return opened
  }
  return {
    host,
    identify: async () => (await registry()).identify(),
    login: async () => (await registry()).login(),
    find: async (...question) => (await registry()).find(...question),
    platforms: async (...question) => (await registry()).platforms(...question),
    configuration: async (...question) => (await registry()).configuration(...question),
    tag: async (...request) => (await registry()).tag(...request),
    createRepository: async (...request) => (await registry()).createRepository(...request),
    mutableTags: async (...question) => (await registry()).mutableTags(...question),
    archived: async (...question) => (await registry()).archived(...question),
    history: async (...question) => (await registry()).history(...question),
  }
}
