import type { WantedValues } from '../edit/kustomize/edit.ts'
import type { ConfigPlan } from '../plan/config.ts'
import type { Deployment } from '../plan/deployment.ts'
import type { PinnedDigest } from './proposal.ts'

/** The values of an entry, as far as it has them. */
type EntryValues = { readonly name: string } & {
  readonly [Key in keyof WantedValues]?: string | undefined
}

/** Where an entry is to have the digest of an image that is not built yet; it is never committed. */
const STAND_IN = `sha256:${'0'.repeat(64)}`

/**
 * newTag without digest deploys what the tag says; a digest that stays behind would deploy the old image under the
 * new tag (kustomize renders `name:tag@digest`, and container runtimes pull by digest), so it is always set too.
 */
export function wantedValues(
  current: EntryValues,
  { repositoryUrl, tag, digest }: Deployment,
  pin: ConfigPlan['pin'],
): WantedValues {
  const wantsTag = pin !== 'digest' || current.newTag !== undefined
  const wantsDigest = pin !== 'tag' || current.digest !== undefined
  return {
    ...((current.newName ?? current.name) === repositoryUrl ? {} : { newName: repositoryUrl }),
    ...(wantsTag ? { newTag: tag } : {}),
    ...(wantsDigest ? { digest: digest ?? STAND_IN } : {}),
  }
}

/** What the edit pins. */
export function pinnedBy({ digest }: WantedValues, image: Deployment): PinnedDigest | undefined {
  return digest === undefined ? undefined : { digest, isStandIn: image.digest === undefined }
}

/** kustomize, api/filters/imagetag: tag and digest are both written since kustomize#4406. */
export function referenceOf({ name, newName, newTag, digest }: EntryValues): string {
  return `${newName ?? name}${newTag === undefined ? '' : `:${newTag}`}${digest === undefined ? '' : `@${digest}`}`
}
