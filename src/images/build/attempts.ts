import { setTimeout as sleep } from 'node:timers/promises'
import { fullJitter } from '../../runner/retry.ts'
import { type FailureKind, worthAnother } from '../failure/kind.ts'

export interface Waits {
  /** Before the second attempt of a push, or of a pull of a base image; the bound of the jitter doubles. */
  readonly firstMs: number
  /** Between attempts to reach a builder. */
  readonly builderMs: number
  /** How long a builder is waited for. */
  readonly builderBudgetMs: number
}

/** A pool of builders takes up to a minute to start one, while BuildKit's client gives up after 20 s. */
const WAITS: Waits = { firstMs: 1000, builderMs: 3000, builderBudgetMs: 60_000 }
const ATTEMPTS = 3

export interface AttemptPorts {
  readonly onLine: (line: string) => void
  readonly signal: AbortSignal
  readonly waits?: Waits
}

interface Plan {
  readonly waitMs: number
  readonly why: string
}

/** Counts the attempts to make one image, and decides whether there is to be another. */
export class Attempts {
  readonly #ports: AttemptPorts
  readonly #waits: Waits
  #count = 1
  /** Of those that a registry failed; a builder that starts slowly must not use them up. */
  #failedByRegistry = 0
  #builderLost: number | undefined
  /** How often a build had begun when its builder was lost: the build itself may be what ends it. */
  #lostAtWork = 0

  constructor(ports: AttemptPorts) {
    this.#ports = ports
    this.#waits = ports.waits ?? WAITS
  }

  get count(): number {
    return this.#count
  }

  /** Waits and says so when another attempt is worth it; false: give up. `begun`: a builder had taken the build. */
  async another(kind: FailureKind, begun: boolean): Promise<boolean> {
    const plan = worthAnother(kind) === 'wait' ? this.#planWait(begun) : this.#plan(kind)
    if (!plan) return false
    this.#ports.onLine(plan.why)
    this.#count += 1
    await sleep(plan.waitMs, undefined, { signal: this.#ports.signal })
    return true
  }

  #planWait(begun: boolean): Plan | undefined {
    const { builderMs, builderBudgetMs } = this.#waits
    if (begun) {
      this.#lostAtWork += 1
      if (this.#lostAtWork >= ATTEMPTS) return undefined
      // It had answered, so what was waited before is no part of this wait.
      this.#builderLost = undefined
    }
    this.#builderLost ??= performance.now()
    const waited = performance.now() - this.#builderLost
    const waitMs = builderMs + fullJitter(0, builderMs)
    if (waited + waitMs > builderBudgetMs) return undefined
    const left = Math.round((builderBudgetMs - waited) / 1000)
    return { waitMs, why: `The builder cannot be reached; trying again for up to ${left} s.` }
  }

  #plan(kind: FailureKind): Plan | undefined {
    const { firstMs } = this.#waits
    if (worthAnother(kind) === 'no') return undefined
    this.#failedByRegistry += 1
    if (this.#failedByRegistry >= ATTEMPTS) return undefined
    const waitMs = firstMs + fullJitter(this.#failedByRegistry, firstMs)
    const what =
      kind === 'damaged'
        ? 'What was sent did not arrive whole'
        : 'The engine failed for a reason that may pass'
    const why = `${what} (attempt ${this.#failedByRegistry} of ${ATTEMPTS}); trying again.`
    return { waitMs, why }
  }
}
