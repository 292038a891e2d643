import { describe, expect, test } from 'vitest'
import { type Claims, trustAdvice } from '../../../../src/aws/session/trust-policy.ts'
import { ACCOUNT, ROLE, role } from '../../builders.ts'

const PLAIN: Claims = {
  iss: 'https://token.actions.githubusercontent.com',
  aud: 'sts.amazonaws.com',
  sub: 'repo:acme/x:ref:refs/heads/main',
  repository: 'acme/x',
  job_workflow_ref: 'acme/x/.github/workflows/deploy.yml@refs/heads/main',
}
const advice = (changes: Claims = {}, arn = ROLE) => trustAdvice({ ...PLAIN, ...changes }, role(arn))

describe('trustAdvice', () => {
  test('names the statement that accepts the token, and where the role is looked for', () => {
    expect(advice()).toBe(
      [
        'Make the trust policy of the role accept it: Action sts:AssumeRoleWithWebIdentity,',
        `Principal.Federated arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com,`,
        'Condition {"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:sub":"repo:acme/x:ref:refs/heads/main"}}.',
        'Upper and lower case count: a condition (StringEquals, StringLike) that has a capital letter where this sub has none does not accept it; StringEqualsIgnoreCase does.',
        `Check also that the role exists in account ${ACCOUNT} (partition aws), in the same upper and lower case: STS answers the same for one that does not.`,
      ].join(' '),
    )
  })

  test.each<[what: string, changes: Claims, says: RegExp]>([
    [
      'the sub with IDs of 2026',
      { sub: 'repo:acme@600100/x@700100200:ref:refs/heads/main' },
      /"repo:acme@600100\/x@700100200:ref:refs\/heads\/main".*IDs behind "@".*15 July 2026.*repo:acme\/x:\.\.\. does not accept/,
    ],
    [
      'capital letters of the owner',
      { sub: 'repo:Acme/X:ref:refs/heads/main', repository: 'Acme/X' },
      /"repo:Acme\/X:ref:refs\/heads\/main".*Upper and lower case count: a condition \(StringEquals, StringLike\) on repo:acme\/x:ref:refs\/heads\/main does not accept it/,
    ],
    [
      'capital letters of an environment',
      { sub: 'repo:acme/x:environment:Production', environment: 'Production' },
      /on repo:acme\/x:environment:production does not accept it.*environment: Production/,
    ],
    [
      'an environment',
      { sub: 'repo:acme/x:environment:production', environment: 'production' },
      /environment: production.*in place of the ref/,
    ],
    [
      'both of them',
      { sub: 'repo:acme@1/x@2:environment:production', environment: 'production' },
      /IDs behind.*environment: production/,
    ],
    ['a pull request', { sub: 'repo:acme/x:pull_request' }, /:pull_request and names no branch/],
    ['a customised sub', { sub: 'repository_id:7:ref:refs/heads/main' }, /customised its sub/],
    [
      'a reusable workflow of another repository',
      { job_workflow_ref: 'acme/workflows/.github/workflows/d.yml@refs/heads/main' },
      /reusable workflow acme\/workflows.*caller acme\/x.*"token\.actions\.githubusercontent\.com:job_workflow_ref"/,
    ],
    [
      'an enterprise with an issuer of its own',
      { iss: 'https://token.actions.acme.ghe.com' },
      /oidc-provider\/token\.actions\.acme\.ghe\.com.*"token\.actions\.acme\.ghe\.com:sub"/,
    ],
    ['another audience', { aud: 'acme' }, /:aud":"acme"/],
  ])('knows %s', (_, changes, says) => {
    expect(advice(changes)).toMatch(says)
  })

  test('says nothing of what the token is not', () => {
    expect(advice()).not.toMatch(/IDs|environment:|pull_request|customised|reusable/)
    // GitHub writes owner and name as they were typed.
    expect(advice({ repository: 'Acme/X' })).not.toContain('reusable')
  })

  test.each(['aws-cn', 'aws-us-gov', 'aws-eusc'])('names the partition %s', (partition) => {
    const text = advice({}, `arn:${partition}:iam::${ACCOUNT}:role/r`)
    expect(text).toContain(`arn:${partition}:iam::${ACCOUNT}:oidc-provider/`)
    expect(text).toContain(`(partition ${partition})`)
  })

  test('holds without any claim, and on one line with any', () => {
    expect(trustAdvice({}, role(ROLE))).toContain('"the sub of this token"')
    expect(advice({ sub: 'x\n::error::y', environment: 'a\r\nb' })).not.toMatch(/[\r\n]/)
  })
})
