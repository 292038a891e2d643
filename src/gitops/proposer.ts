import { placeIn } from '../config-repository/overlay.ts'
import type { ConfigReader } from '../config-repository/repository.ts'
import { type Survey, surveyAt } from '../config-repository/survey.ts'
import type { ConfigPlan } from '../plan/config.ts'
import type { Origin, WantedImage } from '../plan/deployment.ts'
import { nextTurn } from '../runner/turns.ts'
import { withCharts } from './charts.ts'
import { compose } from './draft.ts'
import { type JudgedEntry, type JudgeOptions, judgeAll, judgeEach } from './judge/judge-images.ts'
import { UNORDERED } from './order.ts'
import { type EntryVerdict, type JudgePorts, type Proposal, targetOf, writtenBy } from './proposal.ts'
import { findUntouched } from './untouched.ts'

export interface ProposerOptions {
  readonly config: ConfigPlan
  readonly origin: Origin
  readonly signal: AbortSignal
}

export interface ProposerPorts extends Pick<JudgePorts, 'kindOf' | 'orders'> {
  readonly repository: ConfigReader
}

/** Judges images on a tip, and makes the proposal of it. */
export class Proposer {
  readonly #with: ProposerOptions & ProposerPorts
  readonly #judge: JudgeOptions
  /** Images that stay as they are deployed, because nothing under their paths changed; decided once, at the first look. */
  #untouched: ReadonlySet<string> | undefined

  constructor(options: ProposerOptions & ProposerPorts) {
    this.#with = options
    const { config, origin, kindOf, orders, signal } = options
    this.#judge = {
      policies: { ...config, holdReason: `rolled back by ${origin.actor}, ${origin.link}` },
      kindOf,
      orders,
      placeAt: (tip) => placeIn(config.remote, tip),
      onFile: () => nextTurn(signal),
    }
  }

  /** What can be proposed, beside all that is wrong with the rest. */
  async proposeAllowed(survey: Survey, images: readonly WantedImage[]) {
    const { value, problems } = await judgeEach(survey, images, this.#judge)
    return { ...(await this.#compose(survey, value, images)), problems }
  }

  /** @throws StepError with all that is wrong. */
  async propose(survey: Survey, images: readonly WantedImage[]) {
    return this.#compose(survey, await judgeAll(survey, images, this.#judge), images)
  }

  /** What the entries that a proposal writes would become at another commit, which was read. */
  async proposeAt(commit: string, proposal: Proposal, images: readonly WantedImage[]): Promise<Proposal> {
    const judge = this.#judge
    const [survey, entries] = await this.#judgeAt(commit, writtenBy(proposal), { images, judge })
    return compose(survey, entries, { ...judge, untouched: new Map() })
  }

  /** What these entries are there, whatever the order says. */
  async lookAt(commit: string, verdicts: readonly EntryVerdict[], images: readonly WantedImage[]) {
    const judge = { ...this.#judge, orders: () => UNORDERED }
    const [, entries] = await this.#judgeAt(commit, verdicts, { images, judge })
    return entries.map(({ verdict }) => verdict)
  }

  /** Only these entries: the rest of another branch is not ours to judge. */
  async #judgeAt(
    commit: string,
    verdicts: readonly EntryVerdict[],
    { images, judge }: { readonly images: readonly WantedImage[]; readonly judge: JudgeOptions },
  ): Promise<readonly [Survey, readonly JudgedEntry[]]> {
    const targetsOf = ({ name }: WantedImage) => verdicts.filter(({ image }) => image === name).map(targetOf)
    const concerned = images
      .map((image) => ({ ...image, targets: targetsOf(image) }))
      .filter(({ targets }) => targets.length > 0)
    const survey = await surveyAt(this.#with.repository, verdicts.map(targetOf), commit)
    return [survey, await judgeAll(survey, concerned, judge)]
  }

  async #compose(survey: Survey, entries: readonly JudgedEntry[], images: readonly WantedImage[]) {
    const verdicts = entries.map(({ verdict }) => verdict)
    const { orders } = this.#judge
    const { needed, notices, ...found } = await findUntouched(verdicts, images, {
      orders,
      decided: this.#untouched,
    })
    this.#untouched ??= found.images
    const composed = await compose(survey, entries, { ...this.#judge, untouched: notices })
    const { config, repository } = this.#with
    const options = { ...this.#judge, tree: repository }
    const proposal = config.chartVersion === 'patch' ? await withCharts(composed, options) : composed
    return { proposal, untouched: this.#untouched, needed }
  }
}
