import type { Place } from '../errors.ts'
import type { ConfigPlan, PushedImage } from '../plan/plan.ts'
import type { Digest } from '../registry/reference.ts'
import type { Source } from '../source/source.ts'
import { commitMessage, type DeployedImage } from './message.ts'
import type { Order } from './order.ts'
import { candidatePaths, type PlaceIn } from './overlay.ts'
import { type DeployTarget, type Proposal, propose } from './propose.ts'
import type { ConfigRepository, Snapshot } from './repository.ts'
import { type WriteResult, writeUntilLanded } from './write.ts'

export interface BumpDependencies {
  readonly config: ConfigPlan
  readonly source: Source
  readonly repository: ConfigRepository
  readonly order: Order
  readonly signal: AbortSignal
  readonly onLost: (reason: string) => void
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
  readonly #paths: readonly string[]
  readonly #with: BumpDependencies
  #snapshot: { readonly read: Snapshot; readonly at: number } | undefined

  constructor(images: readonly PushedImage[], dependencies: BumpDependencies) {
    this.#images = images
    this.#paths = images.flatMap((image) => image.overlays.flatMap(candidatePaths))
    this.#with = dependencies
  }

  /** Order and edits on the tip as it is now; fails for everything that would fail after the build. */
  async tryOut(digests: KnownDigests): Promise<Proposal> {
    const complete = this.#images.map(({ name }) => [name, digests.get(name) ?? UNKNOWN_DIGEST] as const)
    return this.#propose(await this.#current(), new Map(complete))
  }

  /** One commit for all images and overlays, or none when everything is there already. */
  async commit(digests: KnownDigests): Promise<WriteResult> {
    const { repository, config, signal, onLost } = this.#with
    return writeUntilLanded(await this.#current(), {
      repository,
      paths: this.#paths,
      propose: (snapshot) => this.#propose(snapshot, digests),
      commit: (proposal) =>
        repository.commit(proposal.tip, {
          files: proposal.files,
          message: this.#message(proposal, digests),
          author: config.author,
        }),
      onLost,
      signal,
    })
  }

  /** What preflight read, unless a build took long since: "nothing to do" must be true of the tip as it is. */
  async #current(): Promise<Snapshot> {
    if (this.#snapshot && performance.now() - this.#snapshot.at < SNAPSHOT_MS) return this.#snapshot.read
    const read = await this.#with.repository.read(this.#paths)
    this.#snapshot = { read, at: performance.now() }
    return read
  }

  #propose(snapshot: Snapshot, digests: KnownDigests): Promise<Proposal> {
    const { config, order } = this.#with
    const targets: DeployTarget[] = this.#images.map((image) => ({
      image,
      digest: digestOf(image, digests),
    }))
    return propose(snapshot, targets, { config, order, placeAt: (tip) => placeIn(config, tip) })
  }

  #message(proposal: Proposal, digests: KnownDigests): string {
    const deployed = this.#images.flatMap((image): DeployedImage[] => {
      const written = proposal.targets.filter(
        (target) => target.image === image.name && target.outcome === 'write',
      )
      if (written.length === 0) return []
      const previous = written.flatMap((target) => target.previous ?? [])
      const files = written.map((target) => target.file)
      return [{ image, digest: digestOf(image, digests), previous, files }]
    })
    return commitMessage(deployed, this.#with.source, this.#with.config.messageTemplate)
  }
}

function digestOf({ name }: PushedImage, digests: KnownDigests): Digest {
  const digest = digests.get(name)
  if (!digest) throw new Error(`${name} is to be committed, but its digest was never confirmed`)
  return digest
}

/** Links to blob and line at the commit that was read, where the repository has pages. */
function placeIn(config: ConfigPlan, tip: string): PlaceIn {
  return (file, line): Place => {
    const { webUrl } = config.remote
    const anchor = line === undefined ? '' : `#L${line}`
    const url = webUrl && `${webUrl}/blob/${tip}/${file.split('/').map(urlSegment).join('/')}${anchor}`
    return { file, ...(line === undefined ? {} : { line }), ...(url ? { url } : {}) }
  }
}

/** Parentheses too, which would end a Markdown link. */
function urlSegment(name: string): string {
  return encodeURIComponent(name).replaceAll('(', '%28').replaceAll(')', '%29')
}
