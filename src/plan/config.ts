import type { ConfigInputs } from '../inputs/config-inputs.ts'
import type { PullRequestOptions } from '../inputs/pull-request.ts'
import type { GitHost } from '../names/git-host.ts'
import type { KmsKeyArn } from '../names/kms-key.ts'
import type { RegistryAccess } from './access.ts'

export type { AutoMerge, PullRequestOptions } from '../inputs/pull-request.ts'

export interface ConfigPlan
  extends Pick<
    ConfigInputs,
    | 'branch'
    | 'pin'
    | 'retarget'
    | 'replicas'
    | 'onStale'
    | 'onDiverged'
    | 'createMissing'
    | 'renderCheck'
    | 'chartVersion'
  > {
  readonly remote: ConfigRemote
  readonly credential: ConfigCredential
  /** Accounts that a role in an overlay may be of without a warning. */
  readonly knownAccounts: ReadonlySet<string>
  /** First line of the commit, over the placeholders of `commit-message`. */
  readonly messageTemplate: string | undefined
  /** Set where a pull request is to bring the change; undefined: it is pushed. */
  readonly pullRequest: PullRequestPlan | undefined
  readonly author: { readonly name: string; readonly email: string }
  readonly via: CommitVia
}

/** A pull request, and where it is opened. */
export interface PullRequestPlan extends PullRequestOptions, Pick<ApiPlan, 'repository' | 'apiUrl'> {}

/** How commits get into the config repository, and why so. */
export type CommitVia = { readonly kind: 'git'; readonly reason: string } | ApiPlan

export interface ApiPlan {
  readonly kind: 'api'
  readonly reason: string
  /** What the API does not serve is refused, and does not go by git. */
  readonly required: boolean
  /** The branch of a pull request is made anew by calls whose commits GitHub signs for Apps alone, and this token is of a person. */
  readonly unsigned?: true
  /** `owner/name` */
  readonly repository: string
  /** Without a slash at the end. */
  readonly serverUrl: string
  readonly apiUrl: string
}

export interface ConfigRemote {
  readonly url: string
  /** Where people look at it in a browser; undefined for a remote without one, or whose is not known. */
  readonly webUrl: string | undefined
  /** Whose server it is on; nothing is known of one that is not named. */
  readonly host?: GitHost
  /** How to call it in messages. */
  readonly label: string
}

export type ConfigCredential =
  | AppCredential
  | {
      readonly kind: 'token'
      readonly token: string
      /** How git shows it; where nothing is said, as GitHub takes it. */
      readonly login?: TokenLogin
      /** That it is from, if not config-token. */
      readonly input?: 'github-token'
    }
  | { readonly kind: 'ssh'; readonly key: string; readonly knownHosts: string | undefined }
  | { readonly kind: 'none' }

/** With a user name (RFC 7617), or alone (RFC 6750). */
export type TokenLogin = { readonly user: string } | 'bearer'

/** A GitHub App, of which tokens are made when they are needed. */
export interface AppCredential {
  readonly kind: 'app'
  /** Its number or its client id. */
  readonly id: string
  readonly key: AppKey
  /** The one repository that its tokens are for. */
  readonly repository: { readonly owner: string; readonly name: string }
  /** What its tokens may do there, besides reading what it is called. */
  readonly permissions: AppPermissions
  /** What only an option of the pull request needs: without it there is a warning. */
  readonly wished: { readonly members?: 'read' }
  /** Commits made by git name the App, as no other author is given. */
  readonly isAuthor: boolean
}

export interface AppPermissions {
  readonly contents: 'read' | 'write'
  readonly pull_requests?: 'write'
}

export type AppKey =
  | { readonly kind: 'pem'; readonly pem: string }
  | {
      readonly kind: 'kms'
      readonly key: KmsKeyArn
      /** With whose credentials KMS is asked; undefined in a run that gets none. */
      readonly access: RegistryAccess | undefined
    }
