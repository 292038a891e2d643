import { placeIn } from '../config-repository/overlay.ts'
import type { Change, ConfigReader } from '../config-repository/repository.ts'
import { namedTexts, type Survey, surveyOverlays } from '../config-repository/survey.ts'
import { failOnAny, messageOf, type Problem, settle } from '../errors/errors.ts'
import type { EcrHost } from '../names/host.ts'
import type { Digest } from '../names/reference.ts'
import type { SourceChange } from '../names/source-change.ts'
import type { ConfigPlan } from '../plan/config.ts'
import {
  type ConfirmedDeployment,
  type Deployment,
  isConfirmed,
  type Origin,
  type WantedImage,
} from '../plan/deployment.ts'
import { nextTurn } from '../runner/turns.ts'
import type { Delivered, Delivery } from './delivery.ts'
import { compose } from './draft.ts'
import { type JudgedEntry, type JudgeOptions, judgeAll, judgeEach } from './judge/judge-images.ts'
import { writtenImage } from './message/deployed-image.ts'
import { commitMessage } from './message/message.ts'
import type { JudgePorts, Proposal } from './proposal.ts'
import { deployedTag, findUntouched, overtaken } from './untouched.ts'

export interface BumpOptions {
  readonly config: ConfigPlan
  readonly origin: Origin
  readonly signal: AbortSignal
  /** A look at the branch counts as one at the branch as it is for so long. */
  readonly newForMs?: number | undefined
}

export interface BumpPorts extends Pick<JudgePorts, 'kindOf' | 'orders'> {
  readonly repository: ConfigReader
  readonly delivery: Delivery
  readonly checks: Checks
  /** What the commit of an image says of itself; asked only when it is written. */
  readonly describe: (image: Deployment) => Promise<SourceChange | undefined>
  /** The images are where their entries have them pulled from; asked again of the same ones, it knows. */
  readonly arrive?: Arrive | undefined
  readonly onWarning: (warning: string) => void
  /** What the first look has come to, also where something is wrong with it. */
  readonly onProposal?: ((proposal: Proposal) => void) | undefined
}

/** An image that a registry is to have which is filled by ECR. */
export interface Expected {
  readonly image: ConfirmedDeployment
  readonly replica: EcrHost
}

export type Arrive = (expected: readonly Expected[]) => Promise<void>

/** What is looked at beyond the edited entries; both give warnings. */
export interface Checks {
  /** What people should know; asked once, in preflight. */
  advise(proposal: Proposal): Promise<readonly string[]>
  /** Does the new image reach a container, and no overlay that goes its own way? Asked for every tip that is written to. @throws StepError when it does not. */
  render(proposal: Proposal): Promise<readonly string[]>
  /** What is found without haste, once: nothing of the run waits for it before its end. */
  seek?(proposal: Proposal): Promise<readonly string[]>
}

/** Images that `paths` leave as they are deployed, by name, each with its tag where all overlays hold the same. */
export type Unchanged = ReadonlyMap<string, string | undefined>

/** Digests by image name, as far as they are known. */
export type KnownDigests = ReadonlyMap<string, Digest>

/** A run that finds its images there takes less, and one that builds takes more. */
const NEW_FOR_MS = 3_000

/** The images of this step in the overlays of the config repository: tried first, then written in one commit. */
export class Bump {
  readonly #images: readonly WantedImage[]
  readonly #overlays: readonly string[]
  readonly #with: BumpOptions & BumpPorts
  readonly #judge: JudgeOptions
  readonly #warned = new Set<string>()
  /** Images that stay as they are deployed, because nothing under their paths changed; decided once, at the first look. */
  #untouched: ReadonlySet<string> | undefined
  /** What preflight would have written. */
  #tried: Proposal | undefined
  #survey: { readonly read: Survey; readonly at: number } | undefined
  #seeking: Promise<void> | undefined

