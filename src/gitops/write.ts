import { setTimeout as sleep } from 'node:timers/promises'
import type { CommitOutcome, Snapshot } from '../config-repository/repository.ts'
import { fullJitter } from '../runner/retry.ts'
import type { Attempted, Delivered, Pushed } from './delivery.ts'
import { type LookOptions, type LookPorts, proposeFirst } from './first-proposal.ts'
import type { Proposal } from './proposal.ts'
import { contended, type Lost, stuck } from './write-failures.ts'

/** What one attempt is made of. */
export interface WritePorts<Read extends Snapshot> extends LookPorts<Read> {
  readonly commit: (proposal: Proposal, withinMs: number) => Promise<CommitOutcome>
  /** The one of these attempts whose commit the branch holds. */
  readonly landed: (
    attempts: readonly Attempt[],
    withinMs: number,
  ) => Promise<(Attempt & { readonly id: string }) | undefined>
}

export interface WriteOptions extends LookOptions {
  readonly onLost?: (reason: string) => void
  readonly budgetMs?: number
  readonly mostAtOneTip?: number
}

/** A push that did not land, as far as anybody knows. */
export interface Attempt extends Attempted, Pick<Lost, 'unanswered' | 'unsent'> {
  /** undefined where nothing was heard of its commit. */
  readonly id: string | undefined
}

/** A burst of writers needs time, not a count: with 20 of them the unluckiest needs 9 attempts. */
const BUDGET_MS = 5 * 60_000
/**
 * Pushes in a row that a server does not take though the branch did not move: over a minute, so that an outage passes,
 * and far above what writers do to each other, one of whom always lands.
 */
const MOST_AT_ONE_TIP = 20
/** For the last look at the branch, when the budget has ended on a push that may have landed. */
const LAST_LOOK_MS = 15_000
const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 10_000

/**
 * Read the tip, decide, edit, commit on exactly that tip; whoever loses the race starts again from the new tip, so a
 * change of others is never overwritten and never rebased. Begins with a snapshot that may be old: a commit on an old
 * tip is lost, not wrong (docs/adr/0014).
 */
export async function writeUntilLanded<Read extends Snapshot>(
  first: Read,
  steps: WritePorts<Read> & WriteOptions,
): Promise<Delivered> {
  const { budgetMs = BUDGET_MS, mostAtOneTip = MOST_AT_ONE_TIP } = steps
  const deadline = performance.now() + budgetMs
  const left = () => deadline - performance.now()
  const pushed: Attempt[] = []
  let lost: Lost | undefined
  const end = async (last: Lost) =>
    (await unansweredPush(pushed, steps)) ?? contended(pushed.length, budgetMs, last)
  let { proposal, isOld } = await proposeFirst(first, left, steps)
  for (let attempts = 1; ; attempts += 1) {
    if (proposal.files.size === 0) {
      return (
        (await ownPush(pushed, steps)) ?? { kind: 'nothing-to-do', proposal, commit: undefined, attempts }
      )
    }
    // Order and rendering have limits of their own, and may have taken what was left.
    if (lost && left() < 0) return end(lost)
    const outcome = await steps.commit(proposal, left())
    if (outcome.landed) return { kind: 'pushed', proposal, commit: outcome.commit, attempts }
    lost = outcome
    const { commit: id, unanswered, unsent } = lost
    const attempt = { proposal, attempts, id, unanswered, unsent }
    pushed.push(attempt)
    const delay = delayAfter(attempt, isOld)
    if (delay > left()) return end(lost)
    steps.onLost?.(lost.reason)
    await sleep(delay, undefined, { signal: steps.signal })
    const snapshot = await steps.read(left())
    const landed = await landedMeanwhile(pushed, snapshot.tip, steps)
    if (landed) return landed
    if (pushesAt(snapshot.tip, pushed) >= mostAtOneTip) stuck(mostAtOneTip, lost)
    proposal = await steps.propose(snapshot)
    isOld = false
  }
}

/** That the branch has left a tip which was read long ago is no sign of a crowd. */
const delayAfter = ({ attempts, unsent }: Attempt, isOld: boolean): number =>
  isOld && unsent ? 0 : fullJitter(attempts - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS)

/** The pushes since the branch last moved. */
const pushesAt = (tip: string, pushed: readonly Attempt[]): number =>
  pushed.length - 1 - pushed.findLastIndex(({ proposal }) => proposal.tip !== tip)

/** Before anything is written again: what somebody has put on top of our own commit, a revert too, must stay. */
async function landedMeanwhile<Read extends Snapshot>(
  pushed: readonly Attempt[],
  tip: string,
  steps: WritePorts<Read>,
): Promise<Pushed | undefined> {
  const atTip = pushed.find(({ id }) => id === tip)
  if (atTip) return pushedAs(tip, atTip)
  const moved = pushed.at(-1)?.proposal.tip !== tip
  return moved ? unansweredPush(pushed, steps) : undefined
}

/** A push without an answer may still land while the next one is on its way. */
async function unansweredPush<Read extends Snapshot>(
  pushed: readonly Attempt[],
  steps: WritePorts<Read>,
): Promise<Pushed | undefined> {
  return pushed.some(({ unanswered }) => unanswered) ? ownPush(pushed, steps) : undefined
}

/**
 * Nothing is left to do: a push of ours may have landed whose answer was lost, or which the transport sent a second
 * time and lost against itself. That the values are there does not say so: another run may have written the same.
 */
async function ownPush<Read extends Snapshot>(
  pushed: readonly Attempt[],
  { landed }: WritePorts<Read>,
): Promise<Pushed | undefined> {
  const sent = pushed.filter(({ unsent }) => !unsent)
  if (sent.length === 0) return undefined
  const own = await landed(sent, LAST_LOOK_MS)
  return own && pushedAs(own.id, own)
}

const pushedAs = (commit: string, { proposal, attempts }: Attempt): Pushed => ({
  kind: 'pushed',
  proposal,
  commit,
  attempts,
})
