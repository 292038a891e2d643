import type { Terms } from '../../github/client.ts'

/** The terms of the next one of several requests, which share a time. */
export type TermsLeft = () => Terms

/** @param withinMs undefined: each request has the time of its own. */
export function termsWithin(withinMs?: number): TermsLeft {
  if (withinMs === undefined) return () => ({})
  const end = performance.now() + withinMs
  return () => ({ budgetMs: Math.max(0, end - performance.now()) })
}
