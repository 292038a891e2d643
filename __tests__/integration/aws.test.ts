import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { httpGet } from '../../src/runner/http.ts'
import type { Fault } from '../support/faults.ts'
import { newRepository } from '../support/image-store.ts'
import { putSampleImage } from '../support/sample-image.ts'
import {
  A,
  B,
  counts,
  errorOf,
  FOREVER,
  must,
  openAws as open,
  REGION,
  REPOSITORY,
  timed,
} from './aws-room.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a registry', () => {
  test('is asked with one token, one session and one call for each question', async () => {
    await using opened = await open()
    const { registry, digest, ecr } = opened
    const [login, found] = await Promise.all([registry.login(), registry.find(REPOSITORY, ['here'])])
    expect([...(found ?? [])]).toMatchObject([['here', { digest, platforms: [] }]])
    expect(login).toMatchObject({ username: 'AWS', pushHost: `${A}.dkr.ecr.${REGION}.amazonaws.com` })
    expect(ecr.markers()).toContain(login.password)
    expect(login.insecure).toBe(false)
    expect(counts(opened)).toEqual([1, 1, 2])
  })

  test('tells whether its tags are mutable, and nothing when it may not', async () => {
    await using opened = await open()
    const { registry, ecr, catalog } = opened
    await catalog.createRepository(
      { account: A, region: REGION },
      newRepository('team/loose', { mutability: 'MUTABLE' }),
    )
    const none = { tags: [], filters: [] }
    expect(await registry.mutableTags(REPOSITORY, ['a-tag'])).toEqual(none)
    expect(await registry.mutableTags('team/loose', ['a-tag', 'b-tag'])).toEqual({
      tags: ['a-tag', 'b-tag'],
      filters: [],
    })
    ecr.settings.denied = ['ecr:DescribeRepositories']
    expect(await registry.mutableTags('team/loose', ['a-tag'])).toEqual(none)
    expect(ecr.requests).toHaveLength(3)
  })

  test('on loopback stands in for the planned host; any other stand-in is refused', async () => {
    await using opened = await open()
    const { registry, ecr, connect, access } = opened
    ecr.settings.proxyEndpoint = () => 'http://127.0.0.1:5000'
    expect(await registry.login()).toMatchObject({ pushHost: '127.0.0.1:5000', insecure: true })
    for (const endpoint of ['http://registry.example.com', `https://${B}.dkr.ecr.${REGION}.amazonaws.com`]) {
      ecr.settings.proxyEndpoint = () => endpoint
      const other = opened.connectAgain()(access())
      expect((await errorOf(other.login())).code).toBe('ACCOUNT_MISMATCH')
    }
    expect(connect(access()).host.account).toBe(A)
  })
})

describe('a fault that passes', () => {
  const faults: [what: string, fault: Fault][] = [
    ['503', { status: 503 }],
    ['500 with a body', { status: 500, body: '<html>' }],
    ['a reset connection', 'reset'],
    ['a lost answer', 'reset-after'],
    ['half an answer', 'truncate'],
    ['429', { status: 429 }],
  ]
  test.each(faults)('of the OIDC endpoint (%s) costs one more request', async (_what, fault) => {
    await using opened = await open()
    opened.oidc.fail(fault)
    expect((await opened.registry.find(REPOSITORY, ['here']))?.get('here')?.digest).toBe(opened.digest)
    expect(counts(opened)).toEqual([2, 1, 1])
  })

  const throttled: [string, Fault] = ['throttling', { code: 'Throttling', message: 'Rate exceeded' }]
  test.each([...faults, throttled])('of STS (%s) costs one more request', async (_what, fault) => {
    await using opened = await open()
    opened.sts.fail(fault)
    expect((await opened.registry.find(REPOSITORY, ['here']))?.get('here')?.digest).toBe(opened.digest)
    // A fresh web identity token for every attempt.
    expect(counts(opened)).toEqual([2, 2, 1])
  })

  const slow: [string, Fault] = ['throttling', { code: 'ThrottlingException', message: 'Rate exceeded' }]
  test.each([...faults, slow])('of ECR (%s) costs one more request', async (_what, fault) => {
    await using opened = await open()
    opened.ecr.fail(fault)
    expect((await opened.registry.find(REPOSITORY, ['here']))?.get('here')?.digest).toBe(opened.digest)
    expect(counts(opened)).toEqual([1, 1, 2])
  })

  test('of the login is distinguished from the question beside it', async () => {
    await using opened = await open()
    opened.ecr.fail({ status: 503 }, { on: 'GetAuthorizationToken', times: 2 })
    const [login, found] = await Promise.all([
      opened.registry.login(),
      opened.registry.find(REPOSITORY, ['here']),
    ])
    expect([login.username, found?.get('here')?.digest]).toEqual(['AWS', opened.digest])
    expect(counts(opened)).toEqual([1, 1, 4])
  })

  test('of a web token that ended on its way is mended by a fresh one', async () => {
    await using opened = await open()
    opened.sts.fail({ code: 'ExpiredTokenException', message: 'Token expired' })
    await opened.registry.login()
    expect(counts(opened)).toEqual([2, 2, 1])
    expect(new Set(opened.oidc.markers()).size).toBe(3)
  })

  test('of a trust policy that is not yet seen everywhere: asked again', async () => {
    await using opened = await open()
    opened.sts.fail({ code: 'AccessDenied', message: 'Not authorized', status: 403 })
    await opened.registry.login()
    expect(counts(opened)).toEqual([2, 2, 1])
  })
})

