import { describe, expect, test } from 'vitest'
import { explainWebIdentity, webIdentityVerdict } from '../../../../src/aws/session/sts-errors.ts'
import { ACCOUNT, problemOf, ROLE, role } from '../../builders.ts'

const PLACE = { role: role(ROLE), endpoints: {} }
const CLAIMS = {
  iss: 'https://token.actions.githubusercontent.com',
  aud: 'sts.amazonaws.com',
  sub: 'repo:a/b:x',
}
const TOKEN = `e30.${Buffer.from(JSON.stringify(CLAIMS)).toString('base64url')}.c2ln`

function awsError(name: string, message: string, status: number | undefined): Error {
  const error = Object.assign(new Error(message), { $metadata: { httpStatusCode: status } })
  error.name = name
  return error
}

const UNVERIFIED =
  "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"

/** Messages as STS words them (API reference; configure-aws-credentials issues 299, 318, 721). */
const refusals: readonly (readonly [name: string, message: string, code: string, hint: RegExp])[] = [
  [
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    'ROLE_REFUSED',
    /Make the trust policy of the role accept it/,
  ],
  [
    'AccessDenied',
    'User: u is not authorized to perform: sts:AssumeRoleWithWebIdentity on resource: r with an explicit deny in a resource control policy',
    'ROLE_REFUSED',
    new RegExp(
      `^Change the resource control policy: it denies sts:AssumeRoleWithWebIdentity on ${ROLE}, and a deny overrules`,
    ),
  ],
  [
    'InvalidIdentityToken',
    'No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com',
    'STS_FAILED',
    new RegExp(
      `identity provider.*account ${ACCOUNT}: aws iam create-open-id-connect-provider --url https://token\\.actions\\.githubusercontent\\.com --client-id-list sts\\.amazonaws\\.com`,
    ),
  ],
  [
    'InvalidIdentityToken',
    'Incorrect token audience',
    'STS_FAILED',
    /audience sts\.amazonaws\.com to the client IDs.*input audience/,
  ],
  [
    'InvalidIdentityToken',
    "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
    'STS_FAILED',
    /thumbprints/,
  ],
  ['InvalidIdentityToken', UNVERIFIED, 'STS_FAILED', /Run the job again.*aws-credentials: ambient/],
  ['IDPCommunicationError', 'x', 'STS_FAILED', /Run the job again.*aws-credentials: ambient/],
  ['IDPRejectedClaim', 'x', 'STS_FAILED', /input audience/],
  ['ExpiredTokenException', 'Token expired', 'STS_FAILED', /GitHub Enterprise Server/],
  [
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    'STS_FAILED',
    /Lower role-duration-seconds/,
  ],
  [
    'ValidationError',
    "1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint",
    'STS_FAILED',
    /role-session-name/,
  ],
  ['ValidationError', 'Request ARN is invalid', 'STS_FAILED', /role-to-assume/],
  ['MalformedPolicyDocumentException', 'x', 'STS_FAILED', /defect/],
  ['PackedPolicyTooLargeException', 'x', 'STS_FAILED', /role-session-name/],
  ['RegionDisabledException', 'x', 'STS_FAILED', new RegExp(`account ${ACCOUNT}.*aws-region`)],
  ['SomethingNew', 'x', 'STS_FAILED', /role-to-assume/],
]

describe('a refusal of AssumeRoleWithWebIdentity', () => {
  test.each(refusals)('%s: %s is %s', async (name, message, code, hint) => {
    const problem = await problemOf(() => explainWebIdentity(awsError(name, message, 400), PLACE, TOKEN))
    expect(problem).toMatchObject({ code, hint: expect.stringMatching(hint) })
    expect(problem.message).toContain(ROLE)
    expect(problem.message).toContain(message)
    expect(`${problem.message}${problem.hint}`).not.toContain(TOKEN)
  })

  test.each([
    ['Throttling', 400],
    ['ServiceUnavailable', 503],
    ['TimeoutError', undefined],
    // The page of a proxy, and an address that is none.
    ['Unknown', 403],
    ['SyntaxError', 403],
    ['TypeError', undefined],
  ] as const)('%s (%s) is no refusal', async (name, status) => {
    const problem = await problemOf(() => explainWebIdentity(awsError(name, 'x', status), PLACE, TOKEN))
    expect(problem).toMatchObject({ code: 'AWS_UNREACHABLE', hint: expect.stringContaining('HTTPS_PROXY') })
  })
})

test.each([
  ['Incorrect token audience', 'InvalidIdentityToken', /Add the audience sts\.amazonaws\.com to/],
  ['x', 'IDPRejectedClaim', /input audience \(sts\.amazonaws\.com\)/],
])('a refusal of a token that cannot be read (%s) names the usual audience', async (message, name, hint) => {
  const problem = await problemOf(() => explainWebIdentity(awsError(name, message, 400), PLACE, 'x'))
  expect(problem).toMatchObject({ code: 'STS_FAILED', hint: expect.stringMatching(hint) })
  expect(problem.hint).toContain('oidc-provider/token.actions.githubusercontent.com')
})

test.each([
  ['AccessDenied', 'x', 403, 'settling'],
  ['AccessDeniedException', 'x', 403, 'settling'],
  ['InvalidIdentityToken', UNVERIFIED, 400, 'transient'],
  ['InvalidIdentityToken', 'Incorrect token audience', 400, 'final'],
  ['IDPCommunicationErrorException', 'x', 400, 'transient'],
  ['ExpiredTokenException', 'x', 400, 'transient'],
  ['Throttling', 'x', 400, 'transient'],
  ['ValidationError', 'x', 400, 'final'],
] as const)('%s (%s) is %s', (name, message, status, verdict) => {
  expect(webIdentityVerdict(awsError(name, message, status))).toBe(verdict)
})
