// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import { CONFIG, type GitHubRoom, openGitHubRoom } from './github-room.ts'

const PULLS = `/repos/${CONFIG}/pulls`
const ISSUES = `/repos/${CONFIG}/issues`

/** A branch beside main with one commit, and a pull request of it. */
async function propose(it: GitHubRoom, branch = 'deploy/one', more: object = {}) {
  const { directory: cwd } = it.repository
  await git(['update-ref', `refs/heads/${branch}`, await it.repository.tip('main')], { cwd })
  await it.repository.commit({ branch, files: { [`${branch}.txt`]: 'one\n' }, message: 'Deploy one' })
  return it.rest(`POST ${PULLS}`, { title: 'Deploy one', head: branch, base: 'main', body: 'Why', ...more })
}

test('a pull request is opened, found by its head, changed and closed', async () => {
  await using it = await openGitHubRoom()
  const made = await propose(it)
  expect([made.status, made.body.number, made.body.user.login]).toEqual([201, 1, 'acme-deploy[bot]'])
  const head = await it.repository.tip('deploy/one')
  expect((await it.rest(`GET ${PULLS}?head=acme:deploy/one&base=main`)).body).toMatchObject([
    { number: 1, state: 'open', head: { ref: 'deploy/one', sha: head }, draft: false, body: 'Why' },
  ])
  expect((await it.rest(`GET ${PULLS}?head=acme:other`)).body).toEqual([])
  await it.rest(`PATCH ${PULLS}/1`, { title: 'Deploy two', body: '' })
  await it.rest(`PATCH ${PULLS}/1`, { state: 'closed' })
  expect((await it.rest(`GET ${PULLS}/1`)).body).toMatchObject({
    title: 'Deploy two',
    state: 'closed',
    body: '',
  })
  expect((await it.rest(`GET ${PULLS}`)).body).toEqual([])
  expect((await it.rest(`GET ${PULLS}?state=all`)).body).toHaveLength(1)
})

test.each([
  ['of a branch that has one', {}, { message: 'A pull request already exists for acme:deploy/one.' }],
  ['with nothing in it', { head: 'main' }, { message: 'No commits between main and main' }],
  ['of a branch that is not there', { head: 'none' }, { field: 'head', code: 'invalid' }],
  ['against a branch that is not there', { base: 'none' }, { field: 'base', code: 'invalid' }],
  [
    'with a body of more than 65,536 characters',
    { body: 'x'.repeat(65_537) },
    { field: 'body', code: 'custom' },
  ],
])('a second one %s is refused', async (_, more, error) => {
  await using it = await openGitHubRoom()
  await propose(it)
  const asked = { title: 'Two', head: 'deploy/one', base: 'main', ...more }
  const { status, body } = await it.rest(`POST ${PULLS}`, asked)
  expect([status, body.message]).toEqual([422, 'Validation Failed'])
  expect(body.errors).toMatchObject([error])
})

test.each(['merge', 'squash', 'rebase'])(
  'a merge by %s lands on the base, of the head that was looked at',
  async (method) => {
    await using it = await openGitHubRoom()
    const { body } = await propose(it)
    const merge = (sha: string) => it.rest(`PUT ${PULLS}/1/merge`, { sha, merge_method: method })
    expect((await merge('0'.repeat(40))).status).toBe(409)
    const merged = await merge(body.head.sha)
    expect(merged.body).toMatchObject({ merged: true, sha: await it.repository.tip('main') })
    expect(await it.repository.file('deploy/one.txt', 'main')).toBe('one\n')
    const parents = (await it.repository.log('main'))[0]?.parents
    expect(parents).toHaveLength(method === 'merge' ? 2 : 1)
    expect((await it.rest(`GET ${PULLS}/1`)).body).toMatchObject({
      merged: true,
      state: 'closed',
      mergeable: null,
    })
  },
)

test('whether it can be merged is not known to the first who asks', async () => {
  await using it = await openGitHubRoom()
  await propose(it)
  const look = async () => (await it.rest(`GET ${PULLS}/1`)).body.mergeable_state
  const { directory: cwd } = it.repository
  expect(await look()).toBe('clean')
  await it.repository.commit({ branch: 'deploy/one', files: { 'README.md': 'theirs\n' }, message: 'Theirs' })
  expect([await look(), await look()]).toEqual(['unknown', 'clean'])
  await it.repository.commit({ branch: 'main', files: { 'README.md': 'ours\n' }, message: 'Ours' })
  expect([await look(), await look()]).toEqual(['unknown', 'dirty'])
  expect(await git(['branch', '--list'], { cwd })).toContain('deploy/one')
})

test('it closes with its branch, and when its branch has nothing more than the base', async () => {
  await using it = await openGitHubRoom()
  await propose(it, 'gone')
  await propose(it, 'level')
  await propose(it, 'pushed')
  const { directory: cwd } = it.repository
  await git(['update-ref', '-d', 'refs/heads/gone'], { cwd })
  await git(['update-ref', 'refs/heads/level', await it.repository.tip('main')], { cwd })
  const state = async (number: number) => {
    const { body } = await it.rest(`GET ${PULLS}/${number}`)
    return [body.state, body.merged]
  }
  expect([await state(1), await state(2), await state(3)]).toEqual([
    ['closed', false],
    ['closed', false],
    ['open', false],
  ])
  await git(['update-ref', 'refs/heads/main', await it.repository.tip('pushed')], { cwd })
  expect(await state(3)).toEqual(['closed', true])
})

test('labels, reviewers, assignees and comments are put on it', async () => {
  await using it = await openGitHubRoom()
  await propose(it)
  expect((await it.rest(`GET /repos/${CONFIG}/labels/deploy`)).status).toBe(404)
  expect((await it.rest(`POST /repos/${CONFIG}/labels`, { name: 'deploy', color: 'ff0000' })).status).toBe(
    201,
  )
  const added = await it.rest(`POST ${ISSUES}/1/labels`, { labels: ['Deploy', 'new'] })
  expect(added.body.map(({ name }: { name: string }) => name)).toEqual(['deploy', 'new'])
  await it.rest(`POST ${ISSUES}/1/assignees`, { assignees: ['mona', 'stranger'] })
  const reviewers = { reviewers: ['octocat'], team_reviewers: ['platform'] }
  expect((await it.rest(`POST ${PULLS}/1/requested_reviewers`, reviewers)).status).toBe(201)
  const unknown = await it.rest(`POST ${PULLS}/1/requested_reviewers`, { reviewers: ['stranger'] })
  expect([unknown.status, unknown.body.message]).toEqual([422, expect.stringContaining('collaborator')])
  await it.rest(`POST ${ISSUES}/1/comments`, { body: 'Superseded' })
  expect((await it.rest(`GET ${ISSUES}/1/comments`)).body).toMatchObject([{ body: 'Superseded' }])
  expect((await it.rest(`GET ${PULLS}/1`)).body).toMatchObject({
    labels: [{ name: 'deploy' }, { name: 'new' }],
    assignees: [{ login: 'mona' }],
    requested_reviewers: [{ login: 'octocat' }],
    requested_teams: [{ slug: 'platform' }],
    comments: 1,
  })
})

test('labels take either of two permissions, pull requests their own', async () => {
  await using it = await openGitHubRoom()
  await propose(it)
  const issues = it.github.addToken({ permissions: { issues: 'write', contents: 'write' } })
  expect((await it.rest(`POST ${ISSUES}/1/labels`, { labels: ['a'] }, issues)).status).toBe(200)
  expect((await it.rest(`PATCH ${PULLS}/1`, { title: 'x' }, issues)).status).toBe(403)
})
