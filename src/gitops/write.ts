import { setTimeout as sleep } from 'node:timers/promises'
import { fail } from '../errors.ts'
import { fullJitter } from '../runner/retry.ts'
import type { Proposal } from './propose.ts'
import type { CommitOutcome, ConfigRepository, Snapshot } from './repository.ts'

export interface WriteSteps {
  readonly repository: ConfigRepository
  readonly paths: readonly string[]
  readonly propose: (snapshot: Snapshot) => Promise<Proposal>
  readonly commit: (proposal: Proposal) => Promise<CommitOutcome>
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

/** A burst of writers needs time, not a count: with 20 of them the unluckiest needs 9 attempts. */
const BUDGET_MS = 5 * 60_000
const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 10_000

/**
 * Read the tip, decide, edit, commit on exactly that tip; whoever loses the race starts again from the new tip, so a
 * change of others is never overwritten and never rebased. Begins with a snapshot that may be old: a commit on an old
 * tip is lost, not wrong.
 */
export async function writeUntilLanded(first: Snapshot, steps: WriteSteps): Promise<WriteResult> {
  const started = performance.now()
  const budget = steps.budgetMs ?? BUDGET_MS
  let snapshot = first
  let unanswered: WriteResult | undefined
  for (let attempt = 0; ; attempt += 1) {
    const proposal = await steps.propose(snapshot)
    // Everything is there: by a push of ours whose answer was lost, if there was one.
    if (proposal.files.size === 0) return unanswered ?? { proposal, commit: undefined, attempts: attempt + 1 }
    const outcome = await steps.commit(proposal)
    if (outcome.landed) return { proposal, commit: outcome.commit, attempts: attempt + 1 }
    if (outcome.unanswered) unanswered = { proposal, commit: outcome.unanswered, attempts: attempt + 1 }
    steps.onLost?.(outcome.reason)
    const delay = fullJitter(attempt, FIRST_WAIT_MS, LONGEST_WAIT_MS)
    if (performance.now() - started + delay > budget) contended(attempt + 1, budget, outcome.reason)
    await sleep(delay, undefined, { signal: steps.signal })
    snapshot = await steps.repository.read(steps.paths)
  }
}

function contended(attempts: number, budgetMs: number, reason: string): never {
  return fail({
    code: 'CONFIG_CONTENTION',
    message: `the commit did not land in ${attempts} attempts within ${Math.round(budgetMs / 1000)} s; the last one: ${reason}`,
    hint: 'Nothing was lost: the images are in the registry, so re-running the job only commits. If it happens often, look for a writer that pushes in a loop.',
  })
}
