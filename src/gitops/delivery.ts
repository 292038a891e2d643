import type { Change } from '../config-repository/repository.ts'
import type { Survey } from '../config-repository/survey.ts'
import type { WantedImage } from '../plan/deployment.ts'
import type { EntryVerdict, Proposal } from './proposal.ts'

/** What is to be written, decided anew on every tip of the base branch: order and holds are judged there. */
export interface ProposedChange {
  /** A look at the base branch. */
  readonly first: Survey
  /** It was so long ago that the branch may well have moved since. */
  readonly firstIsOld: boolean
  /** The newest one; all that is asked of the server has so much time at most. */
  readonly read: (withinMs: number) => Promise<Survey>
  readonly propose: (survey: Survey) => Promise<Proposal>
  /** What the entries that a proposal writes would become at a commit of another branch, which was read: by its texts. */
  readonly proposeAt: (commit: string, proposal: Proposal) => Promise<Proposal>
  /** What these entries are there, whatever the order says. */
  readonly lookAt: (commit: string, entries: readonly EntryVerdict[]) => Promise<readonly EntryVerdict[]>
  /** The second of these tags of an image stands at the commit of the first, or at one that continues it. */
  readonly continues: (
    image: string,
    older: string | undefined,
    newer: string | undefined,
  ) => Promise<boolean>
  readonly changeOf: (proposal: Proposal) => Promise<Change>
  /** With their digests, as far as they are known. */
  readonly images: readonly WantedImage[]
}

/**
 * A way for a proposal into the config repository. Which branch it writes, and what must not have moved there, is its own
 * business: it need not be the branch that the proposal was judged on.
 */
export interface Delivery {
  /** Fails for a proposal that could not be delivered, while nothing is built yet. */
  foresee?(proposal: Proposal): Promise<void>
  deliver(change: ProposedChange): Promise<Delivered>
  /** Writes nothing, and says what it would; a way without it does no more than the proposal says. */
  rehearse?(change: ProposedChange): Promise<Delivered>
}

export type RehearsedDelivery = Delivery & Required<Pick<Delivery, 'rehearse'>>

/** The proposal that decided, and what became of it. */
export type Delivered = Pushed | Proposed | NothingToDo

export interface Attempted {
  readonly proposal: Proposal
  readonly attempts: number
}

/** The base branch has it. */
export interface Pushed extends Attempted {
  readonly kind: 'pushed'
  readonly commit: string
  /** The one that was merged at once. */
  readonly pullRequest?: PullRequestLink
}

/** What people look at. */
export interface PullRequestLink {
  readonly number: number
  readonly url: string
}

/** A pull request has it. */
export interface Proposed extends Attempted {
  readonly kind: 'proposed'
  /** The head of its branch. */
  readonly commit: string
  readonly pullRequest: PullRequestLink
}

interface NothingToDo extends Attempted {
  readonly kind: 'nothing-to-do'
  readonly commit: undefined
  /** The one that decided it: it proposes a newer commit, or was closed. */
  readonly pullRequest?: PullRequestLink
}