  constructor(images: readonly WantedImage[], options: BumpOptions & BumpPorts) {
    this.#images = images
    this.#overlays = [...new Set(images.flatMap((image) => image.overlays))]
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

  /**
   * Fails for everything that would fail after the build, and warns of what is not wrong enough to fail. Returns the
   * names of the images that need no build, because nothing under their paths changed since they were deployed.
   */
  async preflight(): Promise<Unchanged> {
    const survey = await this.#current()
    const { value, problems } = await judgeEach(survey, this.#images, this.#judge)
    const { proposal, untouched } = await this.#compose(survey, value, this.#images)
    this.#tried = proposal
    this.#with.onProposal?.(proposal)
    const named = problems.length > 0 ? namedTexts(survey, this.#overlays) : []
    // One round: what is wrong elsewhere, and what people should know, is said beside the first mistake.
    const { failure } = await settle([throwAny(problems), this.#examine(proposal, new Map(named))])
    this.#seeking = this.#seek(proposal)
    if (failure) throw failure
    return new Map([...untouched].map((name) => [name, deployedTag(proposal, name)]))
  }

  /** Ends when nothing is searched for any more. */
  async sought(): Promise<void> {
    await this.#seeking
  }

  async #seek(proposal: Proposal): Promise<void> {
    const { checks, signal } = this.#with
    try {
      // Whoever waits for the preflight goes on first.
      await nextTurn(signal)
      this.#warn((await checks.seek?.(proposal)) ?? [])
    } catch (error) {
      // It is advice: nothing fails for it, and who has cancelled asks for none.
      if (!signal.aborted)
        this.#warn([`What overrides the image in Argo CD could not be looked for: ${messageOf(error)}`])
    }
  }

  /** @param named Texts that people should know of besides those that are edited. */
  async #examine(proposal: Proposal, named: ReadonlyMap<string, string>): Promise<void> {
    const { checks } = this.#with
    this.#warn(await checks.advise({ ...proposal, before: new Map([...named, ...proposal.before]) }))
    this.#warn(await checks.render(proposal))
  }

  /** Order and edits on the tip as it is now. */
  async tryOut(digests: KnownDigests): Promise<Proposal> {
    return (await this.#propose(await this.#current(), this.#known(digests))).proposal
  }

  /** One commit for all images and overlays, or none when everything is there already. */
  async commit(digests: KnownDigests): Promise<Delivered> {
    const { checks, delivery } = this.#with
    const images = this.#known(digests)
    // What preflight read, however long the build took since: a push on an old tip is lost, not wrong.
    const first = this.#survey?.read ?? (await this.#look())
    // Before the time of the write begins.
    if (this.#tried) await this.#arrive(this.#tried, images)
    return delivery.deliver({
      first,
      firstIsOld: this.#recent() === undefined,
      read: (withinMs) => this.#read(withinMs),
      propose: async (survey) => {
        const { proposal, needed } = await this.#propose(survey, images)
        // Other writers may have made an image needed after all, by a tag that they put into one of its overlays.
        failOnAny(needed.filter(({ image }) => image.digest === undefined).map(overtaken))
        await this.#arrive(proposal, images)
        this.#warn(await checks.render(proposal))
        return proposal
      },
      changeOf: (proposal) => this.#changeOf(proposal, images),
    })
  }

  async #arrive({ verdicts }: Proposal, images: readonly WantedImage[]): Promise<void> {
    const expected = verdicts.flatMap(({ outcome, replica, image: name }): readonly Expected[] => {
      const image = images.find((one) => one.name === name)
      return outcome === 'write' && replica && image && isConfirmed(image) ? [{ image, replica }] : []
    })
    if (expected.length > 0) await this.#with.arrive?.(expected)
  }

  #known(digests: KnownDigests): readonly WantedImage[] {
    return this.#images.map((image) => ({ ...image, digest: digests.get(image.name) }))
  }

  /** What was read last, or what stands there now if that was long ago. */
  async #current(): Promise<Survey> {
    return this.#recent() ?? this.#look()
  }

  #recent(): Survey | undefined {
    const { newForMs = NEW_FOR_MS } = this.#with
    const last = this.#survey
    return last && performance.now() - last.at < newForMs ? last.read : undefined
  }

  async #look(): Promise<Survey> {
    const read = await this.#read()
    this.#survey = { read, at: performance.now() }
    return read
  }

  #read(withinMs?: number): Promise<Survey> {
    return surveyOverlays(this.#with.repository, this.#overlays, withinMs)
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
    const proposal = await compose(survey, entries, { ...this.#judge, untouched: notices })
    return { proposal, untouched: this.#untouched, needed }
  }

  async #changeOf(proposal: Proposal, images: readonly WantedImage[]): Promise<Change> {
    const { config, origin, describe } = this.#with
    const written = images.flatMap((image) => writtenImage(image, proposal))
    const deployed = await Promise.all(
      written.map(async (one) => ({ ...one, change: await describe(one.image) })),
    )
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

async function throwAny(problems: readonly Problem[]): Promise<void> {
  failOnAny(problems)
}
