import type { Problem } from '../errors.ts'
import type { RoleArn } from '../identity/role-arn.ts'
import type { Inputs } from '../inputs/inputs.ts'
import { defaultEcrHost, type EcrHost } from '../registry/host.ts'
import type { Source } from '../source/source.ts'
import { missingCredentials } from './credentials.ts'
import type { RegistryAccess } from './plan.ts'
import type { Sessions } from './sessions.ts'

/** The registry to push to, compared with the role before any request; problems are added to the list. */
export function planAccess(
  inputs: Inputs,
  source: Source,
  { sessions, problems }: { readonly sessions: Sessions; readonly problems: Problem[] },
): RegistryAccess | undefined {
  const role = inputs.roleToAssume
  problems.push(...missingCredentials(inputs, source))
  if (!role && inputs.awsCredentials === 'oidc') return undefined
  const registry = planRegistry(inputs, source, problems)
  if (!registry) return undefined
  if (role) problems.push(...compareAccounts(inputs, role, registry))
  return { registry, role, session: sessions.of(role, repositoryArn(registry, inputs.repository)) }
}

function planRegistry(inputs: Inputs, source: Source, problems: Problem[]): EcrHost | undefined {
  const role = inputs.roleToAssume
  const region = inputs.awsRegion ?? inputs.registry?.region ?? source.environmentRegion
  if (inputs.registry) {
    if (region !== inputs.registry.region) {
      problems.push({
        code: 'ACCOUNT_MISMATCH',
        inputs: ['aws-region'],
        message: `aws-region is ${region}, but registry ${inputs.registry.host} is in ${inputs.registry.region}`,
        hint: 'Leave the input aws-region empty (it follows registry), or give the registry of that region.',
      })
    }
    return inputs.registry
  }
  if (!role) {
    problems.push({
      code: 'INPUT_REQUIRED',
      inputs: ['registry', 'role-to-assume'],
      message:
        'aws-credentials is ambient, and neither registry nor role-to-assume says to which account to push',
      hint: 'Set the input registry to the host to push to, for example 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com, or role-to-assume to a role of that account.',
    })
    return undefined
  }
  const registry = region === undefined ? undefined : defaultEcrHost(role.account, region)
  if (!registry) {
    problems.push({
      code: 'INPUT_REQUIRED',
      inputs: ['aws-region', 'registry', 'role-to-assume'],
      message:
        region === undefined
          ? 'neither aws-region nor registry says in which region to push'
          : `there is no known ECR host in the region ${region}`,
      hint: 'Set the input aws-region, for example to ap-southeast-2.',
    })
  }
  return registry
}

function compareAccounts(inputs: Inputs, role: RoleArn, registry: EcrHost): readonly Problem[] {
  const problems = [...comparePartitions('role-to-assume', role, registry)]
  if (registry.account !== role.account && !inputs.allowedAccountIds.includes(registry.account)) {
    problems.push({
      code: 'ACCOUNT_MISMATCH',
      inputs: ['registry'],
      message: `registry ${registry.host} is in account ${registry.account}, but role-to-assume is in account ${role.account}`,
      hint: `Correct registry or role-to-assume; if pushing to the other account is meant, add "${registry.account}" to allowed-account-ids.`,
    })
  }
  return problems
}

/** Credentials of one partition mean nothing in another (IAM reference, "Amazon Resource Names"). */
function comparePartitions(input: string, role: RoleArn, { host, partition }: EcrHost): readonly Problem[] {
  if (partition === role.partition) return []
  return [
    {
      code: 'ACCOUNT_MISMATCH',
      inputs: [input],
      message: `role ${role.arn} is in partition ${role.partition}, but registry ${host} is in partition ${partition}`,
      hint: `Give a role and a registry of one partition: correct role-to-assume, aws-region or ${input}.`,
    },
  ]
}

function repositoryArn(registry: EcrHost, repository: string | undefined): string | undefined {
  if (repository === undefined) return undefined
  const { partition, region, account } = registry
  return `arn:${partition}:ecr:${region}:${account}:repository/${repository}`
}

/** Base images: the registry's own role when one is given, else the step's, which then reads there and writes nothing. */
export function planLogins(
  inputs: Inputs,
  sessions: Sessions,
  problems: Problem[],
): readonly RegistryAccess[] {
  return inputs.loginRegistries.flatMap(({ host, role = inputs.roleToAssume }) => {
    if (role) problems.push(...comparePartitions('login-registries', role, host))
    if (role || inputs.awsCredentials === 'ambient') {
      return [{ registry: host, role, session: sessions.of(role) }]
    }
    problems.push({
      code: 'INPUT_REQUIRED',
      inputs: ['login-registries', 'role-to-assume'],
      message: `login-registries names ${host.host}, but there is no role to log in with`,
      hint: 'Set role-to-assume, or give the registry a role of its own: host=role ARN.',
    })
    return []
  })
}
