import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { DeployError, fail } from '../errors.ts'
import type { RegistryAccess } from '../plan/plan.ts'
import { mask } from '../runner/log.ts'
import { withRetries } from '../runner/retry.ts'
import { type AwsFailure, awsFailure, clientSettings, isTransient, UNREACHABLE_HINT } from './aws-client.ts'
import { describeClaims, readClaims } from './claims.ts'
import type { Credentials } from './credentials.ts'
import { IDENTITY_BUDGET_MS, type WebIdentity } from './oidc.ts'
import { sessionPolicy } from './policy.ts'

/**
 * AssumeRoleWithWebIdentity, compared with the role that was asked for before anything uses the credentials.
 * @throws DeployError ROLE_REFUSED, STS_FAILED, ACCOUNT_MISMATCH or AWS_UNREACHABLE.
 */
export async function assumeRole(
  access: RegistryAccess,
  webIdentity: WebIdentity,
  signal: AbortSignal,
): Promise<Credentials> {
  const client = new STSClient(clientSettings('STS', access.registry.region))
  let token = ''
  try {
    return await withRetries(
      async () => {
        // A fresh token for every attempt: one may end while attempts time out.
        token = await webIdentity(access.session.audience)
        return await assumeOnce(client, { access, token, signal })
      },
      { classify, budgetMs: IDENTITY_BUDGET_MS - 10_000, signal },
    )
  } catch (error) {
    if (error instanceof DeployError) throw error
    return explain(error, access, token)
  }
}

async function assumeOnce(
  client: STSClient,
  { access, token, signal }: { access: RegistryAccess; token: string; signal: AbortSignal },
): Promise<Credentials> {
  const { role, session } = access
  const answer = await client.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: role.arn,
      RoleSessionName: session.name,
      DurationSeconds: session.durationSeconds,
      WebIdentityToken: token,
      Policy: sessionPolicy(session),
    }),
    { abortSignal: signal },
  )
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) return withoutCredentials(role.arn)
  for (const secret of [AccessKeyId, SecretAccessKey, SessionToken]) mask(secret)
  compareAccount(access, answer.AssumedRoleUser?.Arn ?? '')
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  }
}

function withoutCredentials(arn: string): never {
  return fail({
    code: 'STS_FAILED',
    message: `STS answered for ${arn} without credentials`,
    hint: 'Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS on this runner: STS itself never answers so.',
  })
}

/** The answer names the account, which makes a GetCallerIdentity call unnecessary. */
function compareAccount({ role }: RegistryAccess, arn: string): void {
  const [, partition, , , account] = arn.split(':')
  if (account === role.account && partition === role.partition) return
  fail({
    code: 'ACCOUNT_MISMATCH',
    message: `STS answered with ${arn || 'no ARN'}, but role-to-assume is ${role.arn}`,
    hint: 'Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS on this runner: the answer came from something else than the STS of that account.',
  })
}

function classify(error: unknown) {
  if (error instanceof DeployError) return 'final'
  const failure = awsFailure(error)
  if (isDenied(failure)) return 'settling'
  // The token is new at every attempt, so one that ended on the way is worth another.
  const momentary = ['IDPCommunicationError', 'IDPCommunicationErrorException', 'ExpiredTokenException']
  return isTransient(failure) || momentary.includes(failure.name) ? 'transient' : 'final'
}

/** `AccessDenied` of the query protocol, with or without the suffix that the SDK's model adds. */
const isDenied = ({ name }: AwsFailure): boolean => /^AccessDenied(?:Exception)?$/.test(name)

/** What to change for each refusal of STS (API reference of AssumeRoleWithWebIdentity, "Errors"). */
const MENDS: Record<string, string> = {
  InvalidIdentityToken:
    'Create the IAM OIDC identity provider token.actions.githubusercontent.com in the account of the role, with the audience of this token.',
  ExpiredTokenException: 'Check the clock of the runner.',
  IDPRejectedClaim: "Check the audience input against the identity provider's client IDs.",
  ValidationError:
    'Check role-duration-seconds against the maximum session duration of the role, and role-session-name.',
  MalformedPolicyDocument: 'Report this as a defect: the session policy is made by this action.',
  PackedPolicyTooLarge: 'Shorten role-session-name, or reduce the session tags of the role.',
  RegionDisabledException:
    'Enable STS in that region in the account (IAM > Account settings), or use another aws-region.',
}

function explain(error: unknown, access: RegistryAccess, token: string): never {
  const failure = awsFailure(error)
  const { name, message } = failure
  const { arn } = access.role
  if (isDenied(failure)) return refused(error, access, token)
  if (isTransient(failure)) {
    return fail(
      {
        code: 'AWS_UNREACHABLE',
        message: `STS did not answer for ${arn}: ${message}`,
        hint: UNREACHABLE_HINT,
      },
      error,
    )
  }
  const mend =
    MENDS[name] ??
    MENDS[name.replace(/Exception$/, '')] ??
    'Check role-to-assume and the trust policy of the role.'
  return fail(
    { code: 'STS_FAILED', message: `STS rejected the request for ${arn}: ${name}: ${message}`, hint: mend },
    error,
  )
}

function refused(error: unknown, { role }: RegistryAccess, token: string): never {
  const claims = readClaims(token)
  // Enterprise hosts have issuers of their own (GitHub docs, "OpenID Connect reference").
  const issuer = (claims.iss ?? 'https://token.actions.githubusercontent.com').replace(/^https:\/\//, '')
  const condition = {
    StringEquals: {
      [`${issuer}:aud`]: claims.aud ?? 'sts.amazonaws.com',
      [`${issuer}:sub`]: claims.sub ?? 'the sub of this token',
    },
  }
  return fail(
    {
      code: 'ROLE_REFUSED',
      message: `STS does not let this job assume ${role.arn}. The token of this job says:\n${describeClaims(claims)}`,
      hint: `Make the trust policy of the role accept it: Action sts:AssumeRoleWithWebIdentity, Principal.Federated arn:${role.partition}:iam::${role.account}:oidc-provider/${issuer}, Condition ${JSON.stringify(condition)}. Check also that the role exists in account ${role.account}.`,
    },
    error,
  )
}
