import type { BranchWriter, Change, SideBranch } from '../../config-repository/repository.ts'
import type { PullRequest, Pulls, PullText } from '../../github/pull-request.ts'
import type { WantedImage } from '../../plan/deployment.ts'
import type { Delivered, ProposedChange } from '../delivery.ts'
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

/** What a delivery by pull request works through. */
export interface PullPorts {
  readonly branches: BranchWriter
  readonly pulls: Pulls
  readonly describe: (pull: DescribedPull) => Promise<PullText>
  /** What a pull request gets besides its text, when it was made or has got another commit; nothing of it fails. */
  readonly dress?: ((pull: PullRequest, commit: string) => Promise<void>) | undefined
  /** What people may want to know of it. */
  readonly say: (line: string) => void
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

/** What came of one look at everything: an end, or why it must be looked at again. */
export type Step = Delivered | { readonly kind: 'lost'; readonly reason: string }
