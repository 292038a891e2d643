// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { ApiBranches } from '../../src/config-repository/api/api-branches.ts'
import { ApiRepository } from '../../src/config-repository/api/api-repository.ts'
import type { Snapshot } from '../../src/config-repository/repository.ts'
import { openGithub } from '../../src/github/client.ts'
import { openPulls } from '../../src/github/pulls.ts'
import type { ApiPlan } from '../../src/plan/config.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { aConfig, problemOf } from '../unit/builders.ts'
import { json, startScripted } from './scripted-server.ts'

const ID = 'a'.repeat(40)
const CONFIG = aConfig({ credential: { kind: 'token', token: 'a-token' }, branch: 'main' })
const { signal } = new AbortController()

/** A server that answers everything with this. */
async function answering(body: unknown) {
  const server = await startScripted(json(200, body))
  const moved: string[] = []
  const place = { repository: 'acme/config', serverUrl: 'https://github.com', apiUrl: server.url }
  const via: ApiPlan = { kind: 'api', reason: 'a test', required: true, ...place }
  const log = { info: () => {}, notice: () => {} }
  const repository = new ApiRepository(CONFIG, via, {
    ...{ signal, log, workspace: new Workspace(tmpdir()) },
    credential: async () => CONFIG.credential,
    git: () => {
      throw new Error('no git is asked')
    },
    onMoved: (address) => moved.push(address),
  })
  const github = openGithub({ apiUrl: server.url, token: 'a-token', signal })
  const pulls = openPulls(github, { repository: 'acme/config', base: async () => 'main', signal })
  return { server, moved, repository, pulls, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const head = (target: object, repository: object = {}) => {
  const branch = { name: 'main', target: { oid: ID, root: { oid: ID, entries: [] }, ...target } }
  return { data: { repository: { nameWithOwner: 'acme/config', isArchived: false, branch, ...repository } } }
}
const file = (entry: object) => head({ p0: { mode: 0o100644, oid: ID, ...entry } })

describe('a server that is no GitHub, or not honest', () => {
  test.each<readonly [string, unknown]>([
    ['null', null],
    ['a text', 'x'],
    ['no data', { data: null }],
    ['no repository', { data: { repository: null } }],
    ['a branch that is a number', head({}, { branch: 7 })],
    ['an id that is a path', head({ oid: '../../../tmp/x' })],
    ['an id with a command', head({ oid: '\n::error::x' })],
    ['a file that is another one', file({ object: { byteSize: 3, text: 'abc' } })],
    ['a file without a text', file({ object: null })],
    ['errors without a message', { errors: [null, 5, {}] }],
    ['an error that is a text', { errors: 'x' }],
    ['an error with commands', { errors: [{ message: '\u001b[31mx\n::set-output name=a::b' }] }],
  ])('is refused in our words: %s', async (_, body) => {
    await using given = await answering(body)
    const problem = await problemOf(() => given.repository.read(['a.yaml']))
    expect(problem.code).toMatch(/^CONFIG_/)
    expect(problem.message).not.toMatch(/\p{Cc}/u)
  })

  test('is not believed where an entry is none, or a name no name', async () => {
    const entries = [null, 5, { name: 7 }, { name: 'x', oid: '../x', mode: 0o100644 }]
    const name = 'acme/../x\n::warning::x'
    await using given = await answering(head({ root: { oid: ID, entries } }, { nameWithOwner: name }))
    const { tip, nodes }: Snapshot = await given.repository.read(['', 'x'])
    expect([tip, [...nodes]]).toEqual([ID, [['', { kind: 'folder', id: ID, entries: [] }]]])
    expect(given.moved).toEqual([])
  })

  test('lists no files where it lists something else', async () => {
    await using given = await answering({ tree: 'x' })
    expect((await problemOf(() => given.repository.list(ID))).code).toBe('CONFIG_UNREACHABLE')
  })

  test('has no commit made of a tree that it does not name: that would take all other files away', async () => {
    await using given = await answering({ data: { repository: { commit: { oid: ID, tree: null } } } })
    const branches = new ApiBranches(given.repository)
    const target = { branch: 'deploy/x', parent: ID, expected: undefined }
    const change = { files: new Map([['a', 'b']]), message: 'm', author: { name: 'a', email: 'a@b' } }
    const problem = await problemOf(() => branches.commitTo(target, change))
    expect(problem).toMatchObject({ code: expect.stringMatching(/^CONFIG_/) })
    expect(given.server.requests.filter(({ path }) => path.includes('/git/'))).toEqual([])
  })

  test.each([
    ['no number', { number: 'x' }],
    ['a number below one', { number: 0 }],
    ['an address with a line of its own', { html_url: 'https://github.com/acme/config/pull/7\n::error::x' }],
    ['an address that is none', { html_url: 'javascript:alert(1)' }],
    [
      'an address with markup',
      { html_url: 'https://github.com/acme/config/pull/7)![x](https://e.example/p' },
    ],
    ['an address of a megabyte', { html_url: `https://github.com/acme/config/pull/${'7'.repeat(2 ** 20)}` }],
    ['an address of folders without end', { html_url: `https://github.com${'/a'.repeat(2 ** 19)}` }],
    ['no head', { head: null }],
    ['a head that is no commit', { head: { sha: 'main' } }],
  ])('opens no pull request: %s', async (_, wrong) => {
    const page = 'https://github.com/acme/config/pull/7'
    const pull = { number: 7, html_url: page, state: 'open', head: { sha: ID }, ...wrong }
    await using given = await answering(pull)
    const made = () => given.pulls.create('deploy/x', { title: 't', body: 'b', draft: false })
    expect((await problemOf(made)).code).toBe('PULL_REQUEST_REFUSED')
  })
})

test('a file of the answer is the one of its id', async () => {
  const id = createHash('sha1').update('blob 3\0abc').digest('hex')
  await using given = await answering(file({ oid: id, object: { byteSize: 3, text: 'abc' } }))
  const { nodes } = await given.repository.read(['a.yaml'])
  expect(nodes.get('a.yaml')).toEqual({ kind: 'file', id, text: 'abc' })
})
