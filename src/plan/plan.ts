import type { CacheInput } from '../inputs/build-fields.ts'
import type { BuildInputs } from '../inputs/build-inputs.ts'
import type { ConfigInputs } from '../inputs/config-inputs.ts'
import type { EngineInputs } from '../inputs/engine-inputs.ts'
import type { AccountId, EcrHost } from '../names/host.ts'
import type { RoleArn } from '../names/role-arn.ts'
import type { AwsService } from '../names/service-hosts.ts'
import type { Allowance } from './allowance.ts'

/** Everything that is decided before the first request. */
export type Plan = CheckPlan | PushPlan

/** The config repository that this run writes to, if it deploys. */
export function configOf(plan: Plan | undefined): ConfigPlan | undefined {
  return plan?.kind === 'push' ? plan.config : undefined
}

interface CommonPlan {
  readonly reason: string
  /** What the reader should know, though nothing is wrong enough to stop. */
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
  /** Registries of base images, each with the role that may read it. */
  readonly logins: readonly RegistryAccess[]
  readonly engine: EngineChoice
  /** Images built at once. */
  readonly maxParallel: number
  readonly dryRun: boolean
}

/** Builds and pushes nothing: pull requests, and `push: false`. */
export interface CheckPlan extends CommonPlan {
  readonly kind: 'check'
  readonly images: readonly [ImagePlan, ...ImagePlan[]]
}

export interface PushPlan extends CommonPlan {
  readonly kind: 'push'
  readonly images: readonly [PushedImage, ...PushedImage[]]
  /** Set when this run deploys. */
  readonly config: ConfigPlan | undefined
  /** Set when a repository that does not exist is to be created. */
  readonly createRepository: RepositorySettings | undefined
}

export interface RepositorySettings {
  /** Accounts that may pull from it besides its own. */
  readonly pullAccounts: readonly AccountId[]
}

export interface ImagePlan {
  readonly name: string
  readonly repository: string
  readonly tag: string
  /** The commit that the image is built from, as far as the tag or the checkout says. */
  readonly commit: string | undefined
  /** Tags that the image of this commit may have already, where the tag itself is a version: it is put there, too. */
  readonly tested: readonly string[]
  /** undefined: the image must be in the registry already. */
  readonly build: BuildPlan | undefined
  /** Folders, kustomization files, and globs over them (see `isGlob`). */
  readonly overlays: readonly string[]
  /** Globs of the source repository: without a change under them the image stays as it is deployed. Empty: not asked. */
  readonly paths: readonly string[]
  /** `owner/name`, whose history orders the commits of this image. */
  readonly sourceRepository: string
}

export interface PushedImage extends ImagePlan {
  readonly access: RegistryAccess
  /** `host/repository`, what an overlay gets as newName. */
  readonly repositoryUrl: string
}

export interface BuildPlan extends Omit<BuildInputs, 'cache'> {
  readonly cache: CachePlan | undefined
  /** `key=value` pairs on manifest and index, where the engine can write them. */
  readonly annotations: readonly string[]
  /** Inputs that its files may not have, as messages name them; undefined: they may have everything. */
  readonly withheld: readonly string[] | undefined
  /** Frontends of Dockerfiles that may see the credentials of a cache, as the input names them. */
  readonly trustedFrontends: readonly string[]
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

/** One engine builds all images of a step. */
export interface EngineChoice extends Pick<EngineInputs, 'engine' | 'builder'> {
  readonly may: Allowance
  /** What all builds of the step need together. */
  readonly needs: readonly EngineNeed[]
  /** The commits that are built, each with a folder whose repository says when it was made. */
  readonly commits: ReadonlyMap<string, string>
  /** An attestation of the step tells the build arguments to whoever may pull the image. */
  readonly tellsArgs: boolean
}

/** A registry and how to get at it; registries of one role share its session, the same object. */
export interface RegistryAccess {
  readonly registry: EcrHost
  /** undefined only with ambient credentials, which are then used as they are. */
  readonly role: RoleArn | undefined
  readonly session: SessionPlan
  readonly endpoints: Endpoints
}

/** Where a variable leads requests to; a service without one is asked at AWS's own endpoint. */
export type Endpoints = Readonly<Partial<Record<AwsService, Endpoint | undefined>>>

export interface Endpoint {
  readonly variable: string
  readonly url: string
}

export interface SessionPlan {
  readonly name: string
  readonly durationSeconds: number
  readonly audience: string
  /** ARNs of the ECR repositories that the session may write to. */
  readonly writes: readonly string[]
  /** ARNs of the ECR repositories that it may create, and give their policies. */
  readonly creates: readonly string[]
  /** Set when the session begins with credentials that the runner has, in place of an OIDC token. */
  readonly ambient?: AmbientPlan
}

export interface AmbientPlan {
  /** Accounts that the runner's credentials may be of, where no role says it. */
  readonly accounts: readonly AccountId[]
}

export interface ConfigPlan
  extends Pick<
    ConfigInputs,
    'branch' | 'pin' | 'retarget' | 'onStale' | 'onDiverged' | 'createMissing' | 'renderCheck'
  > {
  readonly remote: ConfigRemote
  readonly credential: ConfigCredential
  /** Accounts that a role in an overlay may be of without a warning. */
  readonly knownAccounts: ReadonlySet<string>
  /** First line of the commit, over the placeholders of `commit-message`. */
  readonly messageTemplate: string | undefined
  readonly author: { readonly name: string; readonly email: string }
}

export interface ConfigRemote {
  readonly url: string
  /** Where people look at it in a browser; undefined for a remote without one. */
  readonly webUrl: string | undefined
  /** How to call it in messages. */
  readonly label: string
}

export type ConfigCredential =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'ssh'; readonly key: string; readonly knownHosts: string | undefined }
  | { readonly kind: 'none' }
