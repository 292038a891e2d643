// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { type GithubAccess, openGithub } from '../../src/github/client.ts'
import { githubHistory, type ServiceRepository } from '../../src/source/history/github-history.ts'
import type { Part } from '../support/part.ts'
import { errorOf } from './aws-room.ts'
import { json, startScripted, startUntrusted } from './scripted-server.ts'

const AHEAD = json(200, { status: 'ahead', files: [{ filename: 'src/app.ts' }] })
const PAST = '1000000000'
const FAR = String(Math.ceil(Date.now() / 1000) + 3600)

type Given = Partial<GithubAccess & ServiceRepository>

const historyOf = ({ url }: Pick<Part, 'url'>, { foreign = false, ...given }: Given = {}) => {
  const signal = new AbortController().signal
  const github = openGithub({ apiUrl: url, token: 'a-token', signal, ...given })
  return githubHistory(github, { repository: 'acme/app', foreign })
}

const compare = (part: Part, given: Given = {}) => historyOf(part, given).compare('old', 'new')

describe('one question', () => {
  test('tells relation and files of two commits, with one request', async () => {
    await using part = await startScripted(AHEAD)
    const history = historyOf(part)
    expect(await Promise.all([history.compare('a/b', 'c'), history.changes('a/b', 'c')])).toEqual([
      'ahead',
      ['src/app.ts'],
    ])
    expect(part.requests.map(({ path }) => path)).toEqual(['/repos/acme/app/compare/a%2Fb...c?per_page=1'])
    expect(part.requests[0]?.headers.authorization).toBe('Bearer a-token')
  })

  test('takes its token over plain HTTP to loopback alone', async () => {
    await using part = await startScripted(AHEAD)
    const apiUrl = part.url.replace('127.0.0.1', '0.0.0.0')
    const { problems } = await errorOf(compare(part, { apiUrl }))
    expect(problems).toMatchObject([
      { code: 'ENDPOINT_UNTRUSTED', hint: expect.stringContaining('fetch-depth: 0') },
    ])
    // The history of another repository is in no checkout.
    const foreign = await errorOf(compare(part, { apiUrl, foreign: true }))
    expect(foreign.problems[0].hint).not.toContain('fetch-depth')
    expect(part.requests).toEqual([])
    expect(await compare(part, { apiUrl, token: undefined })).toBe('ahead')
  })

  test('about commits that GitHub does not know has no answer', async () => {
    await using part = await startScripted(json(404, { message: 'Not Found' }))
    expect(await compare(part)).toBeUndefined()
  })
})

describe('an answer that passes', () => {
  test.each([
    ['HTTP 502', json(502, {})],
    ['a rate limit without a time', json(429, {})],
    ['a rate limit that says so in words', json(403, { message: 'You exceeded a secondary rate limit' })],
    ['a time to wait', json(429, {}, { 'retry-after': '0' })],
    ['a spent limit that is free again', json(403, {}, spentUntil(PAST))],
    ['a spent limit, as 429', json(429, {}, spentUntil(PAST))],
    ['a spent limit that is free at no time', json(403, {}, spentUntil('soon'))],
  ])('%s is asked again', async (_, reply) => {
    await using part = await startScripted(reply, AHEAD)
    expect(await compare(part)).toBe('ahead')
    expect(part.requests).toHaveLength(2)
  })
})

test('a certificate that is not trusted ends the question at once', async () => {
  await using proxy = await startUntrusted()
  const { code, message } = await errorOf(historyOf(proxy).compare('old', 'new'))
  expect(code).toBe('ORDER_UNKNOWN')
  expect(message).toContain('self-signed certificate')
  expect(proxy.seen).toEqual({ connections: 1 })
})

test('a connection that breaks is made again', async () => {
  await using part = await startScripted(AHEAD)
  part.fail('reset')
  expect(await compare(part)).toBe('ahead')
})

describe('an answer that stays', () => {
  test.each([
    ['a refusal', json(403, { message: 'Resource not accessible' }), 'answered 403'],
    ['something else', json(200, { status: 'sideways' }), 'answered with something else than a comparison'],
    ['a wait beyond the budget', json(429, {}, { 'retry-after': '3600' }), /HTTP 429.*, free again at 2/],
    ['a limit spent for an hour', json(403, {}, spentUntil(FAR)), /HTTP 403.*, free again at 2/],
  ])('%s is ORDER_UNKNOWN after one request', async (_, reply, said) => {
    await using part = await startScripted(reply)
    const { problems } = await errorOf(compare(part))
    const hint = expect.stringContaining('With fetch-depth: 0 in actions/checkout')
    expect(problems).toMatchObject([{ code: 'ORDER_UNKNOWN', message: expect.stringMatching(said), hint }])
    expect(part.requests).toHaveLength(1)
  })

  test('404 without a token says nothing of the commits', async () => {
    await using part = await startScripted(json(404, {}))
    const { message } = await errorOf(compare(part, { token: undefined }))
    expect(message).toContain('answered 404 to a request without a token')
    expect(part.requests[0]?.headers.authorization).toBeUndefined()
  })

  test('about another repository names it, and no checkout that cannot help', async () => {
    await using part = await startScripted(json(401, {}))
    const [problem] = (await errorOf(compare(part, { foreign: true }))).problems
    expect(problem?.hint).toContain('acme/app')
    expect(problem?.hint).not.toContain('fetch-depth')
  })
})

describe('what a merge has brought', () => {
  const commit = (message: string, ...parents: readonly string[]) =>
    json(200, { message, parents: parents.map((sha) => ({ sha })) })

  test('is read from its second parent on, past merges into that branch', async () => {
    const merges = [commit('Merge pull request #1', 'a', 'b'), commit('Merge branch', 'c', 'a')] as const
    await using part = await startScripted(...merges, commit('deploy(web)', 'a'))
    expect(await historyOf(part).merged('m')).toBe('deploy(web)')
    expect(part.requests.map(({ path }) => path.split('/').at(-1))).toEqual(['m', 'b', 'c'])
  })

  test.each([
    ['a commit that is no merge', commit('Fix', 'a'), 1],
    ['one that GitHub does not know', json(404, {}), 1],
    ['something else', json(200, [{ parents: 7 }]), 1],
    ['merges without an end', commit('Merge', 'a', 'b'), 12],
  ])('is not known of %s', async (_, reply, requests) => {
    await using part = await startScripted(reply)
    expect(await historyOf(part).merged('m')).toBeUndefined()
    expect(part.requests).toHaveLength(requests)
  })

  test('fails where GitHub refuses to say it', async () => {
    await using part = await startScripted(json(401, {}))
    expect((await errorOf(historyOf(part).merged('m'))).problems).toMatchObject([{ code: 'ORDER_UNKNOWN' }])
  })
})

test('a cancel is no answer of GitHub', async () => {
  await using part = await startScripted(json(503, {}))
  const cancel = new AbortController()
  const asked = compare(part, { signal: cancel.signal })
  cancel.abort(new Error('cancelled'))
  await expect(asked).rejects.toThrow('cancelled')
})

function spentUntil(reset: string): Record<string, string> {
  return { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
}
