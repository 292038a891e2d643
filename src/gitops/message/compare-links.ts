import { gitTagLike, isExactVersion, revisionOf } from '../../names/tag.ts'
import type { SourceRepository } from '../../plan/deployment.ts'
import type { DeployedImage } from './deployed-image.ts'

/** Pages that show what changes between what was deployed and what is to be. */
export interface CompareLinks {
  readonly changes: string | undefined
  /** What a rollback takes back, from the older to the newer one: the other way round the page is empty. */
  readonly undoes: readonly string[]
}

export function compareLinks({ image, previous, rollbacks = [] }: DeployedImage): CompareLinks {
  const undone = rollbacks.flatMap((one) => one.previous ?? [])
  const forward = previous.filter((tag) => !undone.includes(tag))
  const base = forward.map(revisionOf).find((revision) => revision !== undefined)
  const head = revisionOf(image.tag)
  const newer = new Set(undone.flatMap((tag) => revisionOf(tag) ?? []))
  return {
    changes: base && head && base !== head ? changesUrl(image.source, base, head) : undefined,
    undoes: [...newer].flatMap((one) => (head && one !== head ? [changesUrl(image.source, head, one)] : [])),
  }
}

/** Versions are compared by their git tags, which may name a component: `svc-v1.2.3`. */
function changesUrl({ webUrl, versionRef }: SourceRepository, base: string, head: string): string {
  const named = (revision: string) =>
    versionRef !== undefined && isExactVersion(revision) ? gitTagLike(versionRef, revision) : revision
  return `${webUrl}/compare/${named(base)}...${named(head)}`
}
