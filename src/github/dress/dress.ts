import type { Github } from '../client.ts'

/** What people put on a pull request beside its text. */
export interface Dress {
  readonly labels: readonly string[]
  readonly reviewers: readonly string[]
  /** Slugs. */
  readonly teams: readonly string[]
  readonly assignees: readonly string[]
}

export interface DressedPull {
  /** `owner/name` */
  readonly repository: string
  readonly number: number
  /** Just now: GitHub may not know it everywhere. */
  readonly created: boolean
}

export interface DressPorts {
  readonly github: Pick<Github, 'ask'>
  readonly onWarning: (warning: string) => void
  readonly signal: AbortSignal
  /** Before GitHub is asked again whether it knows the pull request. */
  readonly pauseMs?: number
}
