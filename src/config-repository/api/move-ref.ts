import { GithubFailure } from '../../github/failure.ts'
import { fieldOf, idOf, listOf, recordOf } from '../../names/parsed.ts'
import { isRecord } from '../../names/text.ts'
import { failInTheWay } from '../git/aside.ts'
import type { CommitOutcome } from '../repository.ts'
import { NOT_LANDED } from './create-commit.ts'
import { placeQuery, refOf, repositoryQuery, UPDATE_REFS } from './queries.ts'
import { kindOf } from './refusal/kind.ts'
import type { ApiRemote } from './remote.ts'
import { type TermsLeft, termsWithin } from './terms.ts'

/** What a ref points at that is not there (GitHub's GraphQL schema, `updateRefs`). */
export const NOWHERE = '0'.repeat(40)

export interface Move {
  /** As GraphQL calls it. */
  readonly repositoryId: unknown
  readonly branch: string
  readonly from: string
  readonly to: string
}

/** Moves branches from where they were read, and from nowhere else: `updateRefs` is the only call of GitHub with a lease. */
export class RefMover {
  readonly #remote: ApiRemote
  /** The move that was refused last, although the branch was seen where it was to be. */
  #refused: string | undefined

  constructor(remote: ApiRemote) {
    this.#remote = remote
  }

  async move(move: Move, left: TermsLeft): Promise<CommitOutcome> {
    const { to } = move
    try {
      await this.#update(move, left)
      return { landed: true, commit: to }
    } catch (error) {
      if (!(error instanceof GithubFailure)) throw error
      if (error.unsure)
        return { ...NOT_LANDED, commit: to, reason: `GitHub ${error.message}`, unanswered: true }
      if (kindOf(error) !== 'other') return this.#remote.refuse(error, move.branch)
      return this.#settle(move, error, left)
    }
  }

  /** false: it is elsewhere, or gone, or nobody may. */
  async remove(branch: string, head: string): Promise<boolean> {
    try {
      const { text, variables } = repositoryQuery(this.#remote.names)
      const answer = await this.#remote.ask(({ graphql }) => graphql<unknown>(text, { ...variables }))
      const repositoryId = fieldOf(answer, 'repository', 'id')
      await this.#update({ repositoryId, branch, from: head, to: NOWHERE }, termsWithin())
      return true
    } catch (error) {
      if (error instanceof GithubFailure) return false
      throw error
    }
  }

  /** Sent again where the answer was lost: the second of two is refused, as the branch is not there any more. */
  async #update({ repositoryId, branch, from, to }: Move, left: TermsLeft): Promise<void> {
    const update = { name: refOf(branch), beforeOid: from, afterOid: to, force: true }
    const input = { repositoryId, refUpdates: [update] }
    const answer = await this.#remote.ask(({ graphql }) => graphql(UPDATE_REFS, { input }), left())
    if (!isRecord(fieldOf(answer, 'updateRefs')))
      throw new GithubFailure('did not say that it moved the branch', { retry: 'transient', status: 200 })
  }

  /** GitHub names no reason that programs could read: where the branch is now says it. */
  async #settle({ branch, from, to }: Move, error: GithubFailure, left: TermsLeft): Promise<CommitOutcome> {
    const answer = await this.#remote.query(placeQuery(this.#remote.names, branch), left())
    const head = idOf(fieldOf(answer, 'repository', 'side', 'target', 'oid')) ?? NOWHERE
    if (head === to) return { landed: true, commit: to }
    const reason = error.said[0] ?? error.message
    const lost = { ...NOT_LANDED, commit: to, reason }
    if (error.type === 'STALE_DATA' || head !== from) return lost
    const { label } = this.#remote
    if (isInTheWay(fieldOf(answer, 'repository'))) failInTheWay({ label, branch, reason })
    // Once more, as a read may be older than what has refused the move.
    const refused = `${branch} ${from}`
    if (this.#refused === refused) return this.#remote.refuse(error, branch)
    this.#refused = refused
    return lost
  }
}

const isInTheWay = (repository: unknown): boolean =>
  listOf(fieldOf(repository, 'within', 'nodes')).length > 0 ||
  Object.entries(recordOf(repository)).some(([name, ref]) => /^f\d+$/.test(name) && ref !== null)
