/** How often something goes wrong from now on; `Infinity` is for ever. */
export interface Switches {
  /** Reads that see branches as they were one commit ago. */
  staleReads: number
  /** Commits that are refused as if somebody else had been first, although nobody was. */
  staleData: number
  /** Refusals for a secondary limit that nobody has reached. */
  secondaryLimits: number
  /** Requests with a token of an App that is not known everywhere yet. */
  lateTokens: number
  /** Mutations of a pull request that does not exist everywhere yet. */
  lateNodes: number
  /** Mutations that take effect and are answered with 502. */
  lostAnswers: number
}

export const noSwitches = (): Switches => ({
  staleReads: 0,
  staleData: 0,
  secondaryLimits: 0,
  lateTokens: 0,
  lateNodes: 0,
  lostAnswers: 0,
})

export function takeSwitch(switches: Switches, name: keyof Switches): boolean {
  if (switches[name] <= 0) return false
  switches[name] -= 1
  return true
}
