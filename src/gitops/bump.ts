import type { ConfigPlan, PushedImage } from '../plan/plan.ts'
import type { Digest } from '../registry/reference.ts'
import { runUrl, type Source } from '../source/source.ts'
import { commitMessage, type DeployedImage } from './message.ts'
import type { Order } from './order.ts'
import { placeIn } from './place.ts'
import type { DeployTarget, Proposal } from './proposal.ts'
import { propose } from './propose.ts'
import type { CommitOutcome, ConfigRepository } from './repository.ts'
import { type Survey, surveyOverlays } from './survey.ts'
import { type WriteResult, writeUntilLanded } from './write.ts'

export interface BumpDependencies {
  readonly config: ConfigPlan
  readonly source: Source
  readonly repository: ConfigRepository
  readonly order: Order
  readonly checks: ProposalChecks
  readonly onWarning: (warning: string) => void
  readonly onLost: (reason: string) => void
  readonly signal: AbortSignal
}

/** What is looked at beyond the edited entries; both give warnings. */
export interface ProposalChecks {
  /** What people should know; asked once, in preflight. */
  advise(proposal: Proposal): Promise<readonly string[]>
  /** Does the new image reach a container? Asked for every tip that is written to. @throws DeployError when it does not. */
  render(proposal: Proposal): Promise<readonly string[]>
}

/** Digests by image name, as far as they are known. */
export type KnownDigests = ReadonlyMap<string, Digest>

/** How long a snapshot counts as new. A write is safe with an older one too: it is lost, and begins again. */
const SNAPSHOT_MS = 3_000

/** Stands in for the digest of an image that is not built yet, so that the edit can be tried. */
const UNKNOWN_DIGEST = `sha256:${'0'.repeat(64)}` as Digest

/** The images of this step in the overlays of the config repository: tried first, then written in one commit. */
export class Bump {
  readonly #images: readonly PushedImage[]
  readonly #overlays: readonly string[]
  readonly #with: BumpDependencies
  readonly #warned = new Set<string>()
  #survey: { readonly read: Survey; readonly at: number } | undefined

  constructor(images: readonly PushedImage[], dependencies: BumpDependencies) {
    this.#images = images
    this.#overlays = [...new Set(images.flatMap((image) => image.overlays))]
    this.#with = dependencies
  }

  /** Fails for everything that would fail after the build, and warns of what is not wrong enough to fail. */
  async preflight(): Promise<void> {
    const { checks } = this.#with
    const proposal = await this.tryOut(new Map())
    this.#warn(await checks.advise(proposal))
    this.#warn(await checks.render(proposal))
  }

  /** Order and edits on the tip as it is now. */
  async tryOut(digests: KnownDigests): Promise<Proposal> {
    const complete = this.#images.map(({ name }) => [name, digests.get(name) ?? UNKNOWN_DIGEST] as const)
    return this.#propose(await this.#current(), new Map(complete))
  }

  /** One commit for all images and overlays, or none when everything is there already. */
  async commit(digests: KnownDigests): Promise<WriteResult> {
    const { repository, checks, onLost, signal } = this.#with
    return writeUntilLanded(await this.#current(), {
      read: () => this.#read(),
      propose: async (survey) => {
        const proposal = await this.#propose(survey, digests)
        this.#warn(await checks.render(proposal))
        return proposal
      },
      commit: (proposal) => this.#commit(proposal, digests),
      landed: (commits) => repository.landed(commits),
      onLost,
      signal,
    })
  }

  /** What preflight read, unless a build took long since: "nothing to do" must be true of the tip as it is. */
  async #current(): Promise<Survey> {
    if (this.#survey && performance.now() - this.#survey.at < SNAPSHOT_MS) return this.#survey.read
    const read = await this.#read()
    this.#survey = { read, at: performance.now() }
    return read
  }

  #read(): Promise<Survey> {
    return surveyOverlays(this.#with.repository, this.#overlays)
  }

  #propose(survey: Survey, digests: KnownDigests): Promise<Proposal> {
    const { config, order, source } = this.#with
    const targets: DeployTarget[] = this.#images.map((image) => ({
      image,
      digest: digestOf(image, digests),
    }))
    const holdReason = `rolled back by ${source.actor}, ${runUrl(source)}`
    return propose(survey, targets, {
      config,
      order,
      holdReason,
      placeAt: (tip) => placeIn(config.remote, tip),
    })
  }

  #commit(proposal: Proposal, digests: KnownDigests): Promise<CommitOutcome> {
    const { repository, config, source } = this.#with
    const deployed = this.#images.flatMap((image) => deployedImage(image, proposal, digests))
    const message = commitMessage(deployed, source, config.messageTemplate)
    return repository.commit(proposal.tip, { files: proposal.files, message, author: config.author })
  }

  #warn(warnings: readonly string[]): void {
    for (const warning of warnings) {
      if (!this.#warned.has(warning)) this.#with.onWarning(warning)
      this.#warned.add(warning)
    }
  }
}

/** None when nothing of the image is written. */
function deployedImage(
  image: PushedImage,
  { targets }: Proposal,
  digests: KnownDigests,
): readonly DeployedImage[] {
  const written = targets.filter((target) => target.image === image.name && target.outcome === 'write')
  if (written.length === 0) return []
  const previous = written.flatMap((target) => target.previous ?? [])
  const files = written.map((target) => target.file)
  return [{ image, digest: digestOf(image, digests), previous, files }]
}

function digestOf({ name }: PushedImage, digests: KnownDigests): Digest {
  const digest = digests.get(name)
  if (!digest) throw new Error(`${name} is to be committed, but its digest was never confirmed`)
  return digest
}
