import { GithubFailure } from '../../github/failure.ts'
import { fieldOf, idOf } from '../../names/parsed.ts'
import type { Change, CommitOutcome } from '../repository.ts'
import { splitMessage } from './message.ts'
import { COMMIT } from './queries.ts'
import { kindOf } from './refusal/kind.ts'
import type { ApiRemote } from './remote.ts'
import type { TermsLeft } from './terms.ts'

/** What a commit that landed nowhere has to say, but for the reason. */
export const NOT_LANDED = { landed: false, commit: undefined, unanswered: false, unsent: false } as const

export interface NewCommit {
  readonly branch: string
  /** The head of the branch, on which the commit is made and on no other one. */
  readonly expected: string
  readonly change: Change
  readonly left: TermsLeft
}

/** One mutation: GitHub makes the commit, signs it, and moves the branch. */
export async function createCommit(remote: ApiRemote, commit: NewCommit): Promise<CommitOutcome> {
  const { branch, expected, change, left } = commit
  const target = { repositoryNameWithOwner: remote.repository, branchName: branch }
  const input = { branch: target, expectedHeadOid: expected, ...contentsOf(change) }
  try {
    const terms = { once: true, ...left() }
    const answer = await remote.ask(({ graphql }) => graphql(COMMIT, { input }), terms)
    const made = idOf(fieldOf(answer, 'createCommitOnBranch', 'commit', 'oid'))
    return made === undefined
      ? { ...NOT_LANDED, reason: 'GitHub did not name the commit', unanswered: true }
      : { landed: true, commit: made }
  } catch (error) {
    if (!(error instanceof GithubFailure)) throw error
    if (error.type === 'STALE_DATA') return { ...NOT_LANDED, reason: error.said[0] ?? 'STALE_DATA' }
    if (error.unsure) return { ...NOT_LANDED, reason: `GitHub ${error.message}`, unanswered: true }
    // Whoever merged a pull request may have removed its branch since it was read.
    const isGone = branch !== remote.branch && kindOf(error) === 'branch-missing'
    return isGone ? { ...NOT_LANDED, reason: 'the branch is gone' } : remote.refuse(error, branch)
  }
}

function contentsOf({ files, message }: Change) {
  const additions = [...files].map(([path, text]) => ({
    path,
    contents: Buffer.from(text).toString('base64'),
  }))
  return { message: splitMessage(message), fileChanges: { additions } }
}
