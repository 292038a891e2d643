import { fieldOf, idOf } from '../../names/parsed.ts'
import type { BranchWriter, Change, CommitOutcome, SideBranch, SideTarget } from '../repository.ts'
import type { ApiRepository } from './api-repository.ts'
import { createCommit } from './create-commit.ts'
import { makeCommit } from './make-commit.ts'
import { NOWHERE, RefMover } from './move-ref.ts'
import { obstacleTo } from './obstacle.ts'
import { parentQuery, sideQuery } from './queries.ts'
import type { ApiRemote } from './remote.ts'
import { commitsBetween } from './side-commits.ts'
import { termsWithin } from './terms.ts'

/**
 * Branches beside the one that is deployed from, over GitHub's API. What goes on top of a branch is one mutation; what
 * makes it anew is a commit that nothing points at, and then one move of the branch, from where it was read.
 */
export class ApiBranches implements BranchWriter {
  readonly #repository: Pick<ApiRepository, 'remote' | 'read'>
  readonly #mover: RefMover

  constructor(repository: Pick<ApiRepository, 'remote' | 'read'>) {
    this.#repository = repository
    this.#mover = new RefMover(repository.remote)
  }

  get #remote(): ApiRemote {
    return this.#repository.remote
  }

  async base(): Promise<string> {
    // Until GitHub was asked it may be the default one, whatever that is called.
    if (this.#remote.branch === 'HEAD') await this.#repository.read([])
    return this.#remote.branch
  }

  async branch(name: string, withinMs?: number): Promise<SideBranch | undefined> {
    const left = termsWithin(withinMs)
    const query = sideQuery(this.#remote.names, { base: await this.base(), side: name })
    const answer = await this.#remote.query(query, left())
    const [head, base = ''] = ['side', 'base'].map((ref) =>
      idOf(fieldOf(answer, 'repository', ref, 'target', 'oid')),
    )
    if (head === undefined) return undefined
    return { head, commits: await commitsBetween(this.#remote, { base, head }, left) }
  }

  async commitTo(target: SideTarget, change: Change, withinMs?: number): Promise<CommitOutcome> {
    const { branch, parent, expected } = target
    const left = termsWithin(withinMs)
    const paths = [...change.files.keys()]
    const answer = await this.#remote.query(parentQuery(this.#remote.names, parent, paths), left())
    const commit = fieldOf(answer, 'repository', 'commit')
    const modes = new Map(paths.map((path, index) => [path, modeIn(fieldOf(commit, `p${index}`))]))
    if (parent === expected && obstacleTo(change, (path) => modes.get(path)) === undefined) {
      return createCommit(this.#remote, { branch, expected, change, left })
    }
    // Of no tree GitHub would make a commit that takes all other files away.
    const tree = fieldOf(commit, 'tree', 'oid')
    const made = await makeCommit(this.#remote, { parent, tree, modes, change }, left)
    const repositoryId = fieldOf(answer, 'repository', 'id')
    return this.#mover.move({ repositoryId, branch, from: expected ?? NOWHERE, to: made }, left)
  }

  /** A branch that nobody can remove stays, which harms nothing. */
  async removeBranch(name: string, head: string): Promise<boolean> {
    return this.#mover.remove(name, head)
  }
}

function modeIn(file: unknown): number | undefined {
  const mode = fieldOf(file, 'mode')
  return typeof mode === 'number' ? mode : undefined
}
