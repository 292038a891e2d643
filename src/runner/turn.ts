import { setImmediate } from 'node:timers/promises'

/**
 * Lets signals have their turn in work that goes on and on, as over hundreds of files: without it a cancel is not even
 * heard of.
 */
export async function nextTurn(signal: AbortSignal): Promise<void> {
  await setImmediate()
  signal.throwIfAborted()
}
