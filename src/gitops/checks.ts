import { messageOf } from '../errors/errors.ts'
import { nextTurn } from '../runner/turns.ts'
import type { Proposal } from './proposal.ts'

/** What is looked at beyond the edited entries; all of it gives warnings. */
export interface Checks {
  /** What people should know; asked once, in preflight. */
  advise(proposal: Proposal): Promise<readonly string[]>
  /** Does the new image reach a container, and no overlay that goes its own way? Asked for every tip that is written to. @throws StepError when it does not. */
  render(proposal: Proposal): Promise<readonly string[]>
  /** What is found without haste, once: nothing of the run waits for it before its end. */
  seek?(proposal: Proposal): Promise<readonly string[]>
}

export type Warn = (warnings: readonly string[]) => void

/** Says a warning once, on however many tips it is found. */
export function warnOnce(onWarning: (warning: string) => void): Warn {
  const warned = new Set<string>()
  return (warnings) => {
    for (const warning of warnings) {
      if (!warned.has(warning)) onWarning(warning)
      warned.add(warning)
    }
  }
}

interface SeekPorts {
  readonly checks: Checks
  readonly warn: Warn
  readonly signal: AbortSignal
}

/** It is advice: nothing fails for it, and who has cancelled asks for none. */
export async function seekAside(proposal: Proposal, { checks, warn, signal }: SeekPorts): Promise<void> {
  try {
    // Whoever waits for the preflight goes on first.
    await nextTurn(signal)
    warn((await checks.seek?.(proposal)) ?? [])
  } catch (error) {
    if (!signal.aborted)
      warn([`What overrides the image in Argo CD could not be looked for: ${messageOf(error)}`])
  }
}
