import type { BranchWriter } from '../../config-repository/repository.ts'
import type { PullRequest, Pulls } from '../../github/pull-request.ts'
import type { Delivered, ProposedChange } from '../delivery.ts'
import { deliverTo } from './deliver.ts'
import type { PullOptions, PullPorts } from './ports.ts'

/** The way of a delivery to its end, in which whatever writes only says so. */
export async function rehearse(
  change: ProposedChange,
  { branches, pulls, describe, sayInstead, onWarning }: PullPorts,
  options: PullOptions,
): Promise<Delivered> {
  const said: string[] = []
  const note = (line: string) => {
    said.push(line)
    sayInstead(line)
  }
  // What is said of a write that was made is not true here.
  const others = { describe, say: () => {}, sayInstead, onWarning }
  const ports = { branches: unwritten(branches, note), pulls: unopened(pulls, note), ...others }
  const delivered = await deliverTo(change, ports, options)
  if (delivered.kind === 'proposed' && said.length === 0)
    sayInstead(`Pull request #${delivered.pullRequest.number} has it already: ${delivered.pullRequest.url}`)
  return delivered
}

type Note = (line: string) => void

/** Of a commit that nobody has made. */
const NOWHERE = '0'.repeat(40)

function unwritten(branches: BranchWriter, note: Note): BranchWriter {
  const written = new Set<string>()
  return {
    base: () => branches.base(),
    branch: async (name, withinMs) => {
      const found = await branches.branch(name, withinMs)
      return written.has(name) ? { head: NOWHERE, commits: found?.commits ?? [] } : found
    },
    commitTo: async ({ branch }) => {
      written.add(branch)
      return { landed: true, commit: NOWHERE }
    },
    removeBranch: async (name) => {
      note(`Would remove the branch ${name}.`)
      return true
    },
  }
}

function unopened(pulls: Pulls, note: Note): Pulls {
  return {
    of: (branch) => pulls.of(branch),
    messages: (number) => pulls.messages(number),
    conflicts: (number) => pulls.conflicts(number),
    create: async (branch, { title, body, draft }): Promise<PullRequest> => {
      note(`Would open a ${draft ? 'draft ' : ''}pull request from the branch ${branch}: ${title}`)
      const made = { number: 0, url: '', head: NOWHERE, merged: false, state: 'open' } as const
      return { ...made, title, body, draft }
    },
    update: async (number, { title }) => note(`Would update pull request #${number}: ${title}`),
    close: async (number) => note(`Would close pull request #${number}, which is superseded.`),
  }
}
