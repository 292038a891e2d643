// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { CONFIG, type GitHubRoom, openGitHubRoom } from './github-room.ts'

const label = async (it: GitHubRoom, name: string, token?: string) =>
  it.rest(`POST /repos/${CONFIG}/labels`, { name }, token)

test('the 81st content of a minute is refused, of one actor alone, until the minute is over', async () => {
  let now = Date.now()
  await using it = await openGitHubRoom(undefined, { now: () => now })
  for (let made = 0; made < 80; made += 1) expect((await label(it, `l${made}`)).status).toBe(201)
  const refused = await label(it, 'one more')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([403, '60'])
  expect(refused.body.message).toContain('secondary rate limit')
  const other = it.github.addToken({ login: 'other[bot]' })
  expect((await label(it, 'of another', other)).status).toBe(201)
  expect((await it.rest(`GET /repos/${CONFIG}/labels`)).status).toBe(200)
  now += 60_000
  expect((await label(it, 'one more')).status).toBe(201)
})

test('an hour has a limit of its own, and a minute may be shorter for a test', async () => {
  let now = Date.now()
  const limits = { perMinute: 2, perHour: 3, minuteMs: 100, retryAfter: false }
  await using it = await openGitHubRoom(undefined, { now: () => now, limits })
  const statuses: number[] = []
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    const answered = await label(it, name)
    statuses.push(answered.status)
    expect(answered.headers.get('retry-after')).toBeNull()
    now += 60
  }
  expect(statuses).toEqual([201, 201, 201, 403, 403])
  now += 6000
  expect((await label(it, 'd')).status).toBe(201)
})

test('a limit can be asked for, and so can an answer that is lost after its effect', async () => {
  await using it = await openGitHubRoom()
  it.github.switches.secondaryLimits = 1
  const refused = await label(it, 'a')
  expect([refused.status, (await label(it, 'a')).status]).toEqual([403, 201])
  const input = {
    branch: { repositoryNameWithOwner: CONFIG, branchName: 'main' },
    expectedHeadOid: await it.repository.tip(),
    message: { headline: 'Lost' },
  }
  const mutation =
    'mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }'
  it.github.switches.lostAnswers = 1
  expect((await it.query(mutation, { input })).status).toBe(502)
  expect((await it.repository.log())[0]?.message).toBe('Lost')
})

test('a body that is too large is refused', async () => {
  await using it = await openGitHubRoom(undefined, { limits: { mostBytes: 1000 } })
  expect((await it.query(`{ viewer { login } } # ${'x'.repeat(1000)}`)).status).toBe(413)
})
