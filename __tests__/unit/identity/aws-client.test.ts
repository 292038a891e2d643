import { afterEach, describe, expect, test, vi } from 'vitest'
import { DeployError } from '../../../src/errors.ts'
import {
  awsFailure,
  clientSettings,
  isTransient,
  signedVerdicts,
  unreachableHint,
} from '../../../src/identity/aws-client.ts'
import { ACCOUNT as A, HOST, host, problemOf } from '../builders.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const error = (name: string, status?: number) => {
  const made = Object.assign(
    new Error('m'),
    status === undefined ? {} : { $metadata: { httpStatusCode: status } },
  )
  made.name = name
  return made
}

describe('what passes by itself', () => {
  test.each([
    ['a network error', error('ECONNRESET')],
    ['a time-out', error('TimeoutError')],
    ['throttling', error('ThrottlingException', 400)],
    ['throttling of STS', error('Throttling', 400)],
    ['too many requests', error('TooManyRequestsException', 400)],
    ['429', error('Unknown', 429)],
    ['500', error('ServerException', 500)],
    ['503', error('ServiceUnavailable', 503)],
    ['an answer that was cut', error('SyntaxError', 200)],
  ])('%s', (_, thrown) => {
    expect(signedVerdicts()(thrown)).toBe('transient')
  })

  test.each([
    ['a refusal', error('AccessDeniedException', 400)],
    ['403', error('AccessDenied', 403)],
    ['a missing repository', error('RepositoryNotFoundException', 400)],
    ['an invalid parameter', error('InvalidParameterException', 400)],
    ['an endpoint that cannot be made', error('EndpointError')],
    ['an explained error', new DeployError([{ code: 'ACCOUNT_MISMATCH', message: 'm', hint: 'h' }])],
  ])('not %s', (_, thrown) => {
    expect(signedVerdicts()(thrown)).toBe('final')
  })
})

test.each(['text', 7, {}])('awsFailure describes even %j', (thrown) => {
  const failure = awsFailure(thrown)
  expect(failure).toMatchObject({ name: expect.any(String), message: expect.any(String) })
  expect(isTransient(failure)).toBe(true)
})

describe('a signed request', () => {
  const skewed = (name: string) =>
    Object.assign(error(name, 403), { $metadata: { httpStatusCode: 403, clockSkewCorrected: true } })

  test.each([
    ['a session that has ended', error('ExpiredTokenException', 400)],
    ['a session that has ended, in the words of STS', error('ExpiredToken', 403)],
    ['a clock that the SDK has corrected', skewed('InvalidSignatureException')],
    ['a clock that the SDK has corrected, in the words of STS', skewed('SignatureDoesNotMatch')],
  ])('is sent once more, and no oftener, after %s', (_, thrown) => {
    const judge = signedVerdicts()
    expect([judge(thrown), judge(thrown), judge(thrown)]).toEqual(['transient', 'final', 'final'])
  })

  test('is not sent again with a signature that is wrong for another reason', () => {
    expect(signedVerdicts()(error('InvalidSignatureException', 403))).toBe('final')
    // On a runner with a wrong clock every failure carries the mark.
    expect(signedVerdicts()(skewed('AccessDeniedException'))).toBe('final')
  })
})

describe('client settings', () => {
  test('limit each attempt to 10 s, and the SDK adds none of its own', () => {
    expect(clientSettings('ECR', host(HOST))).toMatchObject({
      region: 'ap-southeast-2',
      maxAttempts: 1,
      requestHandler: { requestTimeout: 10_000, throwOnRequestTimeout: true },
    })
  })

  test.each([
    [`${A}.dkr.ecr.us-east-1.amazonaws.com`, 'STS', false, false],
    [`${A}.dkr.ecr-fips.us-east-1.amazonaws.com`, 'STS', true, false],
    [`${A}.dkr.ecr-fips.us-east-1.amazonaws.com`, 'ECR', true, false],
    [`${A}.dkr-ecr.eu-west-1.on.aws`, 'STS', false, true],
    [`${A}.dkr-ecr-fips.us-east-1.on.aws`, 'ECR', true, true],
    // sts-fips does not exist there, because the plain name is validated.
    [`${A}.dkr.ecr-fips.us-gov-west-1.amazonaws.com`, 'STS', false, false],
    [`${A}.dkr.ecr-fips.us-gov-west-1.amazonaws.com`, 'ECR', true, false],
  ] as const)('of %s, %s: FIPS %s, dual-stack %s', (text, service, fips, dualStack) => {
    expect(clientSettings(service, host(text))).toMatchObject({
      useFipsEndpoint: fips,
      useDualstackEndpoint: dualStack,
    })
  })

  test('have no kind where an endpoint is given, which the SDK would refuse to combine', () => {
    vi.stubEnv('AWS_ENDPOINT_URL_STS', 'http://127.0.0.1:2')
    const registry = host(`${A}.dkr-ecr-fips.us-east-1.on.aws`)
    const given = { useFipsEndpoint: false, useDualstackEndpoint: false }
    expect(clientSettings('STS', registry)).toMatchObject(given)
    expect(clientSettings('ECR', registry)).toMatchObject({ useFipsEndpoint: true })
  })

  test('take the endpoint of a service before the one of all', () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1')
    vi.stubEnv('AWS_ENDPOINT_URL_STS', 'http://127.0.0.1:2')
    expect(clientSettings('STS', host(HOST))).toMatchObject({ endpoint: 'http://127.0.0.1:2' })
    expect(clientSettings('ECR', host(HOST))).toMatchObject({ endpoint: 'http://127.0.0.1:1' })
    expect(unreachableHint('ECR')).toContain('http://127.0.0.1:1, because AWS_ENDPOINT_URL is set')
  })

  test.each(['localhost:4566', '127.0.0.1', 'ftp://x', 'https://', '/x'])(
    'refuse %j as an endpoint, naming the variable',
    async (url) => {
      vi.stubEnv('AWS_ENDPOINT_URL_ECR', url)
      const { code, hint } = await problemOf(() => clientSettings('ECR', host(HOST)))
      expect(code).toBe('INPUT_INVALID')
      expect(hint).toContain('AWS_ENDPOINT_URL_ECR')
    },
  )
})

test('what AWS says is told on one line', () => {
  const thrown = new Error('first\n::error::second')
  expect(awsFailure(thrown).message).toBe('first ::error::second')
})

test('what Node leaves unsaid, where a host has several addresses, is told for each of them', () => {
  const thrown = new AggregateError([
    new Error('connect ETIMEDOUT ::1:443'),
    new Error('connect ENETUNREACH'),
  ])
  const { message } = awsFailure(thrown)
  expect(message).toBe('connect ETIMEDOUT ::1:443, connect ENETUNREACH')
})
