// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { type Github, openGithub, type Terms } from '../../src/github/client.ts'
import { openPulls } from '../../src/github/pulls.ts'
import { openConfigRoom } from '../support/config-room.ts'
import { git } from '../support/git.ts'
import { commitTo } from '../support/git-repositories.ts'
import { must, problemOf } from '../unit/builders.ts'

const SIDE = 'deploy/x--prod-0123456789'
const text = { title: 'deploy(x): 1 -> 2', body: 'text', draft: false }
const { signal } = new AbortController()

async function open(permissions?: Record<string, 'read' | 'write'>) {
  const room = await openConfigRoom({ config: () => ({ 'a.txt': 'one\n' }) })
  const cwd = room.config.directory
  await git(['branch', SIDE, 'main'], { cwd })
  const head = await commitTo(cwd, {
    branch: SIDE,
    files: { 'a.txt': 'two\n' },
    message: 'deploy(x)\n\nActor: me',
  })
  const token = permissions ? room.github.addToken({ permissions }) : room.token
  const github = openGithub({ apiUrl: room.github.url, token, signal })
  const pulls = openPulls(github, {
    repository: room.config.name,
    base: async () => 'main',
    signal,
    pauseMs: 0,
  })
  return { room, pulls, head, [Symbol.asyncDispose]: () => room[Symbol.asyncDispose]() }
}

test('a pull request is opened once, found, updated, read, and closed with a comment', async () => {
  await using given = await open()
  const { pulls, head } = given
  expect(await pulls.of(SIDE)).toEqual([])
  const made = must(await pulls.create(SIDE, text))
  expect(made).toMatchObject({
    number: 1,
    state: 'open',
    merged: false,
    draft: false,
    head,
    title: text.title,
  })
  expect(made.url).toMatch(/\/acme\/config\/pull\/1$/)
  expect(await pulls.create(SIDE, text)).toBeUndefined()
  await pulls.update(1, { title: 'newer', body: 'other' })
  expect(await pulls.of(SIDE)).toMatchObject([{ number: 1, title: 'newer', body: 'other', head }])
  expect((await pulls.messages(1)).map((message) => message.trim())).toEqual(['deploy(x)\n\nActor: me'])
  await pulls.close(1, { body: 'gone', comment: 'Superseded.' })
  expect(await pulls.of(SIDE)).toMatchObject([{ number: 1, state: 'closed', merged: false, body: 'gone' }])
  expect(await pulls.of('another')).toEqual([])
})

test.each([
  ['stands', 'b.txt', false],
  ['has moved to other text', 'a.txt', true],
])(
  'whether there are conflicts is known by one question, where the base %s',
  async (_what, file, expected) => {
    await using given = await open()
    await given.pulls.create(SIDE, text)
    await commitTo(given.room.config.directory, {
      branch: 'main',
      files: { [file]: 'three\n' },
      message: 'Other',
    })
    expect(await given.pulls.conflicts(1)).toBe(expected)
  },
)

test('whether there are conflicts stays open where GitHub does not find out', async () => {
  await using given = await open()
  given.room.github.fail({ status: 200, body: '{"mergeable":null}' }, { on: 'pull', times: 9 })
  expect(await given.pulls.conflicts(1)).toBeUndefined()
  expect(given.room.github.requests).toHaveLength(4)
})

test('what the credential lacks is named', async () => {
  await using given = await open({ contents: 'write', metadata: 'read' })
  expect(await problemOf(() => given.pulls.create(SIDE, text))).toMatchObject({
    code: 'PULL_REQUEST_REFUSED',
    message: expect.stringMatching(
      /^the pull request of the deploy could not be opened in acme\/config: GitHub /,
    ),
    hint: expect.stringContaining('pull_requests: write'),
  })
})

test('the token of the job is told what the job lacks, and of no token that nobody gave', async () => {
  await using given = await open()
  const { github, config } = given.room
  const token = github.addToken({ kind: 'actions', permissions: { contents: 'write', metadata: 'read' } })
  const asked = openGithub({ apiUrl: github.url, token, signal })
  const own = { repository: config.name, base: async () => 'main', input: 'github-token', signal }
  const problem = await problemOf(() => openPulls(asked, own).of(SIDE))
  expect(problem.hint).toMatch(/^Give the job "pull-requests: write" beside "contents: write"/)
  expect(problem.hint).not.toContain('config-token')
})

test('a pull request is found under the old name of a repository that was renamed', async () => {
  await using given = await open()
  await given.pulls.create(SIDE, text)
  const { github } = given.room
  github.settings.moved.set('acme/old', given.room.config.name)
  const asked = openGithub({ apiUrl: github.url, token: given.room.token, signal })
  const pulls = openPulls(asked, { repository: 'acme/old', base: async () => 'main', signal, pauseMs: 0 })
  expect(await pulls.of(SIDE)).toMatchObject([{ number: 1, state: 'open' }])
})

test('of what is listed, only what goes from that branch of the repository into the repository is ours', async () => {
  await using given = await open()
  const { github, config } = given.room
  const from = (full_name: string | undefined, ref = SIDE) => ({
    ...{ html_url: 'https://github.com/acme/config/pull/7', state: 'open' },
    head: { ref, sha: given.head, repo: full_name === undefined ? null : { full_name } },
    base: { ref: 'main', repo: { full_name: config.name } },
  })
  const listed = [from('stranger/config'), from(undefined), from(config.name, 'main'), from(config.name)]
  const unknown = { ...from(undefined), base: { ref: 'main', repo: null } }
  const numbered = [...listed, unknown].map((pull, index) => ({ ...pull, number: index + 1 }))
  github.fail({ status: 200, body: JSON.stringify(numbered) }, { on: 'pulls' })
  expect(await given.pulls.of(SIDE)).toMatchObject([{ number: 4 }])
})

test('an answer that is no list does not say that there are none', async () => {
  await using given = await open()
  given.room.github.fail({ status: 200, body: '<html>log in</html>' }, { on: 'pulls' })
  expect(await problemOf(() => given.pulls.of(SIDE))).toMatchObject({ code: 'PULL_REQUEST_REFUSED' })
})

test('an answer that is no list does not say what a pull request proposed', async () => {
  await using given = await open()
  await given.pulls.create(SIDE, text)
  given.room.github.fail({ status: 200, body: '<html>log in</html>' }, { on: 'pull-commits' })
  expect(await problemOf(() => given.pulls.messages(1))).toMatchObject({ code: 'PULL_REQUEST_REFUSED' })
})

test('a secondary limit is waited for as long as GitHub asks, which is a minute', async () => {
  const waits: (number | undefined)[] = []
  const ask = async (_call: unknown, { budgetMs }: Terms = {}) => {
    waits.push(budgetMs)
    return { data: [] }
  }
  const github = { ask } as Pick<Github, 'ask'>
  const pulls = openPulls(github, { repository: 'acme/config', base: async () => 'main', signal, pauseMs: 0 })
  await pulls.of(SIDE)
  await pulls.update(1, text)
  await pulls.close(1, { body: '', comment: '' })
  await pulls.create(SIDE, text).catch(() => undefined)
  expect(waits).toHaveLength(5)
  for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(120_000)
})
