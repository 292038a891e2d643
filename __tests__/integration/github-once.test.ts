// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { openGithub, type Terms } from '../../src/github/client.ts'
import { GithubFailure, retryOf } from '../../src/github/failure.ts'
import { asking } from '../../src/github/pull-failure.ts'
import { reasonIn } from '../../src/github/reason.ts'
import type { Part } from '../support/part.ts'
import { json, startScripted } from './scripted-server.ts'

const DONE = json(200, { data: { done: true } })

const mutate = ({ url }: Pick<Part, 'url'>, terms: Terms = { once: true }) =>
  openGithub({ apiUrl: url, token: 'a-token', signal: new AbortController().signal })
    .ask(({ graphql }) => graphql<unknown>('mutation { do }'), terms)
    .catch((error: unknown) => error)

describe('a call that may be made once', () => {
  test.each([
    ['a 502', json(502, {})],
    [
      'a query that GitHub gave up',
      json(200, { errors: [{ message: 'Something went wrong while executing your query.' }] }),
    ],
  ])('is not made again after %s, and it is not known whether it was done', async (_, reply) => {
    await using part = await startScripted(reply, DONE)
    expect(await mutate(part)).toMatchObject({ unsure: true, limited: false })
    expect(part.requests).toHaveLength(1)
  })

  test.each([
    [
      'a secondary limit',
      json(403, { message: 'You have exceeded a secondary rate limit' }, retryAfter('0')),
    ],
    [
      'a spent limit',
      json(200, { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }, retryAfter('0')),
    ],
  ])('is made again after %s: nothing was done', async (_, reply) => {
    await using part = await startScripted(reply, DONE)
    expect(await mutate(part)).toEqual({ done: true })
    expect(part.requests).toHaveLength(2)
  })

  test('does not wait longer for a limit than there is time', async () => {
    await using part = await startScripted(json(429, {}, retryAfter('3')))
    expect(await mutate(part, { once: true, budgetMs: 2_000 })).toMatchObject({
      limited: true,
      unsure: false,
    })
    expect(part.requests).toHaveLength(1)
  })
})

test('a connection that breaks after a call says nothing of what was done', async () => {
  await using part = await startScripted(DONE)
  part.fail('reset-after')
  expect(await mutate(part)).toMatchObject({ unsure: true, status: undefined })
  expect(part.requests).toHaveLength(1)
})

test('any other call is made again', async () => {
  await using part = await startScripted(json(502, {}), DONE)
  expect(await mutate(part, {})).toEqual({ done: true })
})

describe('what was said is kept', () => {
  test('the type of a GraphQL error', async () => {
    const errors = [{ type: 'STALE_DATA', message: 'Expected branch to point to\n"a"' }]
    await using part = await startScripted(json(200, { data: { createCommitOnBranch: null }, errors }))
    expect(await mutate(part)).toMatchObject({
      type: 'STALE_DATA',
      said: ['Expected branch to point to "a"'],
    })
  })

  test('the texts of a refusal', async () => {
    const errors = [{ resource: 'Ref', message: 'is locked' }, 'no', { code: 'missing' }]
    await using part = await startScripted(json(422, { message: 'Validation Failed', errors }))
    expect(await mutate(part)).toMatchObject({ status: 422, said: ['Validation Failed', 'is locked', 'no'] })
  })

  test('a text of several lines, with blank ones behind them, as one', async () => {
    const message = 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n'
    await using part = await startScripted(json(422, { message }))
    const said = 'Repository rule violations found Changes must be made through a pull request.'
    const failure = await mutate(part)
    expect(failure).toMatchObject({ said: [said] })
    expect(reasonIn(failure)).toBe(`GitHub answered 422, and says "${said}".`)
  })

  test('a long text, with how much of it is left out', async () => {
    await using part = await startScripted(json(422, { message: 'x'.repeat(10_000) }))
    const refused = asking({ repository: 'acme/config', input: 'config-token' }, 'be opened', async () =>
      Promise.reject(await mutate(part)),
    )
    await expect(refused).rejects.toThrow(/: x{4000}\.\.\. \(6000 more characters\)$/m)
  })
})

describe('a limit that does not say how long it lasts', () => {
  const limited = new GithubFailure('', { retry: 'transient', limited: true })

  test('lasts a minute for what may be made once', () => {
    expect(retryOf(limited, { once: true, budgetMs: 1 })).toEqual({ afterMs: 60_000 })
  })

  test('is tried soon where a minute is all the time there is', () => {
    expect(retryOf(limited, { once: false, budgetMs: 60_000 })).toBe('transient')
    expect(retryOf(limited, { once: false, budgetMs: 61_000 })).toEqual({ afterMs: 60_000 })
  })
})

function retryAfter(seconds: string): Record<string, string> {
  return { 'retry-after': seconds }
}
