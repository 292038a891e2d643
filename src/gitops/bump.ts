import { placeIn } from '../config-repository/overlay.ts'
import type { ConfigReader } from '../config-repository/repository.ts'
import { namedTexts, type Survey, surveyAt } from '../config-repository/survey.ts'
import { failOnAny, type Problem, settle } from '../errors/errors.ts'
import type { Digest } from '../names/reference.ts'
import type { ConfigPlan } from '../plan/config.ts'
import type { Origin, WantedImage } from '../plan/deployment.ts'
import type { Target } from '../plan/target.ts'
import { nextTurn } from '../runner/turns.ts'
import { type Arrive, expectedBy } from './arrival.ts'
import { withCharts } from './charts.ts'
import { type Checks, seekAside, type Warn, warnOnce } from './checks.ts'
import type { Delivered, Delivery, ProposedChange } from './delivery.ts'
import { compose } from './draft.ts'
import { type JudgedEntry, type JudgeOptions, judgeAll, judgeEach } from './judge/judge-images.ts'
import { STAND_IN } from './judge/wanted-values.ts'
import { Looks, type LooksOptions } from './looks.ts'
import { changeOf, type Describe } from './message/change.ts'
import { UNORDERED } from './order.ts'
import { type EntryVerdict, type JudgePorts, type Proposal, targetOf, writtenBy } from './proposal.ts'
import { deployedTag, findUntouched, overtaken } from './untouched.ts'

export interface BumpOptions extends LooksOptions {
  readonly config: ConfigPlan
  readonly origin: Origin
  readonly signal: AbortSignal
}

export interface BumpPorts extends Pick<JudgePorts, 'kindOf' | 'orders'> {
  readonly repository: ConfigReader
  readonly delivery: Delivery
  readonly checks: Checks
  /** Asked only when the image is written. */
  readonly describe: Describe
  /** The images are where their entries have them pulled from; asked again of the same ones, it knows. */
  readonly arrive?: Arrive | undefined
  readonly onWarning: (warning: string) => void
  /** What the first look has come to, also where something is wrong with it. */
  readonly onProposal?: ((proposal: Proposal) => void) | undefined
}

/** Images that `paths` leave as they are deployed, by name, each with its tag where all overlays hold the same. */
export type Unchanged = ReadonlyMap<string, string | undefined>

/** Digests by image name, as far as they are known. */
export type KnownDigests = ReadonlyMap<string, Digest>

/** The images of this step in the targets of the config repository: tried first, then written in one commit. */
export class Bump {
  readonly #images: readonly WantedImage[]
  readonly #targets: readonly Target[]
  readonly #with: BumpOptions & BumpPorts
  readonly #judge: JudgeOptions
  readonly #warn: Warn
  readonly #looks: Looks
  /** Images that stay as they are deployed, because nothing under their paths changed; decided once, at the first look. */
  #untouched: ReadonlySet<string> | undefined
  /** What preflight would have written. */
  #tried: Proposal | undefined
  #seeking: Promise<void> | undefined

