import { fail, StepError } from '../../errors/errors.ts'
import type { RoleArn } from '../../names/host.ts'
import type { Endpoints } from '../../plan/access.ts'
import type { RetryDecision } from '../../runner/retry.ts'
import {
  type AwsFailure,
  awsFailure,
  deniedBy,
  isTransient,
  isUnreachable,
  unreachableHint,
} from '../client.ts'
import {
  audienceOf,
  type Claims,
  describeClaims,
  issuerOf,
  providerArn,
  readClaims,
  trustAdvice,
} from './trust-policy.ts'

/** STS could not ask GitHub for the keys of the token, which comes and goes (aws-cli#7194, configure-aws-credentials#299). */
const isUnverified = ({ name, message }: AwsFailure): boolean =>
  /^IDPCommunicationError/.test(name) ||
  (/^InvalidIdentityToken/.test(name) && /verification key/.test(message))

/** `AccessDenied` of the query protocol, with or without the suffix that the SDK's model adds. */
export const isDenied = ({ name }: AwsFailure): boolean => /^AccessDenied(?:Exception)?$/.test(name)

export function webIdentityVerdict(error: unknown): RetryDecision {
  if (error instanceof StepError) return 'final'
  const failure = awsFailure(error)
  if (isDenied(failure)) return 'settling'
  // The token is new at every attempt, so one that ended on the way is worth another.
  const isMomentary = isUnverified(failure) || /^ExpiredToken/.test(failure.name)
  return isTransient(failure) || isMomentary ? 'transient' : 'final'
}

/** A refusal of AssumeRoleWithWebIdentity as what to change. */
export function explainWebIdentity(
  error: unknown,
  { role, endpoints }: Omit<StsRequest, 'claims'>,
  token: string,
): never {
  if (error instanceof StepError) throw error
  const failure = awsFailure(error)
  const claims = readClaims(token)
  if (!isDenied(failure)) return explainSts(failure, error, { role, claims, endpoints })
  return fail(
    {
      code: 'ROLE_REFUSED',
      message: `STS does not let this job assume ${role.arn} (account ${role.account}, partition ${role.partition}): ${failure.message}. The token of this job says:\n${describeClaims(claims)}`,
      hint: denialHint(failure, 'sts:AssumeRoleWithWebIdentity', role) ?? trustAdvice(claims, role),
    },
    error,
  )
}

/** Where a policy denies by name, no other one that allows is of use. */
export function denialHint({ message }: AwsFailure, action: string, { arn }: RoleArn): string | undefined {
  const policy = deniedBy(message)
  return (
    policy && `Change the ${policy}: it denies ${action} on ${arn}, and a deny overrules what others allow.`
  )
}

export interface StsRequest {
  readonly role: RoleArn
  readonly claims: Claims
  readonly endpoints: Endpoints
}

/** Any other failure of STS (API reference of AssumeRole and AssumeRoleWithWebIdentity, "Errors"). */
export function explainSts(failure: AwsFailure, cause: unknown, request: StsRequest): never {
  const { name, message } = failure
  const { arn } = request.role
  if (isUnreachable(failure)) {
    return fail(
      {
        code: 'AWS_UNREACHABLE',
        message: `STS did not answer for ${arn}: ${name}: ${message}`,
        hint: unreachableHint('STS', request.endpoints),
      },
      cause,
    )
  }
  const fix =
    FIXES[name.replace(/Exception$/, '')] ?? (() => 'Check role-to-assume and the trust policy of the role.')
  return fail(
    {
      code: 'STS_FAILED',
      message: `STS rejected the request for ${arn}: ${name}: ${message}`,
      hint: isUnverified(failure) ? unverified(request) : fix(request, message),
    },
    cause,
  )
}

const unverified = ({ claims }: StsRequest): string =>
  `Run the job again. If it stays, STS cannot reach the issuer ${issuerOf(claims)}: it must be open to the internet; a runner with AWS credentials of its own can set aws-credentials: ambient.`

type Fix = (request: StsRequest, message: string) => string

const FIXES: Readonly<Record<string, Fix>> = {
  InvalidIdentityToken: ({ role, claims }, message) => {
    const provider = providerArn(role, claims)
    const audience = audienceOf(claims)
    if (/audience/i.test(message)) {
      return `Add the audience ${audience} to the client IDs of the IAM OIDC identity provider ${provider}, or set the input audience to one that it has.`
    }
    if (/thumbprint|certificate/i.test(message)) {
      return `Update the thumbprints of the IAM OIDC identity provider ${provider}.`
    }
    return `Create the IAM OIDC identity provider of the issuer in account ${role.account}: aws iam create-open-id-connect-provider --url https://${issuerOf(claims)} --client-id-list ${audience}`
  },
  ExpiredToken: () =>
    'Run the job again: the token was new. If it stays, set the clock of the GitHub Enterprise Server that issues the tokens.',
  IDPRejectedClaim: ({ role, claims }) =>
    `Check the input audience (${audienceOf(claims)}) against the client IDs of the IAM OIDC identity provider ${providerArn(role, claims)}.`,
  ValidationError: (_, message) => {
    if (/chaining/i.test(message)) {
      return 'Set role-duration-seconds to 3600 at most: a role that is assumed with the session of another one has no more.'
    }
    if (/duration/i.test(message)) {
      return 'Lower role-duration-seconds, or raise the maximum session duration of the role.'
    }
    return /sessionname/i.test(message)
      ? 'Correct role-session-name.'
      : 'Check role-to-assume, role-duration-seconds against the maximum session duration of the role, and role-session-name.'
  },
  MalformedPolicyDocument: () => 'Report this as a defect: the session policy is made by this action.',
  PackedPolicyTooLarge: () => 'Shorten role-session-name, or reduce the session tags of the role.',
  RegionDisabled: ({ role }) =>
    `Enable STS in that region in account ${role.account} (IAM > Account settings), or use another aws-region.`,
}
