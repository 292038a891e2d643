import { setTimeout as sleep } from 'node:timers/promises'
import { cutLine } from '../../names/text.ts'
import { GithubFailure } from '../failure.ts'
import { reasonIn } from '../reason.ts'
import type { DressedPull, DressPorts } from './dress.ts'

interface Togetherness<T> extends DressPorts {
  readonly refused: (one: T) => string
}

/** All in one request, and one by one where that is refused. */
export async function together<T>(
  all: readonly T[],
  put: (some: T[]) => Promise<void>,
  { refused, ...ports }: Togetherness<T>,
): Promise<void> {
  if (all.length === 0) return
  try {
    await put([...all])
  } catch (error) {
    ports.signal.throwIfAborted()
    // A limit is of no name, and whoever goes on asking is stopped for longer.
    const isLimited = error instanceof GithubFailure && error.limited
    if (isLimited || all.length === 1) {
      for (const one of all) ports.onWarning(sentence(refused(one), reasonIn(error)))
      return
    }
    for (const one of all) await tried(refused(one), ports, () => put([one]))
  }
}

/** What the work comes to, or a warning. */
export async function tried<T>(what: string, { onWarning, signal }: DressPorts, work: () => Promise<T>) {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    onWarning(sentence(what, reasonIn(error)))
    return undefined
  }
}

export const sentence = (what: string, why: string): string =>
  `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${cutLine(why)}`

const PAUSES = 4
const PAUSE_MS = 1000

/** For seconds a new pull request is not known to all of GitHub. */
export async function patient<T>(
  { created }: DressedPull,
  { signal, pauseMs = PAUSE_MS }: DressPorts,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!created || attempt >= PAUSES || !isUnknownYet(error)) throw error
      await sleep(pauseMs * 2 ** Math.min(attempt, 2), undefined, { signal })
    }
  }
}

/**
 * peter-evans/create-pull-request#4321, googleapis/release-please#2754. The same words are about a team which the token does
 * not see, for ever; ids of teams begin in these two ways.
 */
const UNKNOWN_YET = /could not resolve to a node with the global id of '(?!T_|MDQ6VGVhb)|issue not found/i

const isUnknownYet = (error: unknown): boolean =>
  error instanceof GithubFailure &&
  (error.status === 404 || error.said.some((text) => UNKNOWN_YET.test(text)))
