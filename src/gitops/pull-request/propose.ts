import type { PullRequest } from '../../github/pull-request.ts'
import type { Delivered } from '../delivery.ts'
import { type Proposal, writtenBy } from '../proposal.ts'
import { branchTaken, onBranch } from './failures.ts'
import { isWithdrawn } from './marks.ts'
import { isMarked, proposes } from './ownership.ts'
import type { PullOptions, PullPorts, Situation } from './ports.ts'
import { publish, publishAsItIs } from './publish.ts'
import { lost, type Step } from './step.ts'
import { besides, closedAt, standingOf } from './verdicts.ts'

/** The base is to have something: it gets to the pull request, unless that is further. */
export async function propose(at: Situation, ports: PullPorts, options: PullOptions): Promise<Step> {
  const { name, side, open, proposal, attempts } = at
  const stopped = open ? undefined : await closedByPerson(at, ports)
  if (stopped) return nothing(closedAt(proposal, stopped), attempts, stopped)
  if (side && !side.known) branchTaken(name, side, { label: options.label, open })
  const edges = { ports, options }
  if (!side || !isLive(at)) return write(at, { written: proposal }, edges)
  const there = await at.change.proposeAt(side.head, proposal).catch((error: unknown) => {
    throw onBranch(error, name, open)
  })
  return goOn({ ...at, side }, there, edges)
}

/** From what the branch has. */
async function goOn(at: Live, there: Proposal, edges: Edges): Promise<Step> {
  const { side, open, proposal } = at
  const { passed, complete, ahead } = standingOf(there)
  if (passed) return leave(at, there, edges)
  const rest = { ...at, proposal: besides(proposal, there, open) }
  const isWhole = side.ours && !ahead
  if (!complete) return write(rest, isWhole ? { written: proposal } : { written: there, onTop: true }, edges)
  // Nobody has asked for it yet, or the base has gone another way: from the newest tip it can be merged.
  const isStuck = isWhole && (!open || (await edges.ports.pulls.conflicts(open.number)) === true)
  if (isStuck) return write(at, { written: proposal }, edges)
  return publish({ ...rest, commit: side.head, isNew: false, isOurs: side.ours }, edges.ports, edges.options)
}

type Live = Situation & { readonly side: NonNullable<Situation['side']> }

/** What the branch holds is proposed, or about to be. */
const isLive = ({ side, open, closed }: Situation): boolean =>
  side !== undefined &&
  side.commits?.length !== 0 &&
  (open !== undefined || !closed.some(({ head }) => head === side.head))

interface Edges {
  readonly ports: PullPorts
  readonly options: PullOptions
}

interface Written {
  readonly written: Proposal
  /** Of the head of the branch, and not of the tip of the base. */
  readonly onTop?: boolean
}

async function write(at: Situation, { written, onTop }: Written, { ports, options }: Edges): Promise<Step> {
  const { name, change, side, left } = at
  const target = { branch: name, parent: written.tip, expected: side?.head }
  const outcome = await ports.branches.commitTo(target, await change.changeOf(written), left())
  // One whose answer was lost is found on the branch by the next look.
  if (!outcome.landed) return lost(outcome.reason)
  const onBranch = onTop ? at : { ...at, proposal: written }
  const isOurs = !onTop || side?.ours === true
  return publish({ ...onBranch, commit: outcome.commit, isNew: true, isOurs }, ports, options)
}

/** The pull request is further than this run, or held. */
async function leave(at: Situation, there: Proposal, { ports, options }: Edges): Promise<Step> {
  const { proposal, attempts } = at
  const pull = await publishAsItIs(at, ports, options)
  if (!pull) return lost('its pull request is not there yet')
  return nothing(besides(proposal, there, pull), attempts, pull)
}

/** The one that a person closed with this very commit in it. What this step closes says so in its text. */
async function closedByPerson(
  { closed, change, proposal }: Situation,
  { pulls }: PullPorts,
): Promise<PullRequest | undefined> {
  const names = new Set(writtenBy(proposal).map(({ image }) => image))
  const images = change.images.filter(({ name }) => names.has(name))
  for (const pull of closed
    .filter(({ merged, body }) => !merged && !isWithdrawn(body))
    .slice(0, MOST_CLOSED)) {
    const messages = await pulls.messages(pull.number)
    const last = messages.findLast((message) => isMarked(message, change.images))
    if (last !== undefined && proposes(last, images)) return pull
  }
  return undefined
}

/** How many closed ones are asked for their commits; the newest come first. */
const MOST_CLOSED = 5

const nothing = (proposal: Proposal, attempts: number, { number, url }: PullRequest): Delivered => ({
  kind: 'nothing-to-do',
  proposal,
  commit: undefined,
  attempts,
  pullRequest: { number, url },
})
