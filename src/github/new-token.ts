import { setTimeout as sleep } from 'node:timers/promises'
import { GithubFailure } from './failure.ts'

export interface NewToken {
  /** A refusal of the token may only mean that it is not known everywhere yet. */
  readonly isNew?: () => Promise<boolean>
  readonly signal: AbortSignal
}

const PAUSE_MS = 500
/** How GitHub answers whom it does not know. */
const UNKNOWN = 401

/** Asks again while a token that was made a moment ago is refused: nothing was done, whatever was asked for. */
export async function whileNew<T>(ask: () => Promise<T>, { isNew, signal }: NewToken): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const isUnknown = error instanceof GithubFailure && error.status === UNKNOWN && (await isNew?.())
      if (!isUnknown) throw error
      await sleep(PAUSE_MS, undefined, { signal })
    }
  }
}
