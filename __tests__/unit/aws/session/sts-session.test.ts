import { describe, expect, test } from 'vitest'
import { readSession } from '../../../../src/aws/session/sts-session.ts'
import { ACCOUNT, aRun, problemOf, ROLE, role } from '../../builders.ts'

const Credentials = {
  AccessKeyId: 'ASIAEXAMPLE',
  SecretAccessKey: 'a-secret',
  SessionToken: 'a-session',
  Expiration: new Date('2026-01-01T00:00:00Z'),
}
const AssumedRoleUser = { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/gitops-deploy/acme` }
const problem = (answer: Parameters<typeof readSession>[0]) =>
  problemOf(() => readSession(answer, role(ROLE), aRun()))

describe('the answer of STS', () => {
  test('is a session of the account that was asked for', () => {
    const masked: string[] = []
    expect(readSession({ Credentials, AssumedRoleUser }, role(ROLE), aRun({ masked }))).toEqual({
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'a-secret',
      sessionToken: 'a-session',
      expiration: Credentials.Expiration,
      account: ACCOUNT,
      principal: ROLE,
    })
    expect(masked).toEqual(['ASIAEXAMPLE', 'a-secret', 'a-session'])
  })

  test.each(Object.keys(Credentials))('without %s is none', async (name) => {
    const lacking = { ...Credentials, [name]: undefined }
    expect(await problem({ Credentials: lacking, AssumedRoleUser })).toMatchObject({ code: 'STS_FAILED' })
  })

  test('without credentials is none', async () => {
    expect(await problem({ AssumedRoleUser })).toMatchObject({ code: 'STS_FAILED' })
  })

  test.each([
    ['another account', AssumedRoleUser.Arn.replace(ACCOUNT, '012345678901'), '012345678901'],
    ['another partition', AssumedRoleUser.Arn.replace('arn:aws:', 'arn:aws-cn:'), 'arn:aws-cn:'],
    ['nobody', undefined, 'no ARN'],
  ])('for %s is refused', async (_, Arn, named) => {
    const message = expect.stringContaining(named)
    expect(await problem({ Credentials, AssumedRoleUser: { Arn } })).toMatchObject({
      code: 'ACCOUNT_MISMATCH',
      message,
    })
  })
})
