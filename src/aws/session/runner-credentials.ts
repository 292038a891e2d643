import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  STSClient,
} from '@aws-sdk/client-sts'
import type { Limits } from '../../runner/retry.ts'
import { clientSettings } from '../client.ts'
import type { AwsPlace } from '../endpoints.ts'
import type { Credentials } from './credentials.ts'
import type { SessionAnswer } from './sts-session.ts'

/** Credentials of which nobody has said yet whose they are. */
export type Keys = Omit<Credentials, 'account' | 'principal'>

/**
 * What the SDK's default chain of sources finds on the runner. The clients that the chain makes for itself take their
 * addresses from variables and from `endpoint_url` of a profile, whatever the client that starts it was given: the
 * requests to STS are made here instead, and those to IAM Identity Center go to AWS's own addresses.
 */
export function findCredentials(place: AwsPlace, limits: Limits, until: AbortSignal): Promise<Keys> {
  const settings = clientSettings('STS', place, limits)
  const client = new STSClient(settings)
  const options = { abortSignal: until }
  const find = client.config.credentialDefaultProvider({
    ...client.config,
    parentClientConfig: client.config,
    clientConfig: { ignoreConfiguredEndpointUrls: true, requestHandler: settings.requestHandler },
    roleAssumer: async (credentials: Keys, input: AssumeRoleCommandInput) =>
      keysIn(await new STSClient({ ...settings, credentials }).send(new AssumeRoleCommand(input), options)),
    roleAssumerWithWebIdentity: async (input: AssumeRoleWithWebIdentityCommandInput) =>
      keysIn(await client.send(new AssumeRoleWithWebIdentityCommand(input), options)),
  })
  return find({ callerClientConfig: client.config })
}

function keysIn({ Credentials: given }: SessionAnswer): Keys {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new Error('STS answered without credentials')
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  }
}
