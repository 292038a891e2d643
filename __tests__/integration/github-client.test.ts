// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test, vi } from 'vitest'
import { openGithub } from '../../src/github/client.ts'
import { GithubFailure } from '../../src/github/failure.ts'
import { type Exchange, type Part, type Reply, startPart } from '../support/part.ts'
import { errorOf } from './aws-room.ts'
import { json, startScripted } from './scripted-server.ts'

const open = ({ url }: Pick<Part, 'url'>, path = '', signal = new AbortController().signal) =>
  openGithub({ apiUrl: `${url}${path}`, token: 'a-token', signal })

const readRepository = (part: Part) =>
  open(part).ask(({ request }) => request('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'app' }))

/** Keeps what was sent, which the log of a part does not. */
async function startListening(reply: Reply) {
  const bodies: unknown[] = []
  const answer = async (exchange: Exchange) => {
    bodies.push(JSON.parse((await exchange.read()).toString()))
    return reply
  }
  return Object.assign(await startPart({ action: () => 'any', answer }), { bodies })
}

const QUERY = 'query($owner: String!) { viewer(owner: $owner) { login } }'
const query = (part: Part, path = '') =>
  open(part, path).ask(({ graphql }) => graphql(QUERY, { owner: 'acme' }))

describe('a request', () => {
  test('says who asks, in which version, and nothing of Octokit', async () => {
    await using part = await startScripted(json(200, {}))
    await readRepository(part)
    const [{ method, path, headers } = {}] = part.requests
    expect([method, path]).toEqual(['GET', '/repos/acme/app'])
    expect(headers).toMatchObject({
      accept: 'application/vnd.github+json',
      authorization: 'Bearer a-token',
      'user-agent': 'ecr-gitops-deploy',
      'x-github-api-version': '2022-11-28',
    })
    expect(JSON.stringify(headers)).not.toMatch(/octokit/i)
  })

  test('cannot leave its path by the names that are put into it', async () => {
    await using part = await startScripted(json(200, {}))
    const names = { owner: '../../user?x=', repo: 'a b#c' }
    await open(part).ask(({ request }) => request('GET /repos/{owner}/{repo}', names))
    expect(part.requests[0]?.path).toBe('/repos/..%2F..%2Fuser%3Fx%3D/a%20b%23c')
  })

  test('with a body sends it as JSON, and again where it is sent on to', async () => {
    await using part = await startListening(json(201, { number: 7 }))
    part.fail({ status: 307, headers: { location: '/repositories/1/pulls' } })
    const pull = { owner: 'acme', repo: 'app', title: 'Ü', head: 'deploy', base: 'main' }
    const { data } = await open(part).ask(({ request }) => request('POST /repos/{owner}/{repo}/pulls', pull))
    expect(data.number).toBe(7)
    expect(part.bodies).toEqual([{ title: 'Ü', head: 'deploy', base: 'main' }])
    expect(part.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /repos/acme/app/pulls',
      'POST /repositories/1/pulls',
    ])
    expect(part.requests[1]?.headers['content-type']).toContain('application/json')
  })
})

describe('a GraphQL query', () => {
  const LIMITED = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }

  test.each([
    ['', '/graphql'],
    ['/api/v3', '/api/graphql'],
  ])('to %j is sent to %s, with its variables', async (base, path) => {
    await using part = await startListening(json(200, { data: { viewer: { login: 'octocat' } } }))
    expect(await query(part, base)).toEqual({ viewer: { login: 'octocat' } })
    expect(part.bodies).toEqual([{ query: QUERY, variables: { owner: 'acme' } }])
    expect(part.requests[0]).toMatchObject({ method: 'POST', path })
    expect(part.requests[0]?.headers.authorization).toBe('Bearer a-token')
  })

  test('that meets a spent limit is asked again, though the answer is a 200', async () => {
    const spent = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000000000' }
    await using part = await startScripted(json(200, LIMITED, spent), json(200, { data: { ok: true } }))
    expect(await query(part)).toEqual({ ok: true })
    expect(part.requests).toHaveLength(2)
  })

  test('that is refused is asked once, and what was said is one line', async () => {
    await using part = await startScripted(json(200, { errors: [{ message: 'no such\nfield' }] }))
    const failure = await query(part).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(GithubFailure)
    expect(failure).toMatchObject({ message: expect.stringMatching(/^refused the query: .*no such.field/) })
    expect(part.requests).toHaveLength(1)
  })
})

describe('an answer', () => {
  test('is parsed as JavaScript does: a number of any length is one number', async () => {
    const reply = {
      ...json(200, {}, { 'content-type': 'application/json' }),
      body: '{"id":12345678901234567890}',
    }
    await using part = await startScripted(reply)
    expect((await readRepository(part)).data.id).toBe(Number('12345678901234567890'))
  })

  test('prints nothing, whatever its headers ask Octokit to say', async () => {
    const said = vi.spyOn(console, 'warn')
    const old = {
      deprecation: 'Sat, 01 Jan 2022 00:00:00 GMT',
      sunset: '##[add-mask]a',
      link: '<x>; rel="deprecation"',
    }
    await using part = await startScripted(json(200, {}, old))
    await readRepository(part)
    expect(said).not.toHaveBeenCalled()
    said.mockRestore()
  })

  test('that is no JSON is text', async () => {
    await using part = await startScripted({ ...json(200, {}), body: '{"id":' })
    expect((await readRepository(part)).data).toBe('{"id":')
  })

  test('that refuses names neither the token nor what it said', async () => {
    await using part = await startScripted(json(422, { message: 'a-token is wrong' }))
    const failure = await readRepository(part).catch((error: unknown) => error)
    expect(failure).toMatchObject({ message: 'answered 422', status: 422 })
    expect(JSON.stringify((failure as Error).cause)).not.toContain('Bearer')
  })
})

test('without a token plain HTTP will do, with one it is refused before anything is sent', async () => {
  await using part = await startScripted(json(200, {}))
  const apiUrl = part.url.replace('127.0.0.1', '0.0.0.0')
  const { signal } = new AbortController()
  const ask = (token: string | undefined) =>
    openGithub({ apiUrl, token, signal }).ask(({ request }) => request('GET /meta'))
  const { problems } = await errorOf(ask('a-token'))
  expect(problems).toMatchObject([{ code: 'ENDPOINT_UNTRUSTED', hint: expect.stringMatching(/HTTPS\.$/) }])
  expect(part.requests).toEqual([])
  await ask(undefined)
  expect(part.requests[0]?.headers.authorization).toBeUndefined()
})
