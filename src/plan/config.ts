import type { ConfigInputs } from '../inputs/config-inputs.ts'

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
