import type { Github } from '../client.ts'
import type { MergingPull } from './state.ts'

export interface AutoMergePorts {
  readonly github: Pick<Github, 'ask'>
  readonly onWarning: (warning: string) => void
  readonly signal: AbortSignal
  /** Between two looks. */
  readonly pauseMs?: number
}

/** What became of the pull request; `left`: a person must do something, which was warned of. */
export type AutoMerged =
  | { readonly kind: 'merged'; readonly commit: string }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'left' }

/** What is done next. `again`: after a pause GitHub may say something else. */
export type Step = AutoMerged | { readonly kind: 'again'; readonly why: string }

export const again = (why: string): Step => ({ kind: 'again', why })

export function leave({ url }: MergingPull, { onWarning }: AutoMergePorts, why: string): AutoMerged {
  onWarning(
    `The pull request is not merged automatically: ${why.replace(/\.$/, '')}. Merge it by hand: ${url}`,
  )
  return { kind: 'left' }
}

/** The page where the methods of merging are allowed. */
export const settingsOf = ({ url }: MergingPull): string => url.replace(/\/pull\/\d+$/, '/settings')
