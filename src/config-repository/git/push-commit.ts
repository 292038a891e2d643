import type { CommitOutcome } from '../repository.ts'
import { failInTheWay, failRefusedAside, standsInTheWay } from './aside.ts'
import type { Clone } from './clone.ts'
import { failRefused, readPush } from './push-outcome.ts'
import { classifyTransfer, type TransferFailure } from './remote/transfer-failure.ts'

const NOT_LANDED = { landed: false, unanswered: false, unsent: false } as const

export interface Push {
  readonly commit: string
  readonly ref: string
  /** Where the ref must be; undefined: nowhere. */
  readonly expected: string | undefined
  readonly withinMs: number | undefined
  /** The ref is not the branch that is deployed from. */
  readonly aside?: boolean
}

/** One push, and what it means; the lease refuses a ref that is elsewhere, be it only moved back. */
export async function pushCommit(clone: Clone, push: Push): Promise<CommitOutcome> {
  const { commit, ref, expected = '', withinMs, aside } = push
  const options = ['--porcelain', '--no-verify', `--force-with-lease=${ref}:${expected}`]
  const result = await clone.push(options, `${commit}:${ref}`, withinMs)
  const outcome = readPush(result.exitCode, result.stdout, result.stderr)
  switch (outcome.kind) {
    case 'landed':
      return { landed: true, commit }
    case 'refused':
      return refused(clone, push, outcome.reason)
    case 'unsent':
    case 'lost': {
      const other = aside ? standsInTheWay(result) : undefined
      if (other) failInTheWay({ label: clone.label, branch: nameOf(ref), reason: other })
      return { ...NOT_LANDED, commit, reason: outcome.reason, unsent: outcome.kind === 'unsent' }
    }
    case 'unsure':
      return settle(clone, push, outcome.reason)
    case 'unanswered': {
      const failure = classifyTransfer(result.stderr)
      if (failure !== 'unreachable') return unheard(clone, push, { failure, stderr: result.stderr })
      return { ...NOT_LANDED, commit, reason: outcome.reason, unanswered: true }
    }
  }
}

const nameOf = (ref: string): string => ref.replace(/^refs\/heads\//, '')

/** The server said no, without saying why: a race when the tip has moved, else a rule. */
async function settle(clone: Clone, push: Push, reason: string): Promise<CommitOutcome> {
  const { commit, ref, expected, withinMs } = push
  const now = await clone.headOf(ref, withinMs)
  if (now === commit) return { landed: true, commit }
  if (now === expected) refused(clone, push, reason)
  return { ...NOT_LANDED, commit, reason }
}

interface Unheard {
  readonly failure: TransferFailure
  readonly stderr: string
}

/** What answers as no git server does may stand before one: that of the branch may have taken the commit. */
const INSTEAD: ReadonlySet<TransferFailure> = new Set(['no-server', 'not-found', 'rejected'])

async function unheard(
  clone: Clone,
  { commit, ref, withinMs }: Push,
  { failure, stderr }: Unheard,
): Promise<CommitOutcome> {
  if (INSTEAD.has(failure) && (await clone.headOf(ref, withinMs)) === commit) return { landed: true, commit }
  return clone.fail(failure, stderr)
}

function refused({ label }: Clone, { ref, aside }: Push, reason: string): never {
  const branch = nameOf(ref)
  return aside ? failRefusedAside({ label, branch, reason }) : failRefused(label, branch, reason)
}
