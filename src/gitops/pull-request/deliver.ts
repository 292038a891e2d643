import { setTimeout as sleep } from 'node:timers/promises'
import type { SideBranch } from '../../config-repository/repository.ts'
import type { PullRequest } from '../../github/pull-request.ts'
import { fullJitter } from '../../runner/retry.ts'
import type { Delivered, ProposedChange } from '../delivery.ts'
import type { Proposal } from '../proposal.ts'
import { contended, type Lost } from '../write-failures.ts'
import { branchName } from './branch-name.ts'
import { branchIsBase } from './failures.ts'
import { hasMark } from './marks.ts'
import { type Ownership, ownershipOf } from './ownership.ts'
import type { PullOptions, PullPorts, Situation } from './ports.ts'
import { propose } from './propose.ts'
import { withdraw } from './withdraw.ts'

const BUDGET_MS = 5 * 60_000
const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 10_000

/**
 * Brings a proposal into the one pull request of its images and overlays. Order and holds are judged on the base, and on
 * what the open pull request has, by whose branch the runs of a service race as they do by the base when they push
 * (docs/adr/0021).
 */
export async function deliverTo(
  change: ProposedChange,
  ports: PullPorts,
  options: PullOptions,
): Promise<Delivered> {
  const { budgetMs = BUDGET_MS, signal } = options
  const deadline = performance.now() + budgetMs
  const left = () => deadline - performance.now()
  const base = await ports.branches.base()
  const name = options.branch ?? branchName({ images: change.images, base })
  if (name === base) branchIsBase(name, options.label)
  for (let attempts = 1; ; attempts += 1) {
    const proposal = await proposeOnBase(change, attempts, left)
    const seen = await lookAround({ name, base, change, proposal, attempts, left }, ports, options)
    const situation = await withMerged(seen)
    const step = await (situation.proposal.files.size === 0 ? withdraw : propose)(situation, ports, options)
    if (step.kind !== 'lost') return step
    const delay = fullJitter(attempts - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS)
    if (delay > left()) return contended(attempts, budgetMs, lostBy(step.reason))
    ports.say(`Another run is at work on ${name} (${step.reason}); looking at it again.`)
    await sleep(delay, undefined, { signal })
  }
}

/** A branch of its own takes a commit on any tip of the base, so that only the newest one will do. */
async function proposeOnBase(
  { first, firstIsOld, read, propose: proposeOn }: ProposedChange,
  attempts: number,
  left: () => number,
): Promise<Proposal> {
  return proposeOn(attempts === 1 && !firstIsOld ? first : await read(left()))
}

/** The newest pull request may have been merged since the base was read: what it brought there is not proposed again. */
async function withMerged(at: Situation): Promise<Situation> {
  const { change, proposal, open, closed, left } = at
  if (open || !closed[0]?.merged || proposal.files.size === 0) return at
  const survey = await change.read(left())
  return survey.tip === proposal.tip ? at : { ...at, proposal: await change.propose(survey) }
}

type Known = Omit<Situation, 'side' | 'open' | 'closed'>

async function lookAround(known: Known, ports: PullPorts, options: PullOptions): Promise<Situation> {
  const { name, left } = known
  // The branch first: a pull request that is seen after it is for that head, or for a later one.
  const side = await ports.branches.branch(name, left())
  const pulls = await ports.pulls.of(name)
  const open = pulls.find(({ state }) => state === 'open')
  const closed = pulls.filter(({ state }) => state === 'closed')
  return {
    ...known,
    side: side && { ...side, ...owned(side, { known, open, closed }, options) },
    open,
    closed,
  }
}

interface Seen {
  readonly known: Known
  readonly open: PullRequest | undefined
  readonly closed: readonly PullRequest[]
}

function owned(side: SideBranch, { known, open, closed }: Seen, options: PullOptions): Ownership {
  const merged = new Set(closed.flatMap((one) => (one.merged ? [one.head] : [])))
  // What was merged is on the base, however it got there.
  if (merged.has(side.head)) return { ours: true, known: true }
  const commits = side.commits?.slice(side.commits.findLastIndex(({ id }) => merged.has(id)) + 1)
  const isProposed = [...(open ? [open] : []), ...closed].some(({ body }) => hasMark(body))
  // A branch that this step deploys to directly, in another environment, has such commits as well: a cut off run leaves one.
  const isDeployedTo = options.branch !== undefined && !isProposed && (side.commits?.length ?? 0) > 1
  if (isDeployedTo) return { ours: false, known: false }
  const owner = ownershipOf({ ...side, commits }, known.change.images, options.committer)
  // Nobody else comes upon a name that was made of a hash; and who squashes our commits leaves the text of the pull request.
  const isMade = side.commits?.length === 0 && options.branch === undefined
  return { ...owner, known: owner.known || isMade || (open !== undefined && hasMark(open.body)) }
}

const lostBy = (reason: string): Lost => ({
  landed: false,
  commit: undefined,
  reason,
  unanswered: false,
  unsent: false,
})
