import type { PushedImage } from '../plan/plan.ts'
import type { Digest } from '../registry/reference.ts'
import type { DeployedImage } from './message.ts'
import type { Proposal } from './proposal.ts'

/** Digests by image name, as far as they are known. */
export type KnownDigests = ReadonlyMap<string, Digest>

/** An image as the commit is to tell of it; none when nothing of it is written. */
export function deployedImage(
  image: PushedImage,
  { targets }: Proposal,
  digests: KnownDigests,
): readonly DeployedImage[] {
  const written = targets.filter((target) => target.image === image.name && target.outcome === 'write')
  if (written.length === 0) return []
  const digest = digests.get(image.name)
  if (!digest) throw new Error(`${image.name} is to be committed, but its digest was never confirmed`)
  const previous = written.flatMap((target) => target.previous ?? [])
  return [{ image, digest, previous, files: written.map((target) => target.file) }]
}