  constructor(images: readonly WantedImage[], options: BumpOptions & BumpPorts) {
    this.#images = images
    const targets = images.flatMap((image) => image.targets)
    this.#targets = [...new Map(targets.map((one) => [`${one.kind} ${one.path}`, one])).values()]
    this.#with = options
    this.#looks = new Looks(options.repository, this.#targets, options)
    this.#warn = warnOnce(options.onWarning)
    const { config, origin, kindOf, orders, signal } = options
    this.#judge = {
      policies: { ...config, holdReason: `rolled back by ${origin.actor}, ${origin.link}` },
      kindOf,
      orders,
      placeAt: (tip) => placeIn(config.remote, tip),
      onFile: () => nextTurn(signal),
    }
  }

  /**
   * Fails for everything that would fail after the build, and warns of what is not wrong enough to fail. Returns the
   * names of the images that need no build, because nothing under their paths changed since they were deployed.
   */
  async preflight(): Promise<Unchanged> {
    const survey = await this.#looks.current()
    const { value, problems } = await judgeEach(survey, this.#images, this.#judge)
    const { proposal, untouched } = await this.#compose(survey, value, this.#images)
    this.#tried = proposal
    this.#with.onProposal?.(proposal)
    const named = problems.length > 0 ? namedTexts(survey, this.#targets) : []
    // One round: what is wrong elsewhere, and what people should know, is said beside the first mistake.
    const { failure } = await settle([
      throwAny(problems),
      this.#examine(proposal, new Map(named)),
      Promise.resolve(this.#with.delivery.foresee?.(proposal)),
    ])
    this.#seeking = seekAside(proposal, { ...this.#with, warn: this.#warn })
    if (failure) throw failure
    return new Map([...untouched].map((name) => [name, deployedTag(proposal, name)]))
  }

  /** Ends when nothing is searched for any more. */
  async sought(): Promise<void> {
    await this.#seeking
  }

  /** @param named Texts that people should know of besides those that are edited. */
  async #examine(proposal: Proposal, named: ReadonlyMap<string, string>): Promise<void> {
    const { checks } = this.#with
    this.#warn(await checks.advise({ ...proposal, before: new Map([...named, ...proposal.before]) }))
    this.#warn(await checks.render(proposal))
  }

  /** Order and edits on the tip as it is now. */
  async tryOut(digests: KnownDigests): Promise<Proposal> {
    const { delivery } = this.#with
    const survey = await this.#looks.current()
    const images = this.#known(digests)
    const propose = async (tip: Survey) => (await this.#propose(tip, images)).proposal
    if (!delivery.rehearse) return propose(survey)
    // In a text the stand-in is as good.
    const named = images.map((image) => ({ ...image, digest: image.digest ?? STAND_IN }))
    return (await delivery.rehearse({ ...this.#changeIn(survey, named), propose })).proposal
  }

  /** One commit for all images and targets, or none when everything is there already. */
  async commit(digests: KnownDigests): Promise<Delivered> {
    const { checks, delivery } = this.#with
    const images = this.#known(digests)
    // What preflight read, however long the build took since: a push on an old tip is lost, not wrong.
    const first = await this.#looks.last()
    // Before the time of the write begins.
    if (this.#tried) await this.#arrive(this.#tried, images)
    return delivery.deliver({
      ...this.#changeIn(first, images),
      propose: async (survey) => {
        const { proposal, needed } = await this.#propose(survey, images)
        // Other writers may have made an image needed after all, by a tag that they put into one of its overlays.
        failOnAny(needed.filter(({ image }) => image.digest === undefined).map(overtaken))
        await this.#arrive(proposal, images)
        this.#warn(await checks.render(proposal))
        return proposal
      },
    })
  }

  /** All of it but the decision on the base. */
  #changeIn(first: Survey, images: readonly WantedImage[]): Omit<ProposedChange, 'propose'> {
    return {
      first,
      firstIsOld: this.#looks.isOld(),
      read: (withinMs) => this.#looks.read(withinMs),
      proposeAt: async (commit, proposal) => {
        const [survey, entries] = await this.#judgeAt(commit, writtenBy(proposal), {
          images,
          judge: this.#judge,
        })
        return compose(survey, entries, { ...this.#judge, untouched: new Map() })
      },
      lookAt: async (commit, verdicts) => {
        const judge = { ...this.#judge, orders: () => UNORDERED }
        const [, entries] = await this.#judgeAt(commit, verdicts, { images, judge })
        return entries.map(({ verdict }) => verdict)
      },
      continues: (name, older, newer) => this.#continues(name, older, newer),
      changeOf: (proposal) => changeOf(proposal, images, this.#with),
      images,
    }
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

  async #continues(name: string, older: string | undefined, newer: string | undefined): Promise<boolean> {
    const image = this.#images.find((one) => one.name === name)
    if (!image || older === undefined || newer === undefined) return false
    return this.#with.orders(image.source.name).continues(older, newer)
  }

  async #arrive(proposal: Proposal, images: readonly WantedImage[]): Promise<void> {
    const expected = expectedBy(proposal, images)
    if (expected.length > 0) await this.#with.arrive?.(expected)
  }

  #known(digests: KnownDigests): readonly WantedImage[] {
    return this.#images.map((image) => ({ ...image, digest: digests.get(image.name) }))
  }

  async #propose(survey: Survey, images: readonly WantedImage[]) {
    return this.#compose(survey, await judgeAll(survey, images, this.#judge), images)
  }

  async #compose(survey: Survey, entries: readonly JudgedEntry[], images: readonly WantedImage[]) {
    const verdicts = entries.map(({ verdict }) => verdict)
    const { orders } = this.#with
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

async function throwAny(problems: readonly Problem[]): Promise<void> {
  failOnAny(problems)
}
