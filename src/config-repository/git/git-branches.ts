import { StepError } from '../../errors/errors.ts'
import { LIMITS } from '../limits.ts'
import type {
  BranchWriter,
  Change,
  CommitOutcome,
  SideBranch,
  SideCommit,
  SideTarget,
} from '../repository.ts'
import type { Clone } from './clone.ts'
import type { GitRepository } from './git-repository.ts'
import { pushCommit } from './push-commit.ts'
import { readPush } from './push-outcome.ts'
import { readObjects } from './read-objects.ts'

/** More than people put on the branch of one deploy. */
const MOST_COMMITS = 250

const refOf = (branch: string): string => `refs/heads/${branch}`

/** Branches beside the one that is deployed from, over git's own transports. */
export class GitBranches implements BranchWriter {
  readonly #repository: Pick<GitRepository, 'opened' | 'makeCommit'>

  constructor(repository: Pick<GitRepository, 'opened' | 'makeCommit'>) {
    this.#repository = repository
  }

  async base(): Promise<string> {
    return (await this.#repository.opened()).branch
  }

  async branch(name: string, withinMs?: number): Promise<SideBranch | undefined> {
    const clone = await this.#repository.opened()
    const ref = refOf(name)
    try {
      if (await clone.fetch({ ref, without: clone.ref, withinMs })) {
        return { head: await clone.known(ref), commits: await commitsOf(clone, ref) }
      }
    } catch (error) {
      if (error instanceof StepError && error.code === 'CONFIG_BRANCH_MISSING') return undefined
      throw error
    }
    // The base has all of it.
    const head = await clone.headOf(ref, withinMs)
    return head === undefined ? undefined : { head, commits: [] }
  }

  async commitTo(
    { branch, parent, expected }: SideTarget,
    change: Change,
    withinMs?: number,
  ): Promise<CommitOutcome> {
    const clone = await this.#repository.opened()
    const commit = await this.#repository.makeCommit(parent, change)
    return pushCommit(clone, { commit, ref: refOf(branch), expected, withinMs, aside: true })
  }

  /** A branch that nobody can remove stays, which harms nothing. */
  async removeBranch(name: string, head: string): Promise<boolean> {
    const clone = await this.#repository.opened()
    const ref = refOf(name)
    const options = ['--porcelain', '--no-verify', `--force-with-lease=${ref}:${head}`]
    const { exitCode, stdout, stderr } = await clone.push(options, `:${ref}`)
    return readPush(exitCode, stdout, stderr).kind === 'landed'
  }
}

/** Whatever the base leads to was not sent, so that the history of the branch ends there. */
async function commitsOf(clone: Clone, ref: string): Promise<readonly SideCommit[] | undefined> {
  const { stdout } = await clone.git(['rev-list', '--topo-order', `--max-count=${MOST_COMMITS + 1}`, ref])
  const ids = stdout.trim().split('\n')
  if (ids.length > MOST_COMMITS) return undefined
  const objects = await readObjects(clone, ids, LIMITS.read)
  return objects.flatMap((object) => (object ? [commitIn(object.id, object.content)] : [])).toReversed()
}

/** A commit object (git-commit-tree): headers, an empty line, the message. */
function commitIn(id: string, content: Buffer | undefined): SideCommit {
  const text = content?.toString('utf8') ?? ''
  const end = text.indexOf('\n\n')
  const headers = text.slice(0, end < 0 ? text.length : end)
  const line = headers.split('\n').find((header) => header.startsWith('committer ')) ?? ''
  const open = line.lastIndexOf('<')
  const committer = {
    name: line.slice('committer '.length, Math.max(open, 'committer '.length)).trim(),
    email: line.slice(open + 1, Math.max(line.lastIndexOf('>'), open + 1)),
  }
  return { id, message: end < 0 ? '' : text.slice(end + 2), committer }
}
