import {
  DisabledException,
  InvalidKeyUsageException,
  KMSInvalidStateException,
  KMSServiceException,
  NotFoundException,
} from '@aws-sdk/client-kms'
import { expect, test } from 'vitest'
import { explainKms } from '../../../../src/aws/kms/kms-errors.ts'
import { parseRoleArn } from '../../../../src/names/host.ts'
import type { KmsKeyArn } from '../../../../src/names/kms-key.ts'
import { ACCOUNT, anAccess, problemOf, ROLE } from '../../builders.ts'

const ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd`
const KEY = {
  arn: ARN,
  partition: 'aws',
  region: 'eu-west-1',
  account: ACCOUNT,
  alias: undefined,
} as KmsKeyArn
const $metadata = { httpStatusCode: 400 }
const denied = (message: string) =>
  new KMSServiceException({ name: 'AccessDeniedException', $fault: 'client', $metadata, message })

const explained = (error: unknown, key: Partial<KmsKeyArn> = {}) =>
  problemOf(() => explainKms(error, { key: { ...KEY, ...key }, access: anAccess() }))

test.each([
  [new NotFoundException({ message: `Key '${ARN}' does not exist`, $metadata }), 'a key that is there'],
  [new DisabledException({ message: `${ARN} is disabled.`, $metadata }), 'aws kms enable-key'],
  [
    new KMSInvalidStateException({ message: `${ARN} is pending import.`, $metadata }),
    'Import the private key',
  ],
  [
    new KMSInvalidStateException({ message: `${ARN} is pending deletion.`, $metadata }),
    'Cancel its deletion',
  ],
  [new InvalidKeyUsageException({ message: `${ARN} key usage is ENCRYPT_DECRYPT`, $metadata }), 'RSA_2048'],
])('%s is said with what to do', async (error, hint) => {
  expect(await explained(error)).toMatchObject({
    code: 'KMS_KEY_UNUSABLE',
    message: expect.stringContaining(ARN),
    hint: expect.stringContaining(hint),
  })
})

test('a refusal names the statement that the role lacks', async () => {
  const said = `User: ${ROLE} is not authorized to perform: kms:Sign on resource: ${ARN} because no identity-based policy allows the kms:Sign action`
  const { code, message, hint } = await explained(denied(said))
  expect([code, message]).toEqual(['KMS_DENIED', expect.stringContaining(`to role ${ROLE}`)])
  const [statement = ''] = /\{.*\}/.exec(hint) ?? []
  expect(JSON.parse(statement)).toEqual({
    Effect: 'Allow',
    Action: 'kms:Sign',
    Resource: ARN,
    Condition: { StringEquals: { 'kms:SigningAlgorithm': 'RSASSA_PKCS1_V1_5_SHA_256' } },
  })
})

test('of a key in another account, that both sides must allow it', async () => {
  const account = parseRoleArn('arn:aws:iam::012345678901:role/x')?.account ?? KEY.account
  expect((await explained(denied('no'), { account })).hint).toContain(
    'its key policy must name the role, too',
  )
})

test('an explicit deny names the kind of policy', async () => {
  const said = 'with an explicit deny in a service control policy'
  expect((await explained(denied(said))).hint).toContain('service control policy')
})

test('no answer is none of the key', async () => {
  expect(await explained(new Error('connect ECONNREFUSED'))).toMatchObject({ code: 'AWS_UNREACHABLE' })
})
