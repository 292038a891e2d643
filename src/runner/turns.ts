import { setImmediate } from 'node:timers/promises'

/** Lets at most `limit` pieces of work go on at once; the others wait in the order in which they came. */
export function atMost(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = limit
  const waiting: (() => void)[] = []
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // The place goes straight to the next one, so that nobody who comes meanwhile takes it.
      if (next) next()
      else free += 1
    }
  }
}

/**
 * Lets signals have their turn in work that goes on and on, as over hundreds of files: without it a cancel is not even
 * heard of.
 */
export async function nextTurn(signal: AbortSignal): Promise<void> {
  await setImmediate()
  signal.throwIfAborted()
}
