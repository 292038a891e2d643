import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { LIMITS, lastStart } from '../../../src/runner/retry.ts'
import type { Fault } from '../../support/faults.ts'
import { counts, errorOf, FOREVER, openAws, REPOSITORY, timed } from '../aws-room.ts'

/** A fiftieth of what holds outside of tests, so that the arithmetic of it can be watched. */
const limits = { attemptMs: LIMITS.attemptMs / 50, budgetMs: LIMITS.budgetMs / 50 }
const SLACK_MS = 600

afterEach(() => {
  vi.unstubAllEnvs()
})

test('an attempt has 10 s, all have 60 s, and the last one starts early enough to end within them', () => {
  expect(LIMITS).toEqual({ attemptMs: 10_000, budgetMs: 60_000 })
  expect(lastStart(LIMITS)).toBe(50_000)
})

/** Sends the head of an answer and then a byte now and then, for ever. */
async function startDripping(): Promise<{ url: string; server: Server; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const timer = setInterval(() => socket.write(' '), 20)
    socket.on('close', () => clearInterval(timer)).on('error', () => {})
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n'))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, server, sockets }
}

describe('a service that does not answer', () => {
  const silences: [what: string, fault: Fault][] = [
    ['hangs', 'hang'],
    ['resets every connection', 'reset'],
    ['answers 503', { status: 503 }],
  ]
  const parts: [part: 'oidc' | 'sts' | 'ecr', code: string][] = [
    ['oidc', 'OIDC_FAILED'],
    ['sts', 'AWS_UNREACHABLE'],
    ['ecr', 'AWS_UNREACHABLE'],
  ]
  const cases = parts.flatMap(([part, code]) =>
    silences.map(([what, fault]) => [part, what, code, fault] as const),
  )
  test.each(cases)('%s, which %s, is given up within the budget', async (part, _what, code, fault) => {
    await using opened = await openAws({ limits })
    opened[part].fail(fault, FOREVER)
    const [error, took] = await timed(() => errorOf(opened.registry.login()))
    expect(error.code).toBe(code)
    expect(took).toBeLessThan(limits.budgetMs + SLACK_MS)
    expect(opened[part].requests.length).toBeGreaterThan(1)
    expect(opened[part].requests.length).toBeLessThan(20)
  })

  test('for want of a listener is given up within the budget', async () => {
    await using opened = await openAws({ limits })
    // Nothing else of this machine is given that port meanwhile.
    opened.oidc.env.ACTIONS_ID_TOKEN_REQUEST_URL = 'http://127.0.0.1:1/token?api-version=2.0'
    const [error, took] = await timed(() => errorOf(opened.connectAgain()(opened.access()).login()))
    expect(error.problems).toMatchObject([
      { code: 'OIDC_FAILED', message: expect.stringContaining('ECONNREFUSED') },
    ])
    expect(took).toBeLessThan(limits.budgetMs + SLACK_MS)
  })

  test.each(['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL_ECR'])(
    'at %s, or answers byte by byte, is given up within the budget',
    async (variable) => {
      await using opened = await openAws({ limits })
      const { url, server, sockets } = await startDripping()
      vi.stubEnv(variable, url)
      const [error, took] = await timed(() => errorOf(opened.connectAgain()(opened.access()).login()))
      expect(error.problems).toMatchObject([
        { code: 'AWS_UNREACHABLE', message: expect.stringContaining('no answer within 0.2 s') },
      ])
      expect(error.problems[0].hint).toContain(`${url}, because ${variable} is set`)
      expect(took).toBeLessThan(limits.budgetMs + SLACK_MS)
      expect(sockets.size).toBeGreaterThan(1)
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  )
})

describe('one budget holds for the token and the role together', () => {
  test('when STS fails first and then no token is to be had', async () => {
    await using opened = await openAws({ limits })
    opened.sts.fail({ status: 503 }, FOREVER)
    const login = timed(() => errorOf(opened.registry.login()))
    while (opened.sts.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    opened.oidc.fail('hang', FOREVER)
    const [error, took] = await login
    // What is reported is the last that happened.
    expect(['OIDC_FAILED', 'AWS_UNREACHABLE']).toContain(error.code)
    expect(took).toBeLessThan(limits.budgetMs + SLACK_MS)
  })
})

describe('a web identity token', () => {
  test('whose keys STS could not fetch is worth another attempt', async () => {
    await using opened = await openAws()
    const message =
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"
    opened.sts.fail({ code: 'InvalidIdentityToken', message, status: 400 })
    opened.sts.fail({ code: 'IDPCommunicationError', message: 'The request failed', status: 400 })
    expect((await opened.registry.find(REPOSITORY, ['here']))?.get('here')?.digest).toBe(opened.digest)
    expect(counts(opened)).toEqual([3, 3, 1])
  })

  test('whose issuer STS never reaches is distinguished from a wrong provider', async () => {
    await using opened = await openAws({ limits })
    opened.sts.fail({ code: 'IDPCommunicationError', message: 'The request failed', status: 400 }, FOREVER)
    const { problems } = await errorOf(opened.registry.login())
    expect(problems).toMatchObject([
      { code: 'STS_FAILED', hint: expect.stringContaining('aws-credentials: ambient') },
    ])
  })
})

describe('a session that ECR takes for ended, though the clock of the runner does not', () => {
  const ended: Fault = { code: 'ExpiredTokenException', message: 'The security token has expired' }

  test('is renewed once', async () => {
    await using opened = await openAws()
    await opened.registry.login()
    opened.ecr.fail(ended)
    expect((await opened.registry.find(REPOSITORY, ['here']))?.get('here')?.digest).toBe(opened.digest)
    expect(counts(opened)).toEqual([2, 2, 3])
    const keys = opened.ecr.requests.map(({ headers }) => headers['x-amz-security-token'])
    expect(new Set(keys).size).toBe(2)
  })

  test('is renewed once for all who were refused together', async () => {
    await using opened = await openAws()
    await opened.registry.find(REPOSITORY, ['here'])
    opened.ecr.fail(ended, { times: 2 })
    await Promise.all([opened.registry.login(), opened.registry.find(REPOSITORY, ['here'])])
    expect(counts(opened)).toEqual([2, 2, 5])
  })

  test('and so does the next one, is an error about the clock', async () => {
    await using opened = await openAws()
    opened.ecr.fail(ended, FOREVER)
    const { problems } = await errorOf(opened.registry.login())
    expect(problems).toMatchObject([{ code: 'ECR_FAILED', hint: expect.stringContaining('clock') }])
    expect(opened.ecr.requests).toHaveLength(2)
  })
})
