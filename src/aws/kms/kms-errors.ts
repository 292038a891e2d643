import { fail, type Problem, StepError } from '../../errors/errors.ts'
import type { KmsKeyArn } from '../../names/kms-key.ts'
import type { RegistryAccess } from '../../plan/access.ts'
import { awsFailure, deniedBy, isUnreachable, unreachableHint } from '../client.ts'
import { signingStatement } from '../session/signing.ts'

/** A key, and whose session it is asked with. */
export interface KmsKey {
  readonly key: KmsKeyArn
  readonly access: RegistryAccess
}

/** @throws StepError that says what to change. */
export function explainKms(error: unknown, { key, access }: KmsKey): never {
  if (error instanceof StepError) throw error
  const failure = awsFailure(error)
  const { name, message } = failure
  if (/^AccessDenied/.test(name)) return fail(denied({ key, access }, message), error)
  const why = UNUSABLE.find(([pattern]) => pattern.test(`${name} ${message}`))?.[1]
  if (why) return fail(unusable(key, why, message), error)
  if (isUnreachable(failure)) return fail(unreachable({ key, access }, message), error)
  return fail(
    unusable(key, 'Check config-app-kms-key, and what KMS says of it', `${name}: ${message}`),
    error,
  )
}

function denied({ key, access }: KmsKey, said: string): Problem {
  const by = deniedBy(said)
  const who = access.role ? `role ${access.role.arn}` : "the runner's own credentials"
  const statement = JSON.stringify(signingStatement(key.arn))
  const also =
    access.role && access.role.account !== key.account
      ? ` The key is in another account: its key policy must name the role, too.`
      : ' The key policy must let IAM policies of its account decide (the statement for the root of the account), or name the role itself.'
  return {
    code: 'KMS_DENIED',
    message: `KMS refused kms:Sign with config-app-kms-key ${key.arn} to ${who}: ${said}`,
    hint: by
      ? `Take kms:Sign with that key out of the explicit deny in the ${by}.`
      : `Add this statement to the permissions of the role: ${statement}.${also} KMS also answers so where there is no such key: check its ARN.`,
  }
}

/** By exception (KMS API reference, Sign, "Errors"), and by what it says of the state. */
const UNUSABLE: readonly (readonly [RegExp, string])[] = [
  [
    /NotFoundException|InvalidArnException/,
    'Set config-app-kms-key to the ARN of a key that is there, in the region that the ARN names: a key of several regions has an ARN in each of them',
  ],
  [
    /pending import|PendingImport/i,
    'Import the private key of the App into it (docs/setup.md, "Key of a GitHub App in KMS")',
  ],
  [
    /pending deletion|PendingDeletion/i,
    'Cancel its deletion (aws kms cancel-key-deletion, then aws kms enable-key), or import the key of the App into another one',
  ],
  [/DisabledException|is disabled/i, 'Enable it (aws kms enable-key), once it is known why it was disabled'],
  [
    /InvalidKeyUsage|ValidationException|UnsupportedOperation|KMSInvalidState/,
    'Make a key with origin EXTERNAL, key spec RSA_2048 and key usage SIGN_VERIFY, and import the private key of the App: GitHub takes RS256 alone',
  ],
]

const unusable = ({ arn }: KmsKeyArn, hint: string, said: string): Problem => ({
  code: 'KMS_KEY_UNUSABLE',
  message: `KMS cannot sign with config-app-kms-key ${arn}: ${said}`,
  hint: `${hint}.`,
})

const unreachable = ({ key, access }: KmsKey, said: string): Problem => ({
  code: 'AWS_UNREACHABLE',
  message: `KMS in ${key.region} did not answer: ${said}`,
  hint: unreachableHint('KMS', access.endpoints),
})
