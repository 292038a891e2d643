import { duration } from './duration.ts'

/** What is waited for, as people read it. */
export interface Sight {
  readonly what: string
  /** By the clock of the process; without it since the work began. */
  readonly since?: number
}

/**
 * Has people hear of work that takes long. `look` is asked when the work has been silent for a while, and says nothing
 * where there is nothing to say; `heard` says that the log has a line of the work.
 */
export type Watch = <T>(look: () => Sight | undefined, work: (heard: () => void) => Promise<T>) => Promise<T>

/** For nobody to hear of. */
export const unwatched: Watch = (_, work) => work(() => {})

export interface Clock {
  now(): number
  /** Rings once, and never keeps the process alive. Returns what takes it back. */
  ringIn(ms: number, ring: () => void): () => void
}

const CLOCK: Clock = {
  now: () => performance.now(),
  ringIn: (ms, ring) => {
    const timer = setTimeout(ring, ms).unref()
    return () => clearTimeout(timer)
  },
}

interface WaitingPorts {
  readonly say: (line: string) => void
  /** Takes secrets out of a text before it is cut. */
  readonly hide: (text: string) => string
  /** Aborted when the run is cancelled: nobody wants to know any more. */
  readonly signal: AbortSignal
  readonly clock?: Clock
}

interface WaitingOptions {
  /** How long work is silent before it is spoken of. */
  readonly silenceMs?: number
  /** From one line to the next, however much is waited for. */
  readonly gapMs?: number
}

interface Work {
  readonly look: () => Sight | undefined
  readonly since: number
  heardAt: number
}

const SILENCE_MS = 20_000
const GAP_MS = 60_000
const MOST_NAMED = 5
const LONGEST = 160

/** What one run waits for: a line now and then about what has been silent for long. */
export class Waiting {
  readonly #ports: WaitingPorts
  readonly #clock: Clock
  readonly #silenceMs: number
  readonly #gapMs: number
  readonly #works = new Set<Work>()
  #notBefore = 0
  #takeBack: (() => void) | undefined
  #ended = false

  constructor(ports: WaitingPorts, { silenceMs = SILENCE_MS, gapMs = GAP_MS }: WaitingOptions = {}) {
    this.#ports = ports
    this.#clock = ports.clock ?? CLOCK
    this.#silenceMs = silenceMs
    this.#gapMs = gapMs
  }

  readonly watch: Watch = async (look, work) => {
    const now = this.#clock.now()
    const one: Work = { look, since: now, heardAt: now }
    this.#works.add(one)
    this.#wake()
    try {
      return await work(() => {
        one.heardAt = this.#clock.now()
      })
    } finally {
      this.#works.delete(one)
      if (this.#works.size === 0) this.#sleep()
    }
  }

  /** From now on nothing is said, whatever still goes on. */
  end(): void {
    this.#ended = true
    this.#sleep()
  }

  #sleep(): void {
    this.#takeBack?.()
    this.#takeBack = undefined
  }

  /** Lines come by the thousand, so that none of them sets the clock anew: it is looked at when it rings. */
  #wake(): void {
    if (this.#takeBack || this.#ended || this.#works.size === 0) return
    const heard = [...this.#works].map(({ heardAt }) => heardAt)
    const next = Math.max(Math.min(...heard) + this.#silenceMs, this.#notBefore)
    // What is silent may have no words yet, and is looked at again a little later.
    const ms = Math.max(this.#silenceMs / 20, next - this.#clock.now())
    this.#takeBack = this.#clock.ringIn(ms, () => this.#ring())
  }

  #ring(): void {
    this.#takeBack = undefined
    if (this.#ports.signal.aborted) return
    const now = this.#clock.now()
    const line = now < this.#notBefore ? undefined : this.#lineAt(now)
    if (line !== undefined) {
      this.#notBefore = now + this.#gapMs
      this.#ports.say(line)
    }
    this.#wake()
  }

  #lineAt(now: number): string | undefined {
    const seen = [...this.#works].flatMap(({ look, since: began, heardAt }) => {
      const sight = now - heardAt < this.#silenceMs ? undefined : look()
      return sight ? [{ since: began, ...sight }] : []
    })
    if (seen.length === 0) return undefined
    const longest = seen.toSorted((one, other) => one.since - other.since)
    const texts = longest.map(({ what, since }) => `${duration(now - since)} for ${this.#shown(what)}`)
    // Of several requests to one service each waits for the same.
    const [...distinct] = new Set(texts)
    const more = distinct.length > MOST_NAMED ? `; and ${distinct.length - MOST_NAMED} more` : ''
    return `Still waiting: ${distinct.slice(0, MOST_NAMED).join('; ')}${more}.`
  }

  #shown(what: string): string {
    const hidden = this.#ports.hide(what)
    return hidden.length > LONGEST ? `${hidden.slice(0, LONGEST)}...` : hidden
  }
}
