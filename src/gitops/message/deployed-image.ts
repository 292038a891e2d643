import { splitReference } from '../../names/reference.ts'
import type { SourceChange } from '../../names/source-change.ts'
import { shortTag } from '../../names/tag.ts'
import { type ConfirmedDeployment, type Deployment, isConfirmed } from '../../plan/deployment.ts'
import { type Proposal, type Rollback, writtenBy } from '../proposal.ts'

/** One image as the commit describes it. */
export interface DeployedImage extends WrittenImage {
  /** What its commit says of itself, where that is known. */
  readonly change: SourceChange | undefined
}

export interface WrittenImage {
  readonly image: ConfirmedDeployment
  /** The tags that the overlays had before; empty where there was none. */
  readonly previous: readonly string[]
  readonly files: readonly string[]
  /** What else overlays call it: other hosts of the registry, and those of replicas. */
  readonly elsewhere?: readonly string[]
  /** One for each overlay that had a newer commit. */
  readonly rollbacks?: readonly RolledBack[]
}

export interface RolledBack extends Rollback {
  readonly previous: string | undefined
}

/** What the commit writes of an image; none when nothing of it is written. */
export function writtenImage(image: Deployment, proposal: Proposal): readonly WrittenImage[] {
  const written = writtenBy(proposal).filter((verdict) => verdict.image === image.name)
  if (written.length === 0) return []
  if (!isConfirmed(image))
    throw new Error(`${image.name} is to be committed, but its digest was never confirmed`)
  const previous = written.flatMap((verdict) => verdict.previous ?? [])
  const names = new Set(written.map(({ reference }) => splitReference(reference).name))
  names.delete(image.repositoryUrl)
  // Of a file that holds several images, the place is named, too.
  const files = written.map(({ kind, file, overlay }) => (kind === 'kustomize' ? file : overlay))
  const rollbacks = written.flatMap(({ rollback, previous: tag }) =>
    rollback ? [{ ...rollback, previous: tag }] : [],
  )
  return [{ image, previous, files, elsewhere: [...names], rollbacks }]
}

export function shortPrevious({ previous }: DeployedImage): string {
  return previous.length === 0 ? 'none' : [...new Set(previous.map(shortTag))].join(', ')
}
