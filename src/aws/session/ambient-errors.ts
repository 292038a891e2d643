import { fail, type Problem, StepError } from '../../errors/errors.ts'
import type { EcrHost } from '../../names/host.ts'
import { isPlaceholder } from '../../names/placeholder.ts'
import { oneLine } from '../../names/text.ts'
import type { Endpoints } from '../../plan/access.ts'
import {
  type AwsFailure,
  awsFailure,
  isEnded,
  isUnreachable,
  isWrongTime,
  unreachableHint,
} from '../client.ts'
import { denialHint, explainSts, isDenied, type StsRequest } from './sts-errors.ts'

const SOURCES =
  'give the runner an instance profile, an ECS task role, an EKS service account with a role, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'

/** The provider chain has come to its end. */
export function noRunnerCredentials({ message }: AwsFailure): Problem {
  return {
    code: 'CREDENTIALS_UNAVAILABLE',
    inputs: ['aws-credentials'],
    message: `aws-credentials is ambient, but this runner has no AWS credentials: ${message}`,
    hint: `Leave aws-credentials empty to use GitHub's OIDC token, or ${SOURCES}. A job in a container reaches the instance profile only where the instance has a metadata hop limit of 2.`,
  }
}

export function wrongCaller(arn: string, registry: EcrHost, accounts: readonly string[]): Problem {
  const account = arn.split(':')[4] ?? ''
  return {
    code: 'ACCOUNT_MISMATCH',
    message: `the credentials of this runner are ${oneLine(arn)}, but registry ${registry.host} is in partition ${registry.partition}, and this step expects the account ${accounts.join(' or ') || 'of a role'}`,
    hint: isPlaceholder(registry.account)
      ? `Set the input registry to the host of your own account: ${registry.account} is a placeholder, as documentation has them.`
      : `Run the job on a runner of that account, set role-to-assume to a role there, or, if account ${account} is meant, add "${account}" to allowed-account-ids.`,
  }
}

/** GetCallerIdentity needs no permission: it fails for the credentials' own sake, or for want of an answer. */
export function explainCaller(failure: AwsFailure, cause: unknown, endpoints: Endpoints): never {
  if (cause instanceof StepError) throw cause
  const { name, message } = failure
  if (isUnreachable(failure)) {
    return fail(
      {
        code: 'AWS_UNREACHABLE',
        message: `STS did not answer who this runner is: ${name}: ${message}`,
        hint: unreachableHint('STS', endpoints),
      },
      cause,
    )
  }
  return fail(
    {
      code: 'CREDENTIALS_UNAVAILABLE',
      message: `STS does not take the AWS credentials of this runner: ${name}: ${message}`,
      hint: callerHint(failure),
    },
    cause,
  )
}

function callerHint(failure: AwsFailure): string {
  if (isWrongTime(failure)) {
    return 'Set the clock of the runner, and check AWS_SECRET_ACCESS_KEY against AWS_ACCESS_KEY_ID.'
  }
  return isEnded(failure)
    ? 'They have ended. Give the runner credentials that renew themselves, or let the step that sets AWS_SESSION_TOKEN run right before this one.'
    : 'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, which an earlier step or the runner has set, and that aws-region is enabled in their account.'
}

/** AssumeRole, unlike its sibling for tokens, has two sides that must agree (IAM guide, "Using IAM roles"). */
export function explainAssumeRole(
  error: unknown,
  { role, endpoints }: Omit<StsRequest, 'claims'>,
  caller: string,
): never {
  const failure = awsFailure(error)
  if (!isDenied(failure)) return explainSts(failure, error, { role, endpoints, claims: {} })
  const principal = principalOf(caller)
  const bothSides = `Make the trust policy of the role accept it: Action sts:AssumeRole, Principal.AWS ${principal}; and allow sts:AssumeRole on ${role.arn} in the permission policy of ${principal}. Check also that the role exists in account ${role.account}, in the same upper and lower case, which count in all of these names.`
  return fail(
    {
      code: 'ROLE_REFUSED',
      message: `STS does not let this runner, which is ${oneLine(caller)}, assume ${role.arn} (account ${role.account}, partition ${role.partition}): ${failure.message}`,
      hint: denialHint(failure, 'sts:AssumeRole', role) ?? bothSides,
    },
    error,
  )
}

/** Policies name the role, not the session of it. */
function principalOf(caller: string): string {
  const [, partition = '', account = '', name = ''] =
    /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(caller) ?? []
  return name === '' ? oneLine(caller) : `arn:${partition}:iam::${account}:role/${name}`
}
