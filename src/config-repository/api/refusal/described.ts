import type { ErrorCode } from '../../../errors/errors.ts'
import type { RefusalKind } from './kind.ts'

/** Where something was refused, and with what. */
export interface Refused {
  readonly label: string
  readonly branch: string
  readonly input: string
  /** What the rules of the branch say, and who may bypass them. */
  readonly rules?: readonly string[]
  /** The branch is that of a pull request. */
  readonly aside?: boolean
}

/** The words for a kind of refusal. */
export interface Described {
  readonly code: ErrorCode
  readonly what: string
  readonly hint: string
}

export type Descriptions = Partial<Record<RefusalKind, Described>>

/** The input of an App: what is refused is the App, and not a token that anybody has given. */
export const APP = 'config-app-id'

/** The input of the token of the job, which commits to the repository of the run. */
export const JOB_TOKEN = 'github-token'

/** How to call the owner of a credential. */
export const nameOf = (input: string): string => (input === APP ? `the App of ${APP}` : input)
