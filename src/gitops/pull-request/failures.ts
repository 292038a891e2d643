import type { SideBranch } from '../../config-repository/repository.ts'
import { fail, StepError, withEach } from '../../errors/errors.ts'
import type { PullRequest } from '../../github/pull-request.ts'
import { oneLine } from '../../names/text.ts'

interface Taken {
  readonly label: string
  readonly open: PullRequest | undefined
}

/** A branch by that name is somebody else's. Nothing of it is overwritten, and nothing is put on top. */
export function branchTaken(name: string, { head, commits }: SideBranch, { label, open }: Taken): never {
  const last = commits?.at(-1)
  const who = last ? ` by ${oneLine(last.committer.name).slice(0, 100)}` : ''
  const pull = open ? `, and pull request #${open.number} is for it (${open.url})` : ''
  return fail({
    code: 'PULL_REQUEST_BRANCH',
    message: `the branch ${name} of config-repository ${label} is at ${head.slice(0, 12)}${who}, which this step did not make${pull}`,
    hint: `Rename or delete that branch in ${label}, or set another one: pull-request: {branch: ...}.`,
  })
}

/** Only known once the server has said what its default branch is. */
export function branchIsBase(name: string, label: string): never {
  return fail({
    code: 'PULL_REQUEST_BRANCH',
    inputs: ['pull-request'],
    message: `pull-request.branch is ${name}, the branch of config-repository ${label} that the pull request is to be merged into`,
    hint: 'Give pull-request.branch a name of its own, such as deploys/web, or leave it out.',
  })
}

/** What is wrong with a file on the branch, of which that on the base has nothing. */
export function onBranch(error: unknown, name: string, open: PullRequest | undefined): unknown {
  if (!(error instanceof StepError)) return error
  const instead = `or ${open ? `close ${open.url} and remove` : 'remove'} the branch: the next newer commit gets another one.`
  return withEach(error, (problem) =>
    problem.configPlace
      ? {
          ...problem,
          message: `on the branch ${name}, ${problem.message}`,
          hint: `${problem.hint} Do so on that branch, ${instead}`,
        }
      : problem,
  )
}
