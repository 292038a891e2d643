import type { ConfigInputs } from '../inputs/config-inputs.ts'
import type { PullRequestOptions } from '../inputs/pull-request.ts'
import type { GitHost } from '../names/git-host.ts'

export type { AutoMerge, PullRequestOptions } from '../inputs/pull-request.ts'

export interface ConfigPlan
  extends Pick<
    ConfigInputs,
    'branch' | 'pin' | 'retarget' | 'replicas' | 'onStale' | 'onDiverged' | 'createMissing' | 'renderCheck'
  > {
  readonly remote: ConfigRemote
  readonly credential: ConfigCredential
  /** Accounts that a role in an overlay may be of without a warning. */
  readonly knownAccounts: ReadonlySet<string>
  /** First line of the commit, over the placeholders of `commit-message`. */
  readonly messageTemplate: string | undefined
  /** Set where a pull request is to bring the change; undefined: it is pushed. */
  readonly pullRequest: PullRequestOptions | undefined
  readonly author: { readonly name: string; readonly email: string }
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
  | {
      readonly kind: 'token'
      readonly token: string
      /** How git shows it; where nothing is said, as GitHub takes it. */
      readonly login?: TokenLogin
    }
  | { readonly kind: 'ssh'; readonly key: string; readonly knownHosts: string | undefined }
  | { readonly kind: 'none' }

/** With a user name (RFC 7617), or alone (RFC 6750). */
export type TokenLogin = { readonly user: string } | 'bearer'
