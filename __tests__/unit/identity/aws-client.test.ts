import { describe, expect, test } from 'vitest'
import { DeployError } from '../../../src/errors.ts'
import {
  awsFailure,
  clientSettings,
  isTransient,
  transientOrFinal,
} from '../../../src/identity/aws-client.ts'

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
    expect(transientOrFinal(thrown)).toBe('transient')
  })

  test.each([
    ['a refusal', error('AccessDeniedException', 400)],
    ['403', error('AccessDenied', 403)],
    ['a missing repository', error('RepositoryNotFoundException', 400)],
    ['an invalid parameter', error('InvalidParameterException', 400)],
    ['an explained error', new DeployError([{ code: 'ACCOUNT_MISMATCH', message: 'm', hint: 'h' }])],
  ])('not %s', (_, thrown) => {
    expect(transientOrFinal(thrown)).toBe('final')
  })
})

test.each(['text', 7, {}])('awsFailure describes even %j', (thrown) => {
  const failure = awsFailure(thrown)
  expect(failure).toMatchObject({ name: expect.any(String), message: expect.any(String) })
  expect(isTransient(failure)).toBe(true)
})

test('each attempt is limited to 10 s, and the SDK adds none of its own', () => {
  expect(clientSettings('ECR', 'eu-west-1')).toMatchObject({
    region: 'eu-west-1',
    maxAttempts: 1,
    requestHandler: { requestTimeout: 10_000, throwOnRequestTimeout: true },
  })
})
