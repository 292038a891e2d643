/** How long a service may take. */
export interface Limits {
  /** One attempt. */
  readonly attemptMs: number
  /** All attempts together. */
  readonly budgetMs: number
}

export const LIMITS: Limits = { attemptMs: 10_000, budgetMs: 60_000 }

/** How long to wait for an answer, and what ends the wait. */
export interface Patience {
  readonly signal: AbortSignal
  readonly limits?: Limits
}

/** No attempt starts later than this, so that the last one still ends within the budget. */
export const lastStart = ({ attemptMs, budgetMs }: Limits): number => Math.max(0, budgetMs - attemptMs)

/**
 * One attempt that ends in time, whatever the SDK makes of its own limits: those stop at the head of an answer, and an
 * answer that comes byte by byte would hold the job for ever.
 */
export async function within<T>(
  limitMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const timeout = AbortSignal.timeout(limitMs)
  const both = AbortSignal.any([timeout, signal])
  const ended = new Promise<never>((_, reject) => {
    const end = () =>
      reject(timeout.aborted ? new Error(`no answer within ${limitMs / 1000} s`) : both.reason)
    both.addEventListener('abort', end, { once: true })
  })
  return Promise.race([work(both), ended])
}
