import { refuse } from './refusal.ts'
import type { Caller } from './state.ts'
import { takeSwitch } from './switches.ts'

/** GitHub docs, "About secondary rate limits": requests that make content, of one actor. */
export interface Limits {
  perMinute: number
  perHour: number
  /** How long a minute of these limits is, for tests that cannot wait for one. */
  minuteMs: number
  /** Bytes of a body; GitHub names no number, its users found some 40 MB. */
  mostBytes: number
  /** Without it a client has to know that it waits for a minute at least. */
  retryAfter: boolean
}

export const GITHUB_LIMITS: Limits = {
  perMinute: 80,
  perHour: 500,
  minuteMs: 60_000,
  mostBytes: 45 * 1024 * 1024,
  retryAfter: true,
}

const SECONDARY =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.'

/** Counts one request that makes content. @throws Refusal when there were too many. */
export function countContent({ state, grant }: Caller): void {
  const { limits } = state.settings
  const now = state.settings.now()
  const hour = 60 * limits.minuteMs
  const recent = (state.content.get(grant.login) ?? []).filter((at) => at > now - hour)
  const ofMinute = recent.filter((at) => at > now - limits.minuteMs)
  const waits = [
    ...(takeSwitch(state.switches, 'secondaryLimits') ? [limits.minuteMs] : []),
    ...(ofMinute.length >= limits.perMinute ? [(ofMinute[0] ?? now) + limits.minuteMs - now] : []),
    ...(recent.length >= limits.perHour ? [(recent[0] ?? now) + hour - now] : []),
  ]
  state.content.set(grant.login, recent)
  if (waits.length === 0) {
    recent.push(now)
    return
  }
  const seconds = Math.max(1, Math.ceil(Math.max(...waits) / 1000))
  const headers = limits.retryAfter ? { 'retry-after': String(seconds) } : {}
  refuse({ status: 403, type: 'RATE_LIMITED', message: SECONDARY, headers })
}

export function checkSize({ settings }: Caller['state'], body: Buffer): void {
  if (body.length > settings.limits.mostBytes) refuse({ status: 413, message: 'Request Entity Too Large' })
}
