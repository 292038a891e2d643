import type { Dress, DressPorts } from './dress/dress.ts'
import { dressPull } from './dress/dress-pull.ts'
import { type AutoMergeOptions, autoMerge } from './merge/auto-merge.ts'
import { type PullRequest, pastLimits } from './pull-request.ts'

/** What is to become of a pull request whose branch and text are there. */
export interface FinishOptions {
  /** `owner/name` */
  readonly repository: string
  readonly dress: Dress
  /** undefined: people merge it. */
  readonly autoMerge: AutoMergeOptions['method'] | undefined
}

export interface FinishedPull extends Pick<PullRequest, 'number' | 'url' | 'head'> {
  readonly created: boolean
  /** All of its commits are of this step. */
  readonly isOurs: boolean
}

/** Gives back the commit of the base branch where it was merged at once. Whatever goes wrong is a warning. */
export async function finishPull(
  { created, isOurs, ...pull }: FinishedPull,
  { repository, dress, autoMerge: method }: FinishOptions,
  given: DressPorts,
): Promise<string | undefined> {
  const ports = { ...given, github: pastLimits(given.github) }
  await dressPull({ repository, number: pull.number, created }, dress, ports)
  if (method === undefined) return undefined
  // Whoever may write to the branch would else have it merged by a token that may do more.
  if (!isOurs) {
    ports.onWarning(
      `The pull request is not merged automatically, because not all of its commits are of this step. Look at them and merge it by hand: ${pull.url}`,
    )
    return undefined
  }
  const merged = await autoMerge({ repository, ...pull }, { method }, ports)
  return merged.kind === 'merged' ? merged.commit : undefined
}
