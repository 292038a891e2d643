import { planEndpoints } from '../../../../aws/trusted-endpoints.ts'
import type { Problem } from '../../../../errors/errors.ts'
import { type Judged, sound } from '../../../../errors/judged.ts'
import { defaultEcrHost, type EcrHost, type RoleArn } from '../../../../names/host.ts'
import { isPlaceholder } from '../../../../names/placeholder.ts'
import type { RegistryAccess } from '../../../../plan/access.ts'
import type { ImagePlan } from '../../../../plan/image.ts'
import type { Source } from '../../../../source/source.ts'
import type { Inputs } from '../../inputs.ts'
import { cacheRepositories } from '../build/cache.ts'
import { grantsOf } from './creation.ts'
import type { Sessions } from './sessions.ts'

/** An image that is to be pushed, and the registry that its inputs name, if they do. */
type Destination = Pick<ImagePlan, 'repository' | 'build'> & { readonly registry: EcrHost | undefined }

export interface AccessOptions {
  readonly source: Source
  readonly sessions: Sessions
}

/** The registry to push to, compared with the role before any request; undefined where it cannot be said. */
export function planAccess(
  image: Destination,
  inputs: Inputs,
  { source, sessions }: AccessOptions,
): Judged<RegistryAccess | undefined> {
  const role = inputs.roleToAssume
  if (!role && inputs.awsCredentials === 'oidc') return sound(undefined)
  const registry = image.registry ?? defaultRegistry(inputs, source)
  if (!registry) return { value: undefined, problems: [missingRegistry(inputs, source)] }
  const pushed = repositoryArn(registry, image.repository)
  const caches = cacheRepositories(image.build, registry).map((name) => repositoryArn(registry, name))
  const made = grantsOf(inputs.createRepository, registry, pushed)
  const session = sessions.of(role, { writes: [pushed, ...caches], ...made.value })
  const endpoints = planEndpoints(registry, { inputs, source })
  const problems = [
    ...compareRegions(inputs, registry),
    ...(role ? compareAccounts(inputs, role, registry) : []),
    ...made.problems,
    ...endpoints.problems,
  ]
  return { value: { registry, role, session, endpoints: endpoints.value }, problems }
}

/** Images of several may be in other regions, as their registries say; a region that none of them is in is a mistake. */
function compareRegions({ awsRegion: region, images }: Inputs, registry: EcrHost): readonly Problem[] {
  const isUsed = images.some((image) => (image.registry?.region ?? region) === region)
  if (region === undefined || isUsed) return []
  return [
    {
      code: 'ACCOUNT_MISMATCH',
      inputs: ['aws-region'],
      message: `aws-region is ${region}, but registry ${registry.host} is in ${registry.region}`,
      hint: 'Leave the input aws-region empty (it follows registry), or give the registry of that region.',
    },
  ]
}

/** The registry of the role's account in the region, where both are known. */
export function defaultRegistry(
  { roleToAssume: role, awsRegion }: Inputs,
  source: Source,
): EcrHost | undefined {
  const region = awsRegion ?? source.environmentRegion
  return role && region !== undefined ? defaultEcrHost(role.account, region) : undefined
}

function missingRegistry({ roleToAssume: role, awsRegion }: Inputs, source: Source): Problem {
  if (!role) return noAccount
  const region = awsRegion ?? source.environmentRegion
  return {
    code: 'INPUT_REQUIRED',
    inputs: ['aws-region', 'registry', 'role-to-assume'],
    message:
      region === undefined
        ? 'neither aws-region nor registry says in which region to push'
        : `there is no known ECR host in the region ${region}`,
    hint: 'Set the input aws-region, for example to ap-southeast-2.',
  }
}

const noAccount: Problem = {
  code: 'INPUT_REQUIRED',
  inputs: ['registry', 'role-to-assume'],
  message:
    'aws-credentials is ambient, and neither registry nor role-to-assume says to which account to push',
  hint: 'Set the input registry to the host to push to, for example 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com, or role-to-assume to a role of that account.',
}

function compareAccounts(inputs: Inputs, role: RoleArn, registry: EcrHost): readonly Problem[] {
  const partitions = comparePartitions(['role-to-assume', 'aws-region', 'registry'], role, registry)
  if (registry.account === role.account || inputs.allowedAccountIds.includes(registry.account))
    return partitions
  return [
    ...partitions,
    {
      code: 'ACCOUNT_MISMATCH',
      inputs: ['registry'],
      message: `registry ${registry.host} is in account ${registry.account}, but role-to-assume is in account ${role.account}`,
      hint: accountHint(role, registry),
    },
  ]
}

/** An account of documentation is nobody's to push to, and a role in it nobody's to assume. */
function accountHint(role: RoleArn, registry: EcrHost): string {
  const made = (account: string) => `${account} is a placeholder, as documentation has them`
  if (isPlaceholder(role.account)) {
    return `Set the input role-to-assume to the ARN of a role in your own account: ${made(role.account)}.`
  }
  if (isPlaceholder(registry.account)) {
    return `Set the input registry to the host of your own account, or leave it empty, which makes it that of ${role.account}: ${made(registry.account)}.`
  }
  return `Correct registry or role-to-assume; if pushing to the other account is meant, add "${registry.account}" to allowed-account-ids.`
}

/** Credentials of one partition mean nothing in another (IAM reference, "Amazon Resource Names"). */
export function comparePartitions(
  inputs: readonly string[],
  role: RoleArn,
  { host, partition }: EcrHost,
): readonly Problem[] {
  if (partition === role.partition) return []
  return [
    {
      code: 'ACCOUNT_MISMATCH',
      inputs,
      message: `role ${role.arn} is in partition ${role.partition}, but registry ${host} is in partition ${partition}`,
      hint: `Give a role and a registry of one partition: correct ${inputs.join(' or ')}.`,
    },
  ]
}

export function repositoryArn({ partition, region, account }: EcrHost, repository: string): string {
  return `arn:${partition}:ecr:${region}:${account}:repository/${repository}`
}