describe('a refusal', () => {
  test('of STS is final after at most three tries, with the claims', async () => {
    await using opened = await open()
    opened.sts.settings.accept = () => false
    const [error, took] = await timed(() => errorOf(opened.registry.login()))
    expect(error.code).toBe('ROLE_REFUSED')
    expect(took).toBeLessThan(30_000)
    expect(opened.sts.requests.length).toBeLessThanOrEqual(3)
    expect(error.problems[0].message).toContain('sub: repo:acme/identity-service:ref:refs/heads/main')
    expect(opened.ecr.requests).toEqual([])
  })

  test('of STS is asked for once by all who wait for it', async () => {
    await using opened = await open()
    opened.sts.settings.accept = () => false
    const { registry } = opened
    const errors = await Promise.all([
      errorOf(registry.login()),
      errorOf(registry.find(REPOSITORY, ['here'])),
    ])
    expect(errors.map(({ code }) => code)).toEqual(['ROLE_REFUSED', 'ROLE_REFUSED'])
    expect(opened.sts.requests.length).toBeLessThanOrEqual(3)
  })

  const final: [code: string, expected: string, hint: RegExp][] = [
    ['InvalidIdentityToken', 'STS_FAILED', /identity provider/],
    ['IDPRejectedClaim', 'STS_FAILED', /audience/],
    ['MalformedPolicyDocument', 'STS_FAILED', /defect/],
    ['ValidationError', 'STS_FAILED', /role-duration-seconds/],
    ['PackedPolicyTooLarge', 'STS_FAILED', /role-session-name/],
    ['RegionDisabledException', 'STS_FAILED', /aws-region|Enable STS/],
    ['SomethingNew', 'STS_FAILED', /role-to-assume/],
  ]
  test.each(final)('of STS with %s is not repeated', async (code, expected, hint) => {
    await using opened = await open()
    opened.sts.fail({ code, message: 'as AWS puts it' }, FOREVER)
    const error = await errorOf(opened.registry.login())
    expect(error.problems).toMatchObject([{ code: expected, hint: expect.stringMatching(hint) }])
    expect(error.problems[0].message).toContain('as AWS puts it')
    expect(opened.sts.requests).toHaveLength(1)
  })

  test('of the OIDC endpoint is not repeated', async () => {
    await using opened = await open()
    opened.oidc.fail({ status: 403 }, FOREVER)
    const [error, took] = await timed(() => errorOf(opened.registry.login()))
    expect(error.code).toBe('OIDC_FAILED')
    expect([opened.oidc.requests.length, took < 5_000]).toEqual([1, true])
  })

  test('of ECR is final, and names action and repository', async () => {
    await using opened = await open()
    opened.ecr.settings.denied = ['ecr:BatchGetImage', 'ecr:GetAuthorizationToken']
    const { registry } = opened
    const [errors, took] = await timed(() =>
      Promise.all([errorOf(registry.find(REPOSITORY, ['here'])), errorOf(registry.login())]),
    )
    expect(errors.map(({ code }) => code)).toEqual(['ECR_DENIED', 'ECR_DENIED'])
    expect(errors[0]?.problems[0].hint).toContain(
      `ecr:BatchGetImage on arn:aws:ecr:${REGION}:${A}:repository/team/app`,
    )
    expect(errors[1]?.problems[0].hint).toContain('ecr:GetAuthorizationToken on "*"')
    expect(took).toBeLessThan(30_000)
    expect(opened.ecr.requests.length).toBeLessThanOrEqual(6)
  })

  test('by an answer for another account stops before ECR', async () => {
    await using opened = await open()
    opened.sts.settings.answerAs = `arn:aws:iam::${B}:role/gitops-deploy`
    expect((await errorOf(opened.registry.login())).code).toBe('ACCOUNT_MISMATCH')
    expect(counts(opened)).toEqual([1, 1, 0])
  })
})

