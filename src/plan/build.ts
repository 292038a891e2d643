import type { CacheInput } from '../inputs/build-fields.ts'
import type { BuildInputs, EngineInputs } from '../inputs/build-inputs.ts'
import type { EcrHost } from '../names/host.ts'

export interface BuildPlan extends Omit<BuildInputs, 'cache'> {
  readonly cache: CachePlan | undefined
  /** `key=value` pairs on manifest and index, where the engine can write them. */
  readonly annotations: readonly string[]
  /** Inputs that its files may not have, as messages name them; undefined: they may have everything. */
  readonly withheld: readonly string[] | undefined
  /** Frontends of Dockerfiles that may see the credentials of a cache, as the input names them. */
  readonly trustedFrontends: readonly string[]
  /** Registries of ECR that the step is logged in to while it builds. */
  readonly bases: readonly BaseRegistry[]
}

export interface BaseRegistry {
  readonly host: EcrHost
  /** Of the pull through cache rule whose repositories the session may create; undefined: of none. */
  readonly prefix: string | undefined
}

export type CachePlan = CacheInput & {
  /** Scopes or tags, each unique per image, set of platforms and who writes it: its own first. */
  readonly reads: readonly string[]
  readonly writes: string | undefined
  /** The registry to read from where nothing is pushed. */
  readonly readableHost: string | undefined
}

/** An input, or a use of one, that not every engine can serve; written as messages name it. */
export type EngineNeed =
  | 'platforms (several)'
  | 'secrets'
  | 'secret-envs'
  | 'secret-files'
  | 'ssh'
  | 'build-contexts'
  | 'cache'
  | 'cache-from'
  | 'cache-to'
  | 'cache-to (type=inline)'
  | 'provenance'
  | 'sbom'
  | 'compression'
  | 'compression (estargz)'
  | 'compression (force)'

/** One engine builds all images of a step. */
export interface EngineChoice extends Pick<EngineInputs, 'engine' | 'builder'> {
  readonly may: Allowance
  /** What all builds of the step need together. */
  readonly needs: readonly EngineNeed[]
  /** The commits that are built, each with a folder whose repository says when it was made. */
  readonly commits: ReadonlyMap<string, string>
  /** An attestation of the step publishes the build arguments to whoever may pull the image. */
  readonly publishesArgs: boolean
}

/** What a run may hand to the files that it builds, besides the checkout itself. docs/builds.md has it as a table. */
export interface Allowance {
  /** `secrets`, `secret-envs`, `secret-files`, and build arguments that look like one. */
  readonly secrets: boolean
  /** Agent and keys of `ssh`. */
  readonly ssh: boolean
  /** `login-registries`. */
  readonly stepLogins: boolean
  /** What the docker configuration and that of buildah have of logins and credential helpers. */
  readonly runnerLogins: boolean
  /** Caches whose attributes hold a token or keys: a frontend that the Dockerfile names reads them. */
  readonly cacheCredentials: boolean
  /** Variables of the job that look like a secret, and passwords of proxies. */
  readonly environment: boolean
  /** An engine whose version has a known way out of the build. */
  readonly weakEngine: boolean
  /** A builder of another machine, where other runs meet what this one leaves. */
  readonly sharedBuilder: boolean
}
