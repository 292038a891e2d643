import type { BranchWriter, Change, SideBranch } from '../../config-repository/repository.ts'
import type { PullRequest, Pulls, PullText } from '../../github/pull-request.ts'
import type { WantedImage } from '../../plan/deployment.ts'
import type { ProposedChange, PullRequestLink } from '../delivery.ts'
import type { Proposal } from '../proposal.ts'
import type { Ownership } from './ownership.ts'

export interface DescribedPull {
  readonly proposal: Proposal
  /** Its commit. */
  readonly change: Change
  readonly images: readonly WantedImage[]
  /** The branch that it is to be merged into. */
  readonly base: string
}

export interface DressedPull extends PullRequestLink {
  /** Of its branch, with the commit of this run. */
  readonly head: string
  /** Just now. */
  readonly created: boolean
  /** false: people have put commits there, too, which nobody has looked at maybe. */
  readonly isOurs: boolean
}

/** What a delivery by pull request works through. */
export interface PullPorts {
  readonly branches: BranchWriter
  readonly pulls: Pulls
  readonly describe: (pull: DescribedPull) => Promise<PullText>
  /**
   * What a pull request gets besides its text, by every run that proposes what it has; nothing of it fails. Gives back the
   * commit of the base where it was merged at once.
   */
  readonly dress?: ((pull: DressedPull) => Promise<string | undefined>) | undefined
  /** What people may want to know of it. */
  readonly say: (line: string) => void
  /** What is not as it was asked for. */
  readonly onWarning: (warning: string) => void
  /** What a dry run would have done. */
  readonly sayInstead: (line: string) => void
}

export interface PullOptions {
  /** In place of the name that is made of images and overlays. */
  readonly branch: string | undefined
  readonly draft: boolean
  /** Whether branches of merged pull requests are removed. */
  readonly cleanup: boolean
  /** The address of whoever our commits are by. */
  readonly committer: string
  /** How to call the config repository. */
  readonly label: string
  readonly signal: AbortSignal
  readonly budgetMs?: number
}

/** Branch and pull requests as they are, beside what is to be proposed. */
export interface Situation {
  readonly name: string
  readonly base: string
  readonly change: ProposedChange
  readonly proposal: Proposal
  readonly attempts: number
  readonly side: (SideBranch & Ownership) | undefined
  readonly open: PullRequest | undefined
  readonly closed: readonly PullRequest[]
  readonly left: () => number
}
