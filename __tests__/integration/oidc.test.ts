// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { githubWebIdentity } from '../../src/aws/session/oidc.ts'
import { sourceOf } from '../../src/source/event.ts'
import { aRun } from '../unit/builders.ts'
import { errorOf } from './aws-room.ts'
import { json, startScripted, startUntrusted } from './scripted-server.ts'

const signal = new AbortController().signal
const limits = { attemptMs: 500, budgetMs: 2_000 }

function ask(url: string, token = 'request-token', onRequest?: () => void): Promise<string> {
  const env = { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token }
  const identity = githubWebIdentity(env, sourceOf(env, {}), { ...aRun(), signal, limits })
  return identity('sts.amazonaws.com', undefined, onRequest)
}

describe('a request for an OIDC token', () => {
  test('adds the audience to the address that the runner gives', async () => {
    await using part = await startScripted(json(200, { value: 'a-token' }))
    expect(await ask(`${part.url}/token?api-version=2.0`)).toBe('a-token')
    expect(part.requests.map(({ path }) => path)).toEqual([
      '/token?api-version=2.0&audience=sts.amazonaws.com',
    ])
    expect(part.requests[0]?.headers.authorization).toBe('Bearer request-token')
  })

  test.each([
    ['no value', json(200, {})],
    ['an empty value', json(200, { value: '' })],
    ['a cut answer', { status: 200, body: '{"value":"a-to' }],
    ['a rate limit', json(429, {})],
  ])('that got %s is made again', async (_, reply) => {
    await using part = await startScripted(reply, json(200, { value: 'a-token' }))
    expect(await ask(part.url)).toBe('a-token')
    expect(part.requests).toHaveLength(2)
  })

  test.each([
    [json(403, { message: 'not\nallowed' }), 'answered 403: not allowed'],
    [json(400, {}), 'answered 400'],
  ])('that is refused ends with what GitHub says', async (reply, said) => {
    await using part = await startScripted(reply)
    const { problems } = await errorOf(ask(part.url))
    expect(problems).toMatchObject([{ code: 'OIDC_FAILED', message: `GitHub's OIDC endpoint ${said}` }])
    expect(part.requests).toHaveLength(1)
  })

  test('is not made again where the certificate is not trusted', async () => {
    await using proxy = await startUntrusted()
    const { message, problems } = await errorOf(ask(proxy.url))
    expect(message).toContain('self-signed certificate')
    expect(problems[0].hint).toContain('NODE_EXTRA_CA_CERTS')
    expect(proxy.seen).toEqual({ connections: 1 })
  })

  test('is not made over plain HTTP but to loopback', async () => {
    await using part = await startScripted(json(200, { value: 'a-token' }))
    for (const host of ['0.0.0.0', 'user@0.0.0.0']) {
      const { problems } = await errorOf(ask(part.url.replace('127.0.0.1', host)))
      expect(problems).toMatchObject([
        { code: 'ENDPOINT_UNTRUSTED', hint: expect.stringContaining('ACTIONS_ID_TOKEN_REQUEST_URL') },
      ])
    }
    expect(part.requests).toEqual([])
  })

  test('is under way when other work begins, which begins once, and never where none is made', async () => {
    await using part = await startScripted(json(503, {}), json(200, { value: 'a-token' }))
    let begun = 0
    const begin = () => {
      begun += 1
    }
    const asked = ask(part.url, 'request-token', begin)
    expect(begun).toBe(1)
    expect(await asked).toBe('a-token')
    expect(part.requests).toHaveLength(2)
    expect(begun).toBe(1)
    await errorOf(ask(part.url.replace('127.0.0.1', '0.0.0.0'), 'request-token', begin))
    await errorOf(ask('nowhere', 'request-token', begin))
    await errorOf(ask('', '', begin))
    expect(begun).toBe(1)
  })

  test('is not made without an address, or without the token for it', async () => {
    expect((await errorOf(ask('nowhere'))).message).toContain('ACTIONS_ID_TOKEN_REQUEST_URL is no URL')
    expect((await errorOf(ask(''))).code).toBe('ID_TOKEN_UNAVAILABLE')
    expect((await errorOf(ask('http://127.0.0.1:9', ''))).code).toBe('ID_TOKEN_UNAVAILABLE')
  })
})
