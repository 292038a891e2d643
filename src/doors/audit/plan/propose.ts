import type { EffectiveImage } from '../../../effective/image.ts'
import { awsOwner } from '../../../names/aws-accounts.ts'
import { splitEcrHost } from '../../../names/host.ts'
import { isPlaceholder } from '../../../names/placeholder.ts'
import type { AllowedRegistry } from './settings.ts'

/** What the images of a repository agree on. */
export interface Proposal {
  /** The one that most images come from first. */
  readonly registries: readonly (AllowedRegistry & { readonly images: number })[]
}

/** A registry that a stray image or two come from may be the very mistake. */
const LEAST_SHARE = 0.1
/** Of more of them nobody would say that a repository agrees. */
const MOST = 5

/** Accounts and regions that the images come from, without those that stand for another one; undefined where none does. */
export function propose(
  images: readonly EffectiveImage[],
  placeholders: readonly string[],
): Proposal | undefined {
  const counts = new Map<string, AllowedRegistry & { images: number }>()
  for (const { text } of images) {
    const host = splitEcrHost(text.slice(0, Math.max(0, text.indexOf('/'))))
    if (!host || isPlaceholder(host.account) || placeholders.includes(host.account)) continue
    // Registries of AWS's own images are nobody's choice.
    if (awsOwner(host.account)) continue
    const key = `${host.account}/${host.region}`
    const known = counts.get(key) ?? { account: host.account, region: host.region, images: 0 }
    known.images += 1
    counts.set(key, known)
  }
  const ordered = [...counts.values()].toSorted((one, other) => other.images - one.images)
  const most = ordered[0]?.images ?? 0
  const registries = ordered.filter((one) => one.images >= most * LEAST_SHARE).slice(0, MOST)
  return registries.length > 0 ? { registries } : undefined
}

/** Lines for `.ecr-gitops.yaml`. */
export function proposalLines({ registries }: Proposal): string {
  const lines = registries.map(
    ({ account, region, images }) =>
      `  - ${account}/${region} # ${images} ${images === 1 ? 'image' : 'images'}`,
  )
  return ['allowed-registries:', ...lines].join('\n')
}
