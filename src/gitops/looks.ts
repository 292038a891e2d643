import type { ConfigReader } from '../config-repository/repository.ts'
import { type Survey, surveyTargets } from '../config-repository/survey.ts'
import type { Target } from '../plan/target.ts'

/** A run that finds its images there takes less, and one that builds takes more. */
const NEW_FOR_MS = 3_000

export interface LooksOptions {
  /** A look at the branch counts as one at the branch as it is for so long. */
  readonly newForMs?: number | undefined
}

/** The targets as they were read, and are read again where that was long ago. */
export class Looks {
  readonly #repository: ConfigReader
  readonly #targets: readonly Target[]
  readonly #newForMs: number
  #kept: { readonly survey: Survey; readonly at: number } | undefined

  constructor(repository: ConfigReader, targets: readonly Target[], { newForMs = NEW_FOR_MS }: LooksOptions) {
    this.#repository = repository
    this.#targets = targets
    this.#newForMs = newForMs
  }

  /** The last one, however long ago it was. */
  async last(): Promise<Survey> {
    return this.#kept?.survey ?? this.#look()
  }

  async current(): Promise<Survey> {
    return this.isOld() ? this.#look() : this.last()
  }

  /** The branch may well have moved since the last one. */
  isOld(): boolean {
    return this.#kept === undefined || performance.now() - this.#kept.at >= this.#newForMs
  }

  /** The newest, for whoever keeps it; all that is asked of the server has so much time at most. */
  read(withinMs?: number): Promise<Survey> {
    return surveyTargets(this.#repository, this.#targets, withinMs)
  }

  async #look(): Promise<Survey> {
    const survey = await this.read()
    this.#kept = { survey, at: performance.now() }
    return survey
  }
}
