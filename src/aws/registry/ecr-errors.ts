import { fail, StepError } from '../../errors/errors.ts'
import type { EcrHost } from '../../names/host.ts'
import type { Endpoints } from '../../plan/access.ts'
import {
  type AwsFailure,
  awsFailure,
  deniedBy,
  isEnded,
  isUnreachable,
  isWrongTime,
  unreachableHint,
} from '../client.ts'
import { missingRepository } from './withheld.ts'

export interface EcrRequest {
  /** IAM action, for example `ecr:BatchGetImage`. */
  readonly action: string
  /** Repository name, or `*`. */
  readonly resource: string
  readonly host: EcrHost
}

/** An ECR exception (API reference of the action, "Errors") as what to change. */
export function explainEcr(error: unknown, request: EcrRequest, endpoints: Endpoints = {}): never {
  if (error instanceof StepError) throw error
  const failure = awsFailure(error)
  const { action, resource, host } = request
  const where = `account ${host.account}, region ${host.region}`
  const said = `${failure.name}: ${failure.message}`
  if (failure.name === 'RepositoryNotFoundException') {
    return fail(missingRepository(host, resource), error)
  }
  if (isDenied(failure)) {
    return fail(
      {
        code: 'ECR_DENIED',
        message: `the role may not ${action} on ${resource} in ${where}: ${failure.message}`,
        hint: deniedHint(request, failure.message),
      },
      error,
    )
  }
  if (isUnreachable(failure)) {
    return fail(
      {
        code: 'AWS_UNREACHABLE',
        message: `ECR did not answer ${action} in ${where}: ${said}`,
        hint: unreachableHint('ECR', endpoints),
      },
      error,
    )
  }
  return fail(
    {
      code: 'ECR_FAILED',
      message: `ECR rejected ${action} on ${resource} in ${where}: ${said}`,
      hint: rejectedHint(failure, request),
    },
    error,
  )
}

const isDenied = ({ name }: AwsFailure): boolean =>
  /^AccessDenied|^UnauthorizedOperation|^NotAuthorized/.test(name)

/** IAM says which kind of policy stood in the way (IAM guide, "Troubleshoot access denied error messages"). */
function deniedHint(asked: EcrRequest, message: string): string {
  // Of CreateRepository with tags or a key IAM may name the action that goes with it.
  const [, named = asked.action] = /not authorized to perform: ((?:ecr|kms):\w+)/.exec(message) ?? []
  const request = { ...asked, action: named }
  const { action } = request
  const policy = deniedBy(message)
  if (asked.action === 'ecr:CreateRepository' && ORGANISATION.test(message)) return demandHint(asked)
  if (policy)
    return `Change the ${policy}: it denies ${action} on ${arnOf(request)}, and a deny overrules what the role allows.`
  const [, missingIn] = /because no ([\w -]{1,60}?) (?:policy )?allows/.exec(message) ?? []
  if (missingIn && /boundary|endpoint|control/.test(missingIn)) {
    return `Allow ${action} on ${arnOf(request)} in the ${missingIn} policy, too: it limits role-to-assume.`
  }
  if (missingIn === 'session') {
    return `Use credentials whose own session allows ${action}: a session policy that was given to them forbids it. Set role-to-assume to have this step make its session.`
  }
  const other =
    action === 'ecr:GetAuthorizationToken'
      ? ''
      : '; a registry of another account also needs it in its repository policy'
  return `Allow ${action} on ${arnOf(request)} in the permission policy of role-to-assume${other}.`
}

const ORGANISATION = /(?:service|resource) control policy/

/** An organisation forbids few repositories altogether: it asks for a key or tags (AWS Organizations, "Example SCPs"). */
function demandHint(request: EcrRequest): string {
  return `Create ${request.resource} as the policies of the organisation demand: give create-repository a map with the kms-key and the tags that they ask for, such as { kms-key: alias/ecr, tags: { team: payments } }; or have it created by whoever may, and leave create-repository empty. Only where they allow no repository at all must they allow ecr:CreateRepository on ${arnOf(request)}.`
}

function rejectedHint(failure: AwsFailure, { action, host, resource }: EcrRequest): string {
  if (isWrongTime(failure))
    return 'Set the clock of the runner: AWS refuses signatures whose time is minutes away from its own.'
  if (isEnded(failure)) {
    return 'Set the clock of the runner, and check role-duration-seconds: a new session was refused as well.'
  }
  const fixes: Readonly<Record<string, string>> = {
    UnrecognizedClientException: `Check aws-region: a region that is not enabled in account ${host.account} does not know its credentials (Account settings > AWS Regions).`,
    KmsException:
      action === 'ecr:CreateRepository'
        ? `Correct kms-key in the input create-repository: the key must be enabled, and in region ${host.region}; its policy and that of role-to-assume must allow kms:CreateGrant, kms:DescribeKey and kms:RetireGrant.`
        : `Enable the KMS key of the repository ${resource}, and allow ECR to use it in its key policy.`,
    InvalidTagParameterException:
      'Correct tags in the input create-repository: the message of ECR says which.',
    TooManyTagsException: 'Take tags out of the input create-repository: a resource has 50 at most.',
    LimitExceededException: `Raise the quota in Service Quotas for account ${host.account}, or let a lifecycle policy of the repository ${resource} remove old images.`,
    BlockedByOrganizationPolicyException:
      'Ask the administrator of the AWS organization: one of its policies blocks ECR for this account.',
    InvalidParameterException:
      INVALID[action] ?? 'Correct the input repository, registry or tag: the message of ECR says which.',
    LayersNotFoundException: `Do not delete images of ${resource} while it is deployed from: parts of this one are gone.`,
    LayerInaccessibleException: `Do not delete images of ${resource} while it is deployed from: a part of this one belongs to no image any more.`,
    ReferencedImagesNotFoundException: `Let the lifecycle policy of ${resource} keep the images that an index refers to: some of this one are gone.`,
  }
  return fixes[failure.name] ?? 'Check the inputs repository, registry and tag against the message of ECR.'
}

/** What an action has taken from elsewhere than `repository`, `registry` and `tag`. */
const INVALID: Readonly<Record<string, string>> = {
  'ecr:SetRepositoryPolicy': 'Correct the input pull-accounts: ECR takes only accounts that exist.',
  'ecr:CreateRepository':
    'Correct the input create-repository (kms-key, tags, exclude) or repository: the message of ECR says which.',
}

function arnOf({ resource, host }: EcrRequest): string {
  if (resource === '*') return '"*"'
  return `arn:${host.partition}:ecr:${host.region}:${host.account}:repository/${resource}`
}
