import type { Snapshot } from '../config-repository/repository.ts'
import { StepError } from '../errors/errors.ts'
import type { Proposal } from './proposal.ts'

export interface LookPorts<Read extends Snapshot> {
  /** The newest tip, and what stands there; all that is asked of the server has so much time at most. */
  readonly read: (withinMs: number) => Promise<Read>
  readonly propose: (snapshot: Read) => Promise<Proposal>
}

export interface LookOptions {
  /** The branch may well have moved since the first snapshot. */
  readonly firstIsOld?: boolean
  readonly signal: AbortSignal
}

interface FirstProposal {
  readonly proposal: Proposal
  /** It is for a tip that the branch may have left. */
  readonly isOld: boolean
}

/**
 * Of an old snapshot only a change counts: its push is taken on that very tip, or not at all. That nothing is to be
 * done, or that something must not be done, has to be true of the branch as it is.
 */
export async function proposeFirst<Read extends Snapshot>(
  first: Read,
  left: () => number,
  { firstIsOld = false, propose, read, signal }: LookPorts<Read> & LookOptions,
): Promise<FirstProposal> {
  if (!firstIsOld) return { proposal: await propose(first), isOld: false }
  const proposal = await propose(first).catch((error: unknown) => {
    if (!(error instanceof StepError)) throw error
    return undefined
  })
  if (proposal && proposal.files.size > 0) return { proposal, isOld: true }
  signal.throwIfAborted()
  return { proposal: await propose(await read(left())), isOld: false }
}
