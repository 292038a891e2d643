import { setTimeout as sleep } from 'node:timers/promises'
import { fail } from '../errors.ts'
import { fullJitter } from '../runner/retry.ts'
import type { Proposal } from './proposal.ts'
import type { CommitOutcome, Snapshot } from './repository.ts'

export interface WriteSteps<Read extends Snapshot> {
  /** The newest tip, and what stands there. */
  readonly read: () => Promise<Read>
  readonly propose: (snapshot: Read) => Promise<Proposal>
  readonly commit: (proposal: Proposal) => Promise<CommitOutcome>
  /** The one of these commits that the branch holds. */
  readonly landed: (commits: readonly string[]) => Promise<string | undefined>
  readonly onLost?: (reason: string) => void
  readonly signal: AbortSignal
  readonly budgetMs?: number
}

export interface WriteResult {
  readonly proposal: Proposal
  /** undefined: there was nothing to change. */
  readonly commit: string | undefined
  readonly attempts: number
}

type Pushed = WriteResult & { readonly commit: string; readonly unanswered: boolean }

/** A burst of writers needs time, not a count: with 20 of them the unluckiest needs 9 attempts. */
const BUDGET_MS = 5 * 60_000
const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 10_000

/**
 * Read the tip, decide, edit, commit on exactly that tip; whoever loses the race starts again from the new tip, so a
 * change of others is never overwritten and never rebased. Begins with a snapshot that may be old: a commit on an old
 * tip is lost, not wrong.
 */
export async function writeUntilLanded<Read extends Snapshot>(
  first: Read,
  steps: WriteSteps<Read>,
): Promise<WriteResult> {
  const started = performance.now()
  const budget = steps.budgetMs ?? BUDGET_MS
  let snapshot = first
  const pushed: Pushed[] = []
  for (let attempt = 0; ; attempt += 1) {
    const proposal = await steps.propose(snapshot)
    const attempts = attempt + 1
    if (proposal.files.size === 0) {
      return (await ownPush(pushed, steps)) ?? { proposal, commit: undefined, attempts }
    }
    const outcome = await steps.commit(proposal)
    const own = { proposal, commit: outcome.commit, attempts }
    if (outcome.landed) return own
    pushed.push({ ...own, unanswered: outcome.unanswered })
    const delay = fullJitter(attempt, FIRST_WAIT_MS, LONGEST_WAIT_MS)
    if (performance.now() - started + delay > budget) {
      return (await unansweredPush(pushed, steps)) ?? contended(attempts, budget, outcome)
    }
    steps.onLost?.(outcome.reason)
    await sleep(delay, undefined, { signal: steps.signal })
    snapshot = await steps.read()
    const landed = await landedMeanwhile(pushed, snapshot.tip, steps)
    if (landed) return landed
  }
}

/** Before anything is written again: what somebody has put on top of our own commit, a revert too, must stay. */
async function landedMeanwhile<Read extends Snapshot>(
  pushed: readonly Pushed[],
  tip: string,
  steps: WriteSteps<Read>,
): Promise<WriteResult | undefined> {
  const atTip = pushed.find(({ commit }) => commit === tip)
  const moved = pushed.at(-1)?.proposal.tip !== tip
  return atTip ?? (moved ? unansweredPush(pushed, steps) : undefined)
}

/** A push without an answer may still land while the next one is on its way. */
async function unansweredPush<Read extends Snapshot>(
  pushed: readonly Pushed[],
  steps: WriteSteps<Read>,
): Promise<WriteResult | undefined> {
  return pushed.some(({ unanswered }) => unanswered) ? ownPush(pushed, steps) : undefined
}

/**
 * Nothing is left to do: a push of ours may have landed whose answer was lost, or which the transport sent a second
 * time and lost against itself. That the values are there does not say so: another run may have written the same.
 */
async function ownPush<Read extends Snapshot>(
  pushed: readonly Pushed[],
  { landed }: WriteSteps<Read>,
): Promise<WriteResult | undefined> {
  if (pushed.length === 0) return undefined
  const commit = await landed(pushed.map((one) => one.commit))
  return pushed.find((one) => one.commit === commit)
}

function contended(
  attempts: number,
  budgetMs: number,
  { reason, unanswered }: Extract<CommitOutcome, { landed: false }>,
): never {
  const cause = unanswered
    ? 'If it stays, look at the status of the git host.'
    : 'If it happens often, look for a writer that pushes in a loop.'
  return fail({
    code: 'CONFIG_CONTENTION',
    message: `the commit did not land in ${attempts} attempts within ${Math.round(budgetMs / 1000)} s; the last one: ${reason}`,
    hint: `Nothing was lost: the images are in the registry, so re-running the job only commits. ${cause}`,
  })
}
