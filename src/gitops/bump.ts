import { namedTexts, type Survey } from '../config-repository/survey.ts'
import { failOnAny, type Problem } from '../errors/errors.ts'
import { settle } from '../errors/together.ts'
import type { Digest } from '../names/reference.ts'
import type { WantedImage } from '../plan/deployment.ts'
import type { Target } from '../plan/target.ts'
import { type Arrive, expectedBy } from './arrival.ts'
import { type Checks, seekAside, type Warn, warnOnce } from './checks.ts'
import type { Delivered, Delivery, ProposedChange } from './delivery.ts'
import { STAND_IN } from './judge/wanted-values.ts'
import { Looks, type LooksOptions } from './looks.ts'
import { changeOf, type Describe } from './message/change.ts'
import type { Proposal } from './proposal.ts'
import { Proposer, type ProposerOptions, type ProposerPorts } from './proposer.ts'
import { deployedTag, overtaken } from './untouched.ts'

export interface BumpOptions extends LooksOptions, ProposerOptions {}

export interface BumpPorts extends ProposerPorts {
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
  readonly #proposer: Proposer
  readonly #warn: Warn
  readonly #looks: Looks
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
    this.#proposer = new Proposer(options)
  }

  /**
   * Fails for everything that would fail after the build, and warns of what is not wrong enough to fail. Returns the
   * names of the images that need no build, because nothing under their paths changed since they were deployed.
   */
  async preflight(): Promise<Unchanged> {
    const survey = await this.#looks.current()
    const { proposal, untouched, problems } = await this.#proposer.proposeAllowed(survey, this.#images)
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
    const propose = async (tip: Survey) => (await this.#proposer.propose(tip, images)).proposal
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
        const { proposal, needed } = await this.#proposer.propose(survey, images)
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
      proposeAt: (commit, proposal) => this.#proposer.proposeAt(commit, proposal, images),
      lookAt: (commit, verdicts) => this.#proposer.lookAt(commit, verdicts, images),
      continues: (name, older, newer) => this.#continues(name, older, newer),
      changeOf: (proposal) => changeOf(proposal, images, this.#with),
      images,
    }
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
}

async function throwAny(problems: readonly Problem[]): Promise<void> {
  failOnAny(problems)
}
