import { STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  awsFailure,
  clientSettings,
  isTransient,
  signedVerdicts,
  unreachableHint,
} from '../../../src/aws/client.ts'
import { StepError } from '../../../src/errors/errors.ts'
import type { Endpoints } from '../../../src/plan/access.ts'
import { ACCOUNT as A, HOST, host } from '../builders.ts'

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
    ['an explained error', new StepError([{ code: 'ACCOUNT_MISMATCH', message: 'm', hint: 'h' }])],
  ])('not %s', (_, thrown) => {
    expect(signedVerdicts()(thrown)).toBe('final')
  })
})

test.each(['text', 7, {}])('awsFailure describes even %j', (thrown) => {
  const failure = awsFailure(thrown)
  expect(failure).toMatchObject({ name: expect.any(String), message: expect.any(String) })
  expect(isTransient(failure)).toBe(true)
})

test('awsFailure leaves out where the SDK keeps what it could not read', () => {
  const hidden = 'to see the raw response, inspect the hidden field {error}.$response on this object.'
  const thrown = new Error(`the answer is larger than 1 MiB\n  Deserialization error: ${hidden}`)
  expect(awsFailure(thrown).message).toBe('the answer is larger than 1 MiB')
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

const at = (text: string, endpoints: Endpoints = {}) => ({ registry: host(text), endpoints })
const STS = { variable: 'AWS_ENDPOINT_URL_STS', url: 'http://127.0.0.1:2/' }

describe('client settings', () => {
  test('limit each attempt to 10 s, and the SDK adds none of its own', () => {
    expect(clientSettings('ECR', at(HOST))).toMatchObject({
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
    expect(clientSettings(service, at(text))).toMatchObject({
      useFipsEndpoint: fips,
      useDualstackEndpoint: dualStack,
    })
  })

  test('have no kind where an endpoint is given, which the SDK would refuse to combine', () => {
    const place = at(`${A}.dkr-ecr-fips.us-east-1.on.aws`, { STS })
    const given = { useFipsEndpoint: false, useDualstackEndpoint: false }
    expect(clientSettings('STS', place)).toMatchObject(given)
    expect(clientSettings('ECR', place)).toMatchObject({ useFipsEndpoint: true })
  })

  test('take the endpoint of the plan, whatever the environment says', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1')
    vi.stubEnv('AWS_ENDPOINT_URL_STS', 'http://127.0.0.1:3')
    const place = at(HOST, { STS })
    const sts = new STSClient(clientSettings('STS', place))
    expect(await sts.config.endpoint?.()).toMatchObject({ hostname: '127.0.0.1', port: 2 })
    expect(clientSettings('ECR', place)).not.toHaveProperty('endpoint')
    expect(clientSettings('ECR', place)).toMatchObject({ ignoreConfiguredEndpointUrls: true })
  })

  test('are reported where no answer came', () => {
    expect(unreachableHint('STS', { STS })).toContain(
      'http://127.0.0.1:2, because AWS_ENDPOINT_URL_STS is set',
    )
    expect(unreachableHint('ECR', { STS })).toContain('aws-region')
  })
})

test('what AWS says is reported on one line', () => {
  const thrown = new Error('first\n::error::second')
  expect(awsFailure(thrown).message).toBe('first ::error::second')
})

test('what Node leaves unsaid, where a host has several addresses, is reported for each of them', () => {
  const thrown = new AggregateError([
    new Error('connect ETIMEDOUT ::1:443'),
    new Error('connect ENETUNREACH'),
  ])
  const { message } = awsFailure(thrown)
  expect(message).toBe('connect ETIMEDOUT ::1:443, connect ENETUNREACH')
})
