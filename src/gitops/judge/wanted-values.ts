import type { ImageValues, WantedValues } from '../../edit/target.ts'
import { type EcrHost, isSameRegistry, parseEcrHost, splitEcrHost } from '../../names/host.ts'
import { isPlaceholder } from '../../names/placeholder.ts'
import { type Digest, registryOf } from '../../names/reference.ts'
import { isReplica } from '../../names/replicas.ts'
import type { ConfigPlan } from '../../plan/config.ts'
import type { Deployment } from '../../plan/deployment.ts'
import type { PinnedDigest } from '../proposal.ts'

/** Where an entry is to have the digest of an image that is not built yet; it is never committed. */
export const STAND_IN = `sha256:${'0'.repeat(64)}` as Digest

/**
 * A tag without a digest deploys what the tag says; a digest that stays behind would deploy the old image under the new
 * tag (kustomize renders `name:tag@digest`, and container runtimes pull by digest), so it is always set too.
 */
export function wantedValues(
  current: ImageValues,
  deployment: Deployment,
  { pin, replicas }: Pick<ConfigPlan, 'pin' | 'replicas'>,
): WantedValues {
  const { tag, digest } = deployment
  const address = addressFor(current, deployment, replicas)
  const wantsTag = pin !== 'digest' || current.tag !== undefined
  const wantsDigest = pin !== 'tag' || current.digest !== undefined
  return {
    ...(address === undefined || current.image === address ? {} : { image: address }),
    ...(wantsTag ? { tag } : {}),
    ...(wantsDigest ? { digest: digest ?? STAND_IN } : {}),
  }
}

/**
 * What the entry is to call the image. A host that is another name of the same registry stays: whoever wrote the FIPS or
 * the dual-stack one has clusters that can, or may, reach no other. So does that of a replica, which is near to them.
 */
export function addressFor(
  { image }: ImageValues,
  { repositoryUrl, registry }: Deployment,
  { patterns }: ConfigPlan['replicas'],
): string | undefined {
  if (image === undefined || repositoryUrl === undefined || !registry) return undefined
  const host = meantHost(image, registry)
  if (!host || !(isSameRegistry(host, registry) || isReplica(host, registry, patterns))) return repositoryUrl
  return `${host.host}${repositoryUrl.slice(registry.host.length)}`
}

/** The ECR host of an image name, with the account that is meant where a placeholder stands for it. */
function meantHost(image: string, { account: own }: EcrHost): EcrHost | undefined {
  const host = registryOf(image) ?? ''
  const { account } = splitEcrHost(host) ?? {}
  if (account === undefined || account === own || !isPlaceholder(account)) return parseEcrHost(host)
  return parseEcrHost(`${own}${host.slice(account.length)}`)
}

/** The registry that an entry of that reference pulls from, where it is not the one that is pushed to. */
export function replicaIn(
  reference: string,
  { registry }: Deployment,
  { patterns }: ConfigPlan['replicas'],
): EcrHost | undefined {
  const host = parseEcrHost(registryOf(reference) ?? '')
  return host && registry && isReplica(host, registry, patterns) ? host : undefined
}

/** What the edit pins. */
export function pinnedBy({ digest }: WantedValues, image: Deployment): PinnedDigest | undefined {
  return digest === undefined ? undefined : { digest, isStandIn: image.digest === undefined }
}
