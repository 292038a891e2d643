/** What a run does one after the other, or side by side, in the order in which it is reported. */
const NAMES = [
  'role',
  'look-up',
  'config repository',
  'engine',
  'build',
  'push',
  'release',
  'merge',
  'commit',
] as const

export type PhaseName = (typeof NAMES)[number]

export interface Phase {
  readonly name: PhaseName
  /** How long it was under way; work of it that ran at the same time counts once. */
  readonly ms: number
  /** Work of it ended with an error. */
  readonly failed: boolean
}

/** Becomes another phase from now on. */
type Turn = (to: PhaseName) => void

/** How long the phases of one run take. */
export class Phases {
  readonly #now: () => number
  readonly #times = new Map<PhaseName, Time>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Work that is a phase, and may turn into another one on its way. */
  async during<T>(name: PhaseName, work: (turn: Turn) => Promise<T>): Promise<T> {
    let time = this.#begin(name)
    const turn: Turn = (to) => {
      this.#end(time)
      time = this.#begin(to)
    }
    try {
      return await work(turn)
    } catch (error) {
      time.failed = true
      throw error
    } finally {
      this.#end(time)
    }
  }

  /** Those that took place. */
  soFar(): readonly Phase[] {
    return NAMES.flatMap((name) => {
      const time = this.#times.get(name)
      if (!time) return []
      const { ms, failed, works, since } = time
      return [{ name, ms: works > 0 ? ms + this.#now() - since : ms, failed }]
    })
  }

  #begin(name: PhaseName): Time {
    const time = this.#times.get(name) ?? { ms: 0, works: 0, since: 0, failed: false }
    this.#times.set(name, time)
    if (time.works === 0) time.since = this.#now()
    time.works += 1
    return time
  }

  #end(time: Time): void {
    time.works -= 1
    if (time.works === 0) time.ms += this.#now() - time.since
  }
}

interface Time {
  /** Without what is under way. */
  ms: number
  /** How many works of the phase are under way. */
  works: number
  /** When the first of them began. */
  since: number
  failed: boolean
}
