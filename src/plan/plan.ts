import type { RoleArn } from '../identity/role-arn.ts'
import type { BuildInputs } from '../inputs/build-inputs.ts'
import type { ConfigInputs } from '../inputs/inputs.ts'
import type { AccountId, EcrHost } from '../registry/host.ts'

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
}

export interface ImagePlan {
  readonly name: string
  readonly repository: string
  readonly tag: string
  /** The commit that the image is built from, as far as the tag or the checkout says. */
  readonly commit: string | undefined
  /** undefined: the image must be in the registry already. */
  readonly build: BuildPlan | undefined
  /** Folders, kustomization files, and globs over them (see `isGlob`). */
  readonly overlays: readonly string[]
}

export interface PushedImage extends ImagePlan {
  readonly access: RegistryAccess
  /** `host/repository`, what an overlay gets as newName. */
  readonly repositoryUrl: string
}

export type BuildPlan = Omit<BuildInputs, 'engine' | 'builder'>

/** One engine builds all images of a step. */
export interface EngineChoice extends Pick<BuildInputs, 'engine' | 'builder'> {
  /** An image is built for several platforms at once. */
  readonly multiPlatform: boolean
}

/** A registry and how to get at it; registries of one role share its session, the same object. */
export interface RegistryAccess {
  readonly registry: EcrHost
  /** undefined only with ambient credentials, which are then used as they are. */
  readonly role: RoleArn | undefined
  readonly session: SessionPlan
}

export interface SessionPlan {
  readonly name: string
  readonly durationSeconds: number
  readonly audience: string
  /** ARNs of the ECR repositories that the session may write to. */
  readonly writes: readonly string[]
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
