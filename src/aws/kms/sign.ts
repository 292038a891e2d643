import { KMSClient, SignCommand } from '@aws-sdk/client-kms'
import { fail } from '../../errors/errors.ts'
import type { KmsKeyArn } from '../../names/kms-key.ts'
import { LIMITS, lastStart, within, withRetries } from '../../runner/retry.ts'
import { type AwsPorts, awsFailure, clientSettings, isEnded, signedVerdicts, waitedFor } from '../client.ts'
import type { CredentialProvider, Credentials } from '../session/credentials.ts'
import { APP_SIGNING } from '../session/signing.ts'
import { explainKms, type KmsKey } from './kms-errors.ts'

/**
 * Signs with a key that nobody can read (KMS API reference, Sign): the text goes there as it is, up to 4096 bytes.
 * @throws StepError KMS_DENIED, KMS_KEY_UNUSABLE or AWS_UNREACHABLE, and those of the session.
 */
export function signWithKms(
  { key, access }: KmsKey,
  credentials: CredentialProvider,
  { signal, watch, limits = LIMITS }: Omit<AwsPorts, 'secrets'>,
): (input: string) => Promise<Uint8Array> {
  // The kind of endpoint is that of the registry; region and account are those of the key.
  const registry = { ...access.registry, region: key.region, account: key.account }
  const place = { registry, endpoints: access.endpoints }
  const provider = Object.assign(() => credentials(), { memoized: true })
  const client = new KMSClient({ ...clientSettings('KMS', place, limits), credentials: provider })
  return async (input) => {
    let refused: Credentials | undefined
    const attempt = async () => {
      const used = await credentials(refused ? { except: refused } : {})
      try {
        return await within(limits.attemptMs, signal, (abortSignal) =>
          client.send(command(key, input), { abortSignal }),
        )
      } catch (error) {
        if (isEnded(awsFailure(error))) refused = used
        throw error
      }
    }
    try {
      const { Signature } = await withRetries(attempt, {
        classify: signedVerdicts(),
        budgetMs: lastStart(limits),
        signal,
        waiting: waitedFor(`KMS in ${key.region}`, watch),
      })
      return Signature ?? fail(withoutSignature(key))
    } catch (error) {
      signal.throwIfAborted()
      return explainKms(error, { key, access })
    }
  }
}

const command = ({ arn }: KmsKeyArn, input: string) =>
  new SignCommand({
    KeyId: arn,
    Message: Buffer.from(input),
    MessageType: 'RAW',
    SigningAlgorithm: APP_SIGNING,
  })

const withoutSignature = ({ arn }: KmsKeyArn) => ({
  code: 'KMS_KEY_UNUSABLE' as const,
  message: `KMS answered for ${arn} without a signature`,
  hint: 'Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_KMS on this runner: KMS itself never answers so.',
})
