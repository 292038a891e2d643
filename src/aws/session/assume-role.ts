import { AssumeRoleWithWebIdentityCommand, type STSClient } from '@aws-sdk/client-sts'
import type { RoleArn } from '../../names/host.ts'
import type { RegistryAccess } from '../../plan/access.ts'
import { LIMITS, lastStart, within, withRetries } from '../../runner/retry.ts'
import { type AwsPorts, waitedFor } from '../client.ts'
import type { Credentials } from './credentials.ts'
import type { WebIdentity } from './oidc.ts'
import { sessionPolicy } from './policy.ts'
import { explainWebIdentity, webIdentityVerdict } from './sts-errors.ts'
import { readSession, stsClient } from './sts-session.ts'

/** Access with a role; without one the runner's own credentials are used as they are. */
export type RoleAccess = RegistryAccess & { readonly role: RoleArn }

/**
 * AssumeRoleWithWebIdentity, within one budget for its own attempts and those to get the tokens.
 * @throws StepError ROLE_REFUSED, STS_FAILED, ACCOUNT_MISMATCH or AWS_UNREACHABLE, and those of the token.
 */
export async function assumeRole(
  access: RoleAccess,
  webIdentity: WebIdentity,
  { signal, secrets, watch, limits = LIMITS }: AwsPorts,
): Promise<Credentials> {
  const client = stsClient(access, limits)
  const tokenBy = lastStart(limits)
  const started = performance.now()
  let token = ''
  try {
    return await withRetries(
      async () => {
        // A fresh token for every attempt: one may end while attempts time out.
        token = await webIdentity(access.session.audience, tokenBy - (performance.now() - started))
        return await within(limits.attemptMs, signal, (until) =>
          assumeOnce(client, { access, token }, { signal: until, secrets }),
        )
      },
      // An attempt begins with a token, for which there must be some time left.
      {
        classify: webIdentityVerdict,
        budgetMs: tokenBy - limits.attemptMs / 2,
        signal,
        waiting: waitedFor('STS', watch),
      },
    )
  } catch (error) {
    return explainWebIdentity(error, access, token)
  }
}

async function assumeOnce(
  client: STSClient,
  { access, token }: { readonly access: RoleAccess; readonly token: string },
  ports: AwsPorts,
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
    { abortSignal: ports.signal },
  )
  return readSession(answer, role, ports)
}
