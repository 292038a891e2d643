import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fail, StepError } from '../../errors/errors.ts'
import type { RoleArn } from '../../names/host.ts'
import type { AmbientPlan, RegistryAccess } from '../../plan/access.ts'
import { LIMITS, lastStart, type RetryPolicy, within, withRetries } from '../../runner/retry.ts'
import { unwatched } from '../../runner/waiting.ts'
import { type AwsPorts, awsFailure, clientSettings, signedVerdicts, waitedFor } from '../client.ts'
import { explainAssumeRole, explainCaller, noRunnerCredentials, wrongCaller } from './ambient-errors.ts'
import type { RoleAccess } from './assume-role.ts'
import type { Credentials } from './credentials.ts'
import { sessionPolicy } from './policy.ts'
import { findCredentials, type Keys } from './runner-credentials.ts'
import { isDenied } from './sts-errors.ts'
import { readSession } from './sts-session.ts'

/** Whose credentials the runner has. */
interface Caller {
  readonly arn: string
  readonly credentials: Credentials
}

/**
 * Credentials that the runner has by itself (environment, EKS, ECS, EC2), for runners whose token issuer AWS cannot
 * reach. With a role they are used for AssumeRole, so that the session policy holds here too; without one, or where
 * they are that role's already, they are used as they are.
 * @throws StepError CREDENTIALS_UNAVAILABLE, ACCOUNT_MISMATCH, ROLE_REFUSED, STS_FAILED or AWS_UNREACHABLE.
 */
export async function ambientCredentials(
  access: RegistryAccess,
  { accounts }: AmbientPlan,
  { signal, secrets, limits = LIMITS, watch = unwatched }: AwsPorts,
): Promise<Credentials> {
  const ports = { signal, secrets, limits, watch }
  const keys = await findKeys(access, ports)
  const client = new STSClient({ ...clientSettings('STS', access, limits), credentials: keys })
  const caller = await identifyCaller(client, { access, keys }, ports)
  const { role } = access
  if (role === undefined) {
    const [, partition = ''] = caller.arn.split(':')
    const isExpected = accounts.some((account) => account === caller.credentials.account)
    if (!isExpected || partition !== access.registry.partition) {
      return fail(wrongCaller(caller.arn, access.registry, accounts))
    }
    return caller.credentials
  }
  if (isSessionOf(caller.arn, role)) return { ...caller.credentials, principal: role.arn }
  return assumeFrom(client, { access: { ...access, role }, caller }, ports)
}

async function findKeys(
  access: RegistryAccess,
  { signal, secrets, limits }: Required<AwsPorts>,
): Promise<Keys> {
  const keys = await within(limits.attemptMs, signal, (until) =>
    findCredentials(access, limits, until),
  ).catch((error) => {
    signal.throwIfAborted()
    return fail(noRunnerCredentials(awsFailure(error)), error)
  })
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  for (const secret of [accessKeyId, secretAccessKey, sessionToken]) if (secret) secrets.mask(secret)
  return keys
}

async function identifyCaller(
  client: STSClient,
  { access, keys }: { readonly access: RegistryAccess; readonly keys: Keys },
  ports: Required<AwsPorts>,
): Promise<Caller> {
  const send = (until: AbortSignal) => client.send(new GetCallerIdentityCommand({}), { abortSignal: until })
  const answer = await signed(send, ports).catch((error) =>
    explainCaller(awsFailure(error), error, access.endpoints),
  )
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = keys
  const { Arn: arn = '', Account: account = '' } = answer
  return {
    arn,
    credentials: {
      accessKeyId,
      secretAccessKey,
      account,
      principal: arn,
      ...(sessionToken ? { sessionToken } : {}),
      ...(expiration ? { expiration } : {}),
    },
  }
}

async function assumeFrom(
  client: STSClient,
  { access, caller }: { readonly access: RoleAccess; readonly caller: Caller },
  ports: Required<AwsPorts>,
): Promise<Credentials> {
  const { role, session } = access
  const command = () =>
    new AssumeRoleCommand({
      RoleArn: role.arn,
      RoleSessionName: session.name,
      DurationSeconds: session.durationSeconds,
      Policy: sessionPolicy(session),
    })
  const send = async (until: AbortSignal) =>
    readSession(await client.send(command(), { abortSignal: until }), role, ports)
  return signed(send, ports).catch((error) => {
    if (error instanceof StepError) throw error
    return explainAssumeRole(error, access, caller.arn)
  })
}

function signed<T>(
  send: (until: AbortSignal) => Promise<T>,
  { signal, limits, watch }: Pick<Required<AwsPorts>, 'signal' | 'limits' | 'watch'>,
): Promise<T> {
  const judge = signedVerdicts()
  const classify: RetryPolicy['classify'] = (error) =>
    isDenied(awsFailure(error)) ? 'settling' : judge(error)
  return withRetries(() => within(limits.attemptMs, signal, send), {
    classify,
    budgetMs: lastStart(limits),
    signal,
    waiting: waitedFor('STS', watch),
  })
}

/** `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`: the path of the role is not in it (IAM guide, "IAM identifiers"). */
function isSessionOf(caller: string, { arn, partition, account }: RoleArn): boolean {
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  return caller.startsWith(`arn:${partition}:sts::${account}:assumed-role/${name}/`)
}