describe('a session', () => {
  test('that ends is renewed', async () => {
    await using opened = await open()
    opened.sts.settings.lifetimeSeconds = 2
    await opened.registry.find(REPOSITORY, ['here'])
    await opened.registry.find(REPOSITORY, ['here'])
    expect(opened.sts.requests).toHaveLength(1)
    await sleep(2_100)
    expect((await opened.registry.find(REPOSITORY, ['here']))?.get('here')?.digest).toBe(opened.digest)
    expect(counts(opened)).toEqual([2, 2, 3])
  })

  test('may write to the repositories of the step and read everywhere', async () => {
    await using opened = await open()
    await opened.registry.login()
    const [session] = opened.sts.sessions.all()
    const { Statement } = JSON.parse(session?.policy ?? '{}')
    const writes = Statement.filter(({ Action }: { Action: string[] }) => Action.includes('ecr:PutImage'))
    expect(writes).toMatchObject([{ Resource: [`arn:aws:ecr:${REGION}:${A}:repository/${REPOSITORY}`] }])
    const place = (repository: string) => ({ account: A, region: REGION, repository })
    const refusal = (action: string, repository: string) =>
      opened.ecr.refusal(must(session), action, place(repository))
    expect(refusal('ecr:PutImage', REPOSITORY)).toBeUndefined()
    expect(refusal('ecr:PutImage', 'team/other')).toContain('session policy')
    expect(refusal('ecr:BatchGetImage', 'team/other')).toBeUndefined()
    expect(refusal('ecr:DeleteRepository', REPOSITORY)).toContain('session policy')
  })

  test('that is cancelled while a request is under way ends at once', async () => {
    for (const part of ['oidc', 'sts', 'ecr'] as const) {
      await using opened = await open()
      opened[part].fail('hang', FOREVER)
      const login = errorOf(opened.registry.login()).catch((error: unknown) => error)
      while (opened[part].requests.length === 0) await sleep(10)
      const started = performance.now()
      opened.cancel.abort()
      await login
      expect({ part, fast: performance.now() - started < 2_000 }).toEqual({ part, fast: true })
      expect({ part, requests: opened[part].requests.length }).toEqual({ part, requests: 1 })
    }
  })
})

describe('several registries', () => {
  test('of another account are asked by their registryId, with the login of the own one', async () => {
    await using opened = await open()
    const { ecr, catalog, connect, access } = opened
    ecr.settings.accounts.push(B)
    await catalog.createRepository({ account: B, region: REGION }, newRepository(REPOSITORY))
    const place = { account: B, region: REGION, repository: REPOSITORY }
    const theirs = await putSampleImage(catalog, place, { tag: 'theirs' })
    const registry = connect(access(B))
    const [login, found] = await Promise.all([registry.login(), registry.find(REPOSITORY, ['theirs'])])
    expect(found?.get('theirs')?.digest).toBe(theirs)
    expect(await registry.find(REPOSITORY, ['here'])).toEqual(new Map())
    expect(login.pushHost).toBe(`${B}.dkr.ecr.${REGION}.amazonaws.com`)
    expect(counts(opened)).toEqual([1, 1, 3])
  })

  test('of an account that shares nothing are refused with what its owner must allow', async () => {
    await using opened = await open()
    const error = await errorOf(opened.connect(opened.access(B)).find(REPOSITORY, ['here']))
    expect(error.problems).toMatchObject([
      { code: 'ECR_DENIED', hint: expect.stringMatching(new RegExp(`${B}.*repository policy`)) },
    ])
  })

  test('take one session, and one token for each role and region', async () => {
    await using opened = await open()
    const { connect, access, ecr } = opened
    ecr.settings.accounts.push(B)
    const hosts = [access(), access(B), access(A), access(A, 'us-east-1'), access(B, 'us-east-1')]
    const logins = await Promise.all(hosts.map((one) => connect(one).login()))
    expect(counts(opened)).toEqual([1, 1, 2])
    expect(new Set(logins.map(({ password }) => password)).size).toBe(2)
    expect(logins.map(({ pushHost }) => pushHost)).toEqual(hosts.map(({ registry }) => registry.host))
  })
})

test('a session that is made leaves the requests of others alone, though they share connections', async () => {
  await using opened = await open()
  const slow = createServer((_, response) => setTimeout(() => response.end('whole'), 400))
  await once(slow.listen(0, '127.0.0.1'), 'listening')
  const { port } = slow.address() as AddressInfo
  const other = httpGet(`http://127.0.0.1:${port}/`, {}, { timeoutMs: 5000 })
  await opened.registry.find(REPOSITORY, ['here'])
  expect((await other).body).toBe('whole')
  slow.close()
})
