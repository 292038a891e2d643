import {
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr'
import { type Problem, StepError } from '../../errors/errors.ts'
import { allOrProblems } from '../../errors/together.ts'
import { asStepError } from '../../errors/unforeseen.ts'
import type { AccountId, EcrHost } from '../../names/host.ts'
import type { RepositorySettings } from '../../plan/access.ts'
import { awsFailure } from '../client.ts'
import type { EcrRequest } from './ecr-errors.ts'
import type { EcrSession } from './ecr-session.ts'

interface NewRepository extends RepositorySettings {
  readonly host: EcrHost
  readonly repository: string
}

/** See `Registry.createRepository`. */
export async function createRepository(
  session: EcrSession,
  wanted: NewRepository,
): Promise<'created' | 'existed'> {
  const made = await create(session, wanted)
  if (made === 'created') {
    await allOrProblems([putLifecyclePolicy(session, wanted), setRepositoryPolicy(session, wanted)])
  }
  return made
}

async function create(session: EcrSession, wanted: NewRepository): Promise<'created' | 'existed'> {
  const command = new CreateRepositoryCommand({
    ...namesOf(wanted),
    ...mutabilityOf(wanted),
    imageScanningConfiguration: { scanOnPush: true },
    ...demandsOf(wanted),
  })
  let isAnswerLost = false
  try {
    await session.attempt((client, options) =>
      client.send(command, options).catch((error: unknown) => {
        const { status = 500 } = awsFailure(error)
        isAnswerLost ||= status >= 500
        throw error
      }),
    )
    return 'created'
  } catch (error) {
    if (awsFailure(error).name !== 'RepositoryAlreadyExistsException') {
      return session.explain(error, requestOf(wanted, 'ecr:CreateRepository'))
    }
    // Two jobs of one push meet here: whoever comes second finds it made. After an attempt whose answer was lost it is
    // this step's own, and nobody else would set its policies.
    return isAnswerLost ? 'created' : 'existed'
  }
}

function mutabilityOf({ exclude }: NewRepository): Partial<CreateRepositoryCommandInput> {
  if (exclude.length === 0) return { imageTagMutability: 'IMMUTABLE' }
  return {
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: exclude.map((filter) => ({ filterType: 'WILDCARD', filter })),
  }
}

/** What is not asked for is left to ECR, and to what the account has set for it. */
function demandsOf({ kmsKey, tags }: NewRepository): Partial<CreateRepositoryCommandInput> {
  return {
    ...(kmsKey === undefined ? {} : { encryptionConfiguration: { encryptionType: 'KMS', kmsKey } }),
    ...(tags.size === 0 ? {} : { tags: [...tags].map(([Key, Value]) => ({ Key, Value })) }),
  }
}

/**
 * What an index refers to stays as long as the index does (ECR user guide, "Lifecycle policy evaluation rules"; a
 * deletion is refused as ImageReferencedByManifestList), so the platforms of a deployed image are safe, though they have
 * no tag. What a cache leaves behind when its tag moves has none either, and goes.
 */
export const LIFECYCLE_POLICY = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: 'Expire untagged images after 14 days',
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
      action: { type: 'expire' },
    },
  ],
})

async function putLifecyclePolicy(session: EcrSession, wanted: NewRepository): Promise<void> {
  const command = new PutLifecyclePolicyCommand({
    ...namesOf(wanted),
    lifecyclePolicyText: LIFECYCLE_POLICY,
  })
  const request = requestOf(wanted, 'ecr:PutLifecyclePolicy')
  await session
    .call(request, (client, options) => client.send(command, options))
    .catch((error: unknown) => failUnset(error, wanted, 'lifecycle policy'))
}

async function setRepositoryPolicy(session: EcrSession, wanted: NewRepository): Promise<void> {
  if (wanted.pullAccounts.length === 0) return
  const policyText = pullPolicy(wanted.host, wanted.pullAccounts)
  const command = new SetRepositoryPolicyCommand({ ...namesOf(wanted), policyText })
  const request = requestOf(wanted, 'ecr:SetRepositoryPolicy')
  await session
    .call(request, (client, options) => client.send(command, options))
    .catch((error: unknown) => failUnset(error, wanted, 'repository policy'))
}

/** The three actions of a pull (Amazon ECR, "IAM permissions for pushing and pulling"). */
export function pullPolicy({ partition }: EcrHost, accounts: readonly AccountId[]): string {
  const statement = {
    Sid: 'PullAccounts',
    Effect: 'Allow',
    Principal: { AWS: accounts.map((account) => `arn:${partition}:iam::${account}:root`) },
    Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

const namesOf = ({ host, repository }: NewRepository) => ({
  registryId: host.account,
  repositoryName: repository,
})

const requestOf = ({ host, repository }: NewRepository, action: string): EcrRequest => ({
  action,
  resource: repository,
  host,
})

/** The next run finds the repository and leaves its settings alone, so the reader must hear of what is not set. */
function failUnset(error: unknown, { host, repository }: NewRepository, what: string): never {
  const remove = `aws ecr delete-repository --region ${host.region} --repository-name ${repository}`
  const explained = (problem: Problem): Problem => ({
    ...problem,
    message: `${problem.message}. The repository ${repository} exists now, without its ${what}`,
    hint: `${problem.hint} Later runs do not set the ${what}: set it yourself, or delete the empty repository (${remove}) and run the job again.`,
  })
  const [first, ...rest] = asStepError(error).problems
  throw new StepError([explained(first), ...rest.map(explained)], error)
}
