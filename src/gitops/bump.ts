import { placeIn } from '../config-repository/link.ts'
import type { Change, ConfigReader } from '../config-repository/repository.ts'
import { type Survey, surveyOverlays } from '../config-repository/survey.ts'
import { failOnAny } from '../errors/errors.ts'
import type { Digest } from '../names/reference.ts'
import type { ConfigPlan } from '../plan/config.ts'
import type { Origin, WantedImage } from '../plan/deployment.ts'
import { nextTurn } from '../runner/turns.ts'
import type { Delivered, Delivery } from './delivery.ts'
import { askTogether, propose } from './draft.ts'
import { commitMessage, deployedImage } from './message.ts'
import type { Proposal, ProposalContext } from './proposal.ts'
import { deployedTag, findUntouched, overtaken } from './untouched.ts'

export interface BumpDependencies {
  readonly config: ConfigPlan
  readonly origin: Origin
  readonly repository: ConfigReader
  readonly delivery: Delivery
  readonly kindOf: ProposalContext['kindOf']
  readonly orders: ProposalContext['orders']
  readonly checks: ProposalChecks
  readonly onWarning: (warning: string) => void
  readonly signal: AbortSignal
}

/** What is looked at beyond the edited entries; both give warnings. */
export interface ProposalChecks {
  /** What people should know; asked once, in preflight. */
  advise(proposal: Proposal): Promise<readonly string[]>
  /** Does the new image reach a container? Asked for every tip that is written to. @throws StepError when it does not. */
  render(proposal: Proposal): Promise<readonly string[]>
}

/** Images that `paths` leave as they are deployed, by name, each with its tag where all overlays hold the same. */
export type Unchanged = ReadonlyMap<string, string | undefined>

/** Digests by image name, as far as they are known. */
export type KnownDigests = ReadonlyMap<string, Digest>

/** How long a snapshot counts as new. A write is safe with an older one too: it is lost, and begins again. */
const SNAPSHOT_MS = 3_000

/** The images of this step in the overlays of the config repository: tried first, then written in one commit. */
export class Bump {
  readonly #images: readonly WantedImage[]
  readonly #overlays: readonly string[]
  readonly #with: BumpDependencies
  readonly #warned = new Set<string>()
  /** Images that stay as they are deployed, because nothing under their paths changed; decided once, at the first look. */
  #untouched: ReadonlySet<string> | undefined
  #survey: { readonly read: Survey; readonly at: number } | undefined

  constructor(images: readonly WantedImage[], dependencies: BumpDependencies) {
    this.#images = images
    this.#overlays = [...new Set(images.flatMap((image) => image.overlays))]
    this.#with = dependencies
  }

  /**
   * Fails for everything that would fail after the build, and warns of what is not wrong enough to fail. Returns the
   * names of the images that need no build, because nothing under their paths changed since they were deployed.
   */
  async preflight(): Promise<Unchanged> {
    const { checks } = this.#with
    const { proposal, untouched } = await this.#propose(await this.#current(), new Map())
    this.#warn(await checks.advise(proposal))
    this.#warn(await checks.render(proposal))
    return new Map([...untouched].map((name) => [name, deployedTag(proposal, name)]))
  }

  /** Order and edits on the tip as it is now. */
  async tryOut(digests: KnownDigests): Promise<Proposal> {
    return (await this.#propose(await this.#current(), digests)).proposal
  }

  /** One commit for all images and overlays, or none when everything is there already. */
  async commit(digests: KnownDigests): Promise<Delivered> {
    const { checks, delivery } = this.#with
    return delivery.deliver({
      first: await this.#current(),
      read: (withinMs) => this.#read(withinMs),
      propose: async (survey) => {
        const { proposal, needed } = await this.#propose(survey, digests)
        // Other writers may have made an image needed after all, by a tag that they put into one of its overlays.
        failOnAny(needed.filter(({ image }) => !digests.has(image.name)).map(overtaken))
        this.#warn(await checks.render(proposal))
        return proposal
      },
      changeOf: (proposal) => this.#changeOf(proposal, digests),
    })
  }

  /** What preflight read, unless a build took long since: "nothing to do" must be true of the tip as it is. */
  async #current(): Promise<Survey> {
    if (this.#survey && performance.now() - this.#survey.at < SNAPSHOT_MS) return this.#survey.read
    const read = await this.#read()
    this.#survey = { read, at: performance.now() }
    return read
  }

  #read(withinMs?: number): Promise<Survey> {
    return surveyOverlays(this.#with.repository, this.#overlays, withinMs)
  }

  async #propose(survey: Survey, digests: KnownDigests) {
    const { config, kindOf, orders, origin, signal } = this.#with
    const images = this.#known(digests)
    const context: ProposalContext = {
      config,
      kindOf,
      orders,
      onFile: () => nextTurn(signal),
      holdReason: `rolled back by ${origin.actor}, ${origin.link}`,
      placeAt: (tip) => placeIn(config.remote, tip),
    }
    // Later looks know the answers, but for the tags that other writers have put there since.
    if (!this.#untouched) await askTogether(survey, images, context)
    const proposal = await propose(survey, images, context)
    const found = await findUntouched(proposal, images, { orders, decided: this.#untouched })
    const untouched = this.#untouched ?? found.images
    this.#untouched = untouched
    const { needed, notices } = found
    if (notices.size === 0) return { proposal, untouched, needed }
    const left = await propose(survey, images, { ...context, untouched: notices })
    return { proposal: left, untouched, needed }
  }

  #known(digests: KnownDigests): readonly WantedImage[] {
    return this.#images.map((image) => ({ ...image, digest: digests.get(image.name) }))
  }

  #changeOf(proposal: Proposal, digests: KnownDigests): Change {
    const { config, origin } = this.#with
    const deployed = this.#known(digests).flatMap((image) => deployedImage(image, proposal))
    const message = commitMessage(deployed, origin, config.messageTemplate)
    return { files: proposal.files, message, author: config.author }
  }

  #warn(warnings: readonly string[]): void {
    for (const warning of warnings) {
      if (!this.#warned.has(warning)) this.#with.onWarning(warning)
      this.#warned.add(warning)
    }
  }
}
