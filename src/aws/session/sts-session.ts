import { STSClient } from '@aws-sdk/client-sts'
import { fail } from '../../errors/errors.ts'
import type { RoleArn } from '../../names/host.ts'
import type { Limits } from '../../runner/retry.ts'
import { type AwsPorts, clientSettings } from '../client.ts'
import type { AwsPlace } from '../endpoints.ts'
import type { Credentials } from './credentials.ts'

export const stsClient = (place: AwsPlace, limits: Limits): STSClient =>
  new STSClient(clientSettings('STS', place, limits))

/** The part of an answer that every way to assume a role has. */
export interface SessionAnswer {
  readonly Credentials?:
    | {
        readonly AccessKeyId: string | undefined
        readonly SecretAccessKey: string | undefined
        readonly SessionToken: string | undefined
        readonly Expiration: Date | undefined
      }
    | undefined
  readonly AssumedRoleUser?: { readonly Arn: string | undefined } | undefined
}

/** The session, masked, and compared with the role that was asked for before anything uses it. */
export function readSession(
  answer: SessionAnswer,
  role: RoleArn,
  { secrets }: Pick<AwsPorts, 'secrets'>,
): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) return withoutCredentials(role)
  for (const secret of [AccessKeyId, SecretAccessKey, SessionToken]) secrets.mask(secret)
  compareAccount(role, answer.AssumedRoleUser?.Arn ?? '')
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
    account: role.account,
    principal: role.arn,
  }
}

function withoutCredentials({ arn }: RoleArn): never {
  return fail({
    code: 'STS_FAILED',
    message: `STS answered for ${arn} without credentials`,
    hint: 'Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS on this runner: STS itself never answers so.',
  })
}

/** The answer names the account, which makes a GetCallerIdentity call unnecessary. */
function compareAccount(role: RoleArn, arn: string): void {
  const [, partition, , , account] = arn.split(':')
  if (account === role.account && partition === role.partition) return
  fail({
    code: 'ACCOUNT_MISMATCH',
    message: `STS answered with ${arn || 'no ARN'}, but role-to-assume is ${role.arn}`,
    hint: 'Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS on this runner: the answer came from something else than the STS of that account.',
  })
}
