import { describe, expect, test } from 'vitest'
import { awsFailure } from '../../../../src/aws/client.ts'
import { explainAssumeRole, explainCaller, wrongCaller } from '../../../../src/aws/session/ambient-errors.ts'
import { StepError } from '../../../../src/errors/errors.ts'
import { anAccess, HOST, host, problemOf, ROLE, role } from '../../builders.ts'

const { registry } = anAccess()
const PLACE = { role: role(ROLE), endpoints: {} }
const explained = (error: unknown) => problemOf(() => explainCaller(awsFailure(error), error, {}))

describe('explainCaller', () => {
  test('leaves what is explained already as it is', async () => {
    const known = { code: 'AWS_UNREACHABLE', message: 'm', hint: 'h' } as const
    expect(await explained(new StepError([known]))).toEqual(known)
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

describe('explainAssumeRole', () => {
  const refused = (why: string) =>
    problemOf(() =>
      explainAssumeRole(
        Object.assign(
          new Error(`User: u is not authorized to perform: sts:AssumeRole on resource: r ${why}`),
          {
            name: 'AccessDenied',
            $metadata: { httpStatusCode: 403 },
          },
        ),
        PLACE,
        'arn:aws:iam::012345678901:user/ci',
      ),
    )

  test.each([
    [
      'because no identity-based policy allows the sts:AssumeRole action',
      /^Make the trust policy of the role/,
    ],
    [
      'with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-1',
      /^Change the service control policy: it denies sts:AssumeRole on .* a deny overrules/,
    ],
    ['with an explicit deny in the role trust policy', /^Change the role trust policy/],
    ['with an explicit deny in a permissions boundary', /^Change the permissions boundary/],
  ])('finds the policy to change: %s', async (why, hint) => {
    expect(await refused(why)).toMatchObject({ code: 'ROLE_REFUSED', hint: expect.stringMatching(hint) })
  })

  const denied = Object.assign(new Error('not authorized'), {
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403 },
  })

  test.each([
    ['arn:aws:sts::465002806239:assumed-role/runner/i-0abc', 'arn:aws:iam::465002806239:role/runner'],
    // Nothing but a role has sessions: a policy names anybody else as STS does.
    ['arn:aws:iam::465002806239:user/ci', 'arn:aws:iam::465002806239:user/ci'],
    ['arn:aws:iam::465002806239:root', 'arn:aws:iam::465002806239:root'],
  ])('names %s in both policies as %s', async (caller, principal) => {
    const { code, message, hint } = await problemOf(() => explainAssumeRole(denied, PLACE, caller))
    expect(code).toBe('ROLE_REFUSED')
    expect(message).toContain(`this runner, which is ${caller}, assume ${ROLE}`)
    expect(hint).toContain(`Principal.AWS ${principal}; and`)
    expect(hint).toContain(`sts:AssumeRole on ${ROLE} in the permission policy of ${principal}.`)
  })
})

describe('wrongCaller', () => {
  test('does not speak of allowing more where the registry is in an account of documentation', () => {
    const made = host('123456789012.dkr.ecr.ap-southeast-2.amazonaws.com')
    const { hint } = wrongCaller('arn:aws:iam::465002806239:user/ci', made, ['123456789012'])
    expect(hint).toBe(
      'Set the input registry to the host of your own account: 123456789012 is a placeholder, as documentation has them.',
    )
  })

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
