import type { Github } from './client.ts'

/** For one request: a secondary limit asks for a minute or more, and the branch is written by then. */
const BUDGET_MS = 180_000

/** GitHub, asked for whatever a pull request needs in that time. */
export const pastLimits = (github: Pick<Github, 'ask'>): Pick<Github, 'ask'> => ({
  ask: (call, terms) => github.ask(call, { budgetMs: BUDGET_MS, ...terms }),
})

/** A pull request of the config repository, as GitHub's REST API has it. */
export interface PullRequest {
  readonly number: number
  readonly url: string
  readonly state: 'open' | 'closed'
  readonly merged: boolean
  readonly draft: boolean
  /** The last commit of its branch; of a closed one, that it was closed with. */
  readonly head: string
  readonly title: string
  readonly body: string
}

export interface PullText {
  readonly title: string
  readonly body: string
}

export interface NewPull extends PullText {
  readonly draft: boolean
}

/** The pull requests from one branch of the config repository into its base. */
export interface Pulls {
  /** The newest first, closed ones too; as many as a page has. */
  of(branch: string): Promise<readonly PullRequest[]>
  /** The messages of its own commits, oldest first. */
  messages(number: number): Promise<readonly string[]>
  /** It cannot be merged without a person; undefined while GitHub has not found out. */
  conflicts(number: number): Promise<boolean | undefined>
  /** undefined: there is an open one already. One that is ready where the owner's plan has no drafts. */
  create(branch: string, pull: NewPull): Promise<PullRequest | undefined>
  update(number: number, text: PullText): Promise<void>
  /** With the text that it is left with, and a comment that says why. */
  close(number: number, last: { readonly body: string; readonly comment: string }): Promise<void>
}
