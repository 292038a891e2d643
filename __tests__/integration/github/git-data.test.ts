// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Extract } from '../../../scripts/github/extract.ts'
import { git } from '../../support/git.ts'
import { ROUTES } from '../../support/github/rest/routes.ts'
import { CONFIG, type GitHubRoom, openGitHubRoom } from './github-room.ts'

const GIT = `/repos/${CONFIG}/git`

/** A commit on main's tip with one file more, which nothing points at yet. */
async function commitOf(it: GitHubRoom, extra: object = {}, token?: string) {
  const parent = await it.repository.tip('main')
  const base_tree = await it.repository.tip('main^{tree}')
  const entry = { path: 'deep/run.sh', mode: '100755', type: 'blob', content: 'echo\n' }
  const tree = await it.rest(`POST ${GIT}/trees`, { base_tree, tree: [entry] }, token)
  const commit = { message: 'Add a script', tree: tree.body.sha, parents: [parent], ...extra }
  return { parent, made: await it.rest(`POST ${GIT}/commits`, commit, token) }
}

test('every operation that is described is answered, and no other', () => {
  const extract = readFileSync(join(import.meta.dirname, '../../fixtures/github/rest.json'), 'utf8')
  expect(Object.keys(ROUTES).toSorted()).toEqual(
    Object.keys((JSON.parse(extract) as Extract).operations).toSorted(),
  )
})

test('tree, commit and branch are made one after the other, and are what git reads', async () => {
  await using it = await openGitHubRoom()
  const { parent, made } = await commitOf(it)
  expect(made.body).toMatchObject({
    verification: { verified: true, reason: 'valid' },
    author: { name: 'acme-deploy[bot]' },
    parents: [{ sha: parent }],
  })
  const ref = { ref: 'refs/heads/deploy/one', sha: made.body.sha }
  expect((await it.rest(`POST ${GIT}/refs`, ref)).status).toBe(201)
  const again = await it.rest(`POST ${GIT}/refs`, ref)
  expect([again.status, again.body.message]).toEqual([422, 'Reference already exists'])
  const { directory: cwd } = it.repository
  expect(await git(['ls-tree', '-r', 'deploy/one'], { cwd })).toContain('100755 blob')
  expect(await git(['fsck', '--strict'], { cwd })).toBe('')
  const listed = await it.rest(`GET ${GIT}/trees/${made.body.tree.sha}?recursive=1`)
  expect(listed.body.tree).toMatchObject([
    { path: 'README.md', mode: '100644', type: 'blob', size: 9 },
    { path: 'deep', mode: '040000', type: 'tree' },
    { path: 'deep/run.sh', mode: '100755', size: 5 },
  ])
})

test('a commit with an author of its own is not signed, nor is one of a person', async () => {
  await using it = await openGitHubRoom()
  const author = { name: 'Release', email: 'release@acme.example' }
  const { made } = await commitOf(it, { author })
  expect(made.body).toMatchObject({ author, verification: { verified: false, reason: 'unsigned' } })
  const person = it.github.addToken({ kind: 'fine-grained', login: 'mona' })
  const own = await commitOf(it, {}, person)
  expect(own.made.body).toMatchObject({ committer: { name: 'mona' }, verification: { verified: false } })
})

test('a branch moves forward, elsewhere only by force, and goes', async () => {
  await using it = await openGitHubRoom()
  const { parent, made } = await commitOf(it)
  const other = await commitOf(it, { message: 'Another' })
  const at = `${GIT}/refs/heads/side`
  await it.rest(`POST ${GIT}/refs`, { ref: 'refs/heads/side', sha: parent })
  expect((await it.rest(`PATCH ${at}`, { sha: made.body.sha })).body.object.sha).toBe(made.body.sha)
  const beside = { sha: other.made.body.sha }
  const refused = await it.rest(`PATCH ${at}`, beside)
  expect([refused.status, refused.body.message]).toEqual([422, 'Update is not a fast forward'])
  expect((await it.rest(`PATCH ${at}`, { ...beside, force: true })).status).toBe(200)
  expect((await it.rest(`GET ${GIT}/matching-refs/heads/s`)).body).toMatchObject([{ ref: 'refs/heads/side' }])
  expect((await it.rest(`DELETE ${at}`)).status).toBe(204)
  expect((await it.rest(`GET ${GIT}/ref/heads/side`)).status).toBe(404)
  const gone = await it.rest(`DELETE ${at}`)
  expect([gone.status, gone.body.message]).toEqual([422, 'Reference does not exist'])
})

const FIRST = { message: 'm', tree: '4b825dc642cb6eb9a060e54bf8d69288fbee4904' }

test.each([
  ['a field that it does not have', `POST ${GIT}/commits`, { ...FIRST, autor: { name: 'me' } }, 'autor'],
  ['a field of another type', `POST ${GIT}/refs`, { ref: 'refs/heads/x', sha: 7 }, '/sha: must be string'],
  ['a query that it does not have', `GET ${GIT}/trees/main?recursiv=1`, undefined, 'recursiv'],
  ['an operation that is not described', 'GET /user/emails', undefined, '/user/emails'],
])('%s fails the test, unless it is expected', async (_, call, body, named) => {
  await using it = await openGitHubRoom()
  expect((await it.rest(call, body)).status).toBeGreaterThanOrEqual(400)
  expect(it.github.takeViolations().join('\n')).toContain(named)
})

test('an answer that GitHub would not give fails the test as well', async () => {
  await using it = await openGitHubRoom()
  const { body } = await it.rest(`POST /repos/${CONFIG}/deployments`, { ref: 'main' })
  const { deployments } = await it.github.repository(CONFIG)
  Object.assign(deployments[0] ?? {}, { environment: 7 })
  const { status } = await it.rest(`GET /repos/${CONFIG}/deployments/${body.id}`)
  expect(status).toBe(500)
  expect(it.github.takeViolations()).toEqual([expect.stringContaining('/environment: must be string')])
})

test('a permission that a token lacks forbids a write, in the words for its kind', async () => {
  await using it = await openGitHubRoom()
  const permissions = { contents: 'read' } as const
  const sha = await it.repository.tip()
  const create = async (kind: 'installation' | 'fine-grained') => {
    const token = it.github.addToken({ kind, permissions })
    const { status, body } = await it.rest(`POST ${GIT}/refs`, { ref: 'refs/heads/x', sha }, token)
    return [status, body.message]
  }
  expect(await create('installation')).toEqual([403, 'Resource not accessible by integration'])
  expect(await create('fine-grained')).toEqual([403, 'Resource not accessible by personal access token'])
  expect((await it.rest(`GET ${GIT}/ref/heads/x`)).status).toBe(404)
})
