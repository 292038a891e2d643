import type { EcrHost } from './host.ts'
import type { Digest } from './reference.ts'

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
  /** `os/arch` of every platform of an index; empty for a single manifest. */
  readonly platforms: readonly string[]
}

export interface Registry {
  readonly host: EcrHost
  login(): Promise<RegistryLogin>
  /** undefined: no image has this tag. Any other reason for not finding it is an error. */
  find(repository: string, tag: string): Promise<FoundImage | undefined>
  /** undefined: not known. */
  isTagMutable(repository: string, tag: string): Promise<boolean | undefined>
}
