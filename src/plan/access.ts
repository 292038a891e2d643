import type { RepositoryInput } from '../inputs/create-repository.ts'
import type { AccountId, EcrHost, RoleArn } from '../names/host.ts'
import type { AwsService } from '../names/service-hosts.ts'

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
  /** ARNs of those of them that get tags. */
  readonly tags: readonly string[]
  /** ARN patterns of the KMS keys that they are encrypted with. */
  readonly keys: readonly string[]
  /** ARNs of the KMS keys, or aliases of keys, that it may sign with. */
  readonly signs: readonly string[]
  /** ARN patterns of the repositories that ECR may create by itself, when they are first pulled or pushed. */
  readonly onDemand: readonly string[]
  /** Actions that only read, besides those of every session. */
  readonly reads?: readonly string[]
  /** Set when the session begins with credentials that the runner has, in place of an OIDC token. */
  readonly ambient?: AmbientPlan
}

export interface AmbientPlan {
  /** Accounts that the runner's credentials may be of, where no role says it. */
  readonly accounts: readonly AccountId[]
}

export interface RepositorySettings extends RepositoryInput {
  /** Accounts that may pull from it besides its own. */
  readonly pullAccounts: readonly AccountId[]
}

/** How a repository comes to be that is missing; undefined: it must be there. */
export type RepositoryCreation = RepositorySettings | 'on-push' | undefined
