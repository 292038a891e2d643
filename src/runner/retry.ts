import { setTimeout as sleep } from 'node:timers/promises'
import { duration } from './duration.ts'
import type { Watch } from './waiting.ts'

/**
 * What a failure means for the next attempt; `settling` is a refusal that may be a change not yet seen everywhere, and
 * a time is what the other side asked for.
 */
export type RetryDecision = 'final' | 'transient' | 'settling' | { readonly afterMs: number }

export interface RetryPolicy {
  readonly classify: (error: unknown) => RetryDecision
  /** No attempt starts after this time. */
  readonly budgetMs: number
  readonly signal?: AbortSignal
  readonly waiting?: WaitedFor | undefined
}

/** How people hear of what is tried again and again. */
export interface WaitedFor {
  readonly watch: Watch
  /** Who is asked, and how the last attempt failed. */
  readonly describe: (error: unknown) => string
}

/** A refusal is tried three times in all, within 5 s: IAM changes take seconds to be seen everywhere. */
const SETTLING_ATTEMPTS = 3
const SETTLING_DELAY_MS = 700
const SETTLING_BUDGET_MS = 5_000
const FIRST_DELAY_MS = 200
const LONGEST_DELAY_MS = 8_000

/** Full jitter: a random wait below an exponentially growing bound, so that writers that collided spread out. */
export function fullJitter(attempt: number, firstMs = FIRST_DELAY_MS, longestMs = LONGEST_DELAY_MS): number {
  return Math.random() * Math.min(longestMs, firstMs * 2 ** attempt)
}

export function withRetries<T>(work: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  const { waiting, budgetMs } = policy
  if (!waiting) return attempts(work, policy, () => {})
  const started = performance.now()
  let last = ''
  const left = () => duration(Math.max(0, started + budgetMs - performance.now()))
  // An attempt is short, and may wait for somebody else itself: it is waited for whoever has failed once.
  const look = () => (last === '' ? undefined : { what: `${last}, tried again for up to ${left()}` })
  return waiting.watch(look, () =>
    attempts(work, policy, (error) => {
      last = waiting.describe(error)
    }),
  )
}

async function attempts<T>(
  work: () => Promise<T>,
  { classify, signal, budgetMs }: RetryPolicy,
  onRetry: (error: unknown) => void,
): Promise<T> {
  const started = performance.now()
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const elapsed = performance.now() - started
      const decision = signal?.aborted ? 'final' : classify(error)
      const delay = delayBefore(decision, attempt, { elapsedMs: elapsed, leftMs: budgetMs - elapsed })
      if (delay === undefined || elapsed + delay > budgetMs) throw error
      onRetry(error)
      await sleep(delay, undefined, signal ? { signal } : {})
    }
  }
}

/** How long to wait before the next attempt; undefined when there is to be none. */
function delayBefore(
  decision: RetryDecision,
  attempt: number,
  { elapsedMs, leftMs }: { readonly elapsedMs: number; readonly leftMs: number },
): number | undefined {
  if (typeof decision === 'object') return decision.afterMs + spread(decision.afterMs, attempt, leftMs)
  switch (decision) {
    case 'transient':
      return fullJitter(attempt)
    case 'settling':
      return attempt + 1 < SETTLING_ATTEMPTS && nextEnd(attempt, elapsedMs) < SETTLING_BUDGET_MS
        ? SETTLING_DELAY_MS * (0.5 + Math.random())
        : undefined
    case 'final':
      return undefined
  }
}

/**
 * Jitter behind a time that somebody was asked to wait for: everybody was given the same one, and who was asked to wait
 * long stands in a long queue. No attempt is given up for it.
 */
function spread(afterMs: number, attempt: number, leftMs: number): number {
  const jitter = Math.max(fullJitter(attempt), (Math.random() * afterMs) / 2)
  return Math.max(0, Math.min(jitter, leftMs - afterMs))
}

/** When another attempt would be over, if it takes as long as those before it. */
function nextEnd(attempt: number, elapsedMs: number): number {
  return (elapsedMs * (attempt + 2)) / (attempt + 1) + SETTLING_DELAY_MS * 1.5
}

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
  /** Without it nobody hears of the wait. */
  readonly watch?: Watch
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
