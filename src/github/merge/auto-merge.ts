import { setTimeout as sleep } from 'node:timers/promises'
import { reasonIn } from '../reason.ts'
import { enable, merge } from './requests.ts'
import { type MergeMethod, type MergingPull, readMergeState } from './state.ts'
import { type AutoMerged, type AutoMergePorts, again, leave, type Step, settingsOf } from './step.ts'

export interface AutoMergeOptions {
  /** `default`: what GitHub offers first for this repository. */
  readonly method: MergeMethod | 'default'
}

/** GitHub finds out late whether something can be merged, and other writers move the base meanwhile. */
const LOOKS = 15
const PAUSE_MS = 1500

/**
 * Has GitHub merge the pull request as soon as it may, or merges it where nothing is pending: GitHub enables auto-merge only
 * while something is ("Pull request is in clean status"), and which of both it is may change between two requests.
 */
export async function autoMerge(
  pull: MergingPull,
  { method }: AutoMergeOptions,
  ports: AutoMergePorts,
): Promise<AutoMerged> {
  let why = 'GitHub has not found out in time whether it can be merged'
  for (let look = 0; look < LOOKS; look += 1) {
    if (look > 0) await sleep(ports.pauseMs ?? PAUSE_MS, undefined, { signal: ports.signal })
    const step = await nextStep(pull, method, ports).catch((error: unknown) => {
      ports.signal.throwIfAborted()
      return leave(pull, ports, reasonIn(error))
    })
    if (step.kind !== 'again') return step
    why = step.why
  }
  return leave(pull, ports, why)
}

async function nextStep(
  pull: MergingPull,
  wanted: AutoMergeOptions['method'],
  ports: AutoMergePorts,
): Promise<Step> {
  const state = await readMergeState(pull, ports.github)
  if (state.merged !== undefined) return { kind: 'merged', commit: state.merged }
  if (state.closed) return leave(pull, ports, 'it is closed')
  // A commit that was just pushed is not seen everywhere at once; one of a person is not ours to merge.
  if (state.head !== pull.head) return again('its branch has another commit than the one of this run')
  if (state.waiting) return { kind: 'waiting' }
  const method = wanted === 'default' ? state.defaultMethod : wanted
  if (!state.queue && !state.methods.has(method)) return leave(pull, ports, notAllowed(method, pull))
  const reason = BLOCKS[state.status]
  if (reason !== undefined) return leave(pull, ports, reason)
  if (state.status === 'UNKNOWN') return again('GitHub has not found out in time whether it can be merged')
  const isPending = state.queue || PENDING.has(state.status)
  return isPending ? enable(pull, { method, state }, ports) : merge(pull, method, ports)
}

const BLOCKS: Readonly<Record<string, string>> = {
  DIRTY: 'it has conflicts with the branch that it goes into',
  DRAFT: 'it is a draft, and GitHub merges no draft',
}
const PENDING: ReadonlySet<string> = new Set(['BLOCKED', 'BEHIND'])

const notAllowed = (method: string, pull: MergingPull): string =>
  `the config repository does not allow the method ${method} (${settingsOf(pull)}); name an allowed one in pull-request.auto-merge`
