import { describe, expect, test } from 'vitest'
import { DeployError } from '../../../src/errors.ts'
import { explainCaller, wrongCaller } from '../../../src/identity/ambient-errors.ts'
import { awsFailure } from '../../../src/identity/aws-client.ts'
import { anAccess, HOST, problemOf } from '../builders.ts'

const { registry } = anAccess()
const explained = (error: unknown) => problemOf(() => explainCaller(awsFailure(error), error))

describe('explainCaller', () => {
  test('leaves what is explained already as it is', async () => {
    const known = { code: 'AWS_UNREACHABLE', message: 'm', hint: 'h' } as const
    expect(await explained(new DeployError([known]))).toEqual(known)
  })

  test('keeps apart an STS that did not answer and credentials that it does not take', async () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    expect(await explained(reset)).toMatchObject({ code: 'AWS_UNREACHABLE' })
    const refused = Object.assign(new Error('no'), {
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    })
    expect(await explained(refused)).toMatchObject({ code: 'CREDENTIALS_UNAVAILABLE' })
  })
})

describe('wrongCaller', () => {
  test('names the accounts that are expected, and the one to allow', () => {
    const { message, hint } = wrongCaller('arn:aws:iam::012345678901:user/ci', registry, ['1', '2'])
    expect(message).toContain(
      `registry ${HOST} is in partition aws, and this step expects the account 1 or 2`,
    )
    expect(hint).toContain('add "012345678901" to allowed-account-ids')
  })

  test('says so where no account is named', () => {
    expect(wrongCaller('nobody', registry, []).message).toContain('expects the account of a role')
  })
})
