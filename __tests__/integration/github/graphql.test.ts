// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import { CONFIG, type GitHubRoom, openGitHubRoom } from './github-room.ts'

const HEAD = `query ($owner: String!, $name: String!, $path: String!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name target { oid ... on Commit { history(first: 2) { nodes { oid messageHeadline } } } } }
    object(expression: $path) { ... on Blob { oid text byteSize isBinary isTruncated } }
    tree: object(expression: "HEAD:") { ... on Tree { entries { name mode type oid } } }
    none: ref(qualifiedName: "refs/heads/none") { id }
  }
}`
const OF_CONFIG = { owner: 'acme', name: 'platform-config', path: 'HEAD:a.yaml' }

const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) {
    commit { oid url author { name email } signature { isValid state wasSignedByGitHub } }
    ref { name target { oid } }
  }
}`

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const bump = (expectedHeadOid: string, contents = 'b: 2\n') => ({
  input: {
    branch: { repositoryNameWithOwner: CONFIG, branchName: 'main' },
    expectedHeadOid,
    message: { headline: 'Bump b', body: 'Why not' },
    fileChanges: { additions: [{ path: 'deep/b.yaml', contents: base64(contents) }] },
  },
})

const room = (): Promise<GitHubRoom> =>
  openGitHubRoom([{ 'a.yaml': 'a: 1\n', 'deep/b.yaml': 'b: 1\n', 'deep/c/d.yaml': 'd: 1\n' }])

test('a branch, its history, a file and a tree are read in one query', async () => {
  await using it = await room()
  const { body } = await it.query(HEAD, OF_CONFIG)
  const tip = await it.repository.tip()
  expect(body.errors).toBeUndefined()
  expect(body.data.repository).toMatchObject({
    defaultBranchRef: {
      name: 'main',
      target: { oid: tip, history: { nodes: [{ oid: tip, messageHeadline: 'Initial commit' }] } },
    },
    object: { text: 'a: 1\n', byteSize: 5, isBinary: false, isTruncated: false },
    none: null,
  })
  expect(body.data.repository.tree.entries).toMatchObject([
    { name: 'a.yaml', mode: 33188, type: 'blob' },
    { name: 'deep', mode: 16384, type: 'tree' },
  ])
})

test('a commit on a branch is one that git itself can read, verified, and of the owner of the token', async () => {
  await using it = await room()
  const before = await it.repository.tip()
  const { body } = await it.query(COMMIT, bump(before))
  const made = body.data.createCommitOnBranch.commit
  expect(made.signature).toEqual({ isValid: true, state: 'VALID', wasSignedByGitHub: true })
  expect(made.author.name).toBe('acme-deploy[bot]')
  expect(await it.repository.tip()).toBe(made.oid)
  expect(await it.repository.file('deep/b.yaml')).toBe('b: 2\n')
  expect(await it.repository.file('deep/c/d.yaml')).toBe('d: 1\n')
  const [commit] = await it.repository.log()
  expect(commit).toMatchObject({
    parents: [before],
    message: 'Bump b\n\nWhy not',
    committer: 'GitHub <noreply@github.com>',
  })
  expect(await git(['fsck', '--strict'], { cwd: it.repository.directory })).toBe('')
})

test('a commit on a head that has moved is stale, and nothing is done', async () => {
  await using it = await room()
  const before = await it.repository.tip()
  const moved = await it.repository.commit({ files: { 'e.yaml': 'e\n' }, message: 'Another' })
  const { status, body } = await it.query(COMMIT, bump(before))
  expect(status).toBe(200)
  expect(body.data.createCommitOnBranch).toBeNull()
  expect(body.errors).toMatchObject([
    {
      type: 'STALE_DATA',
      path: ['createCommitOnBranch'],
      message: `Expected branch to point to "${before}" but it did not. Pull and try again.`,
    },
  ])
  expect(await it.repository.tip()).toBe(moved)
})

test('of many commits at once on one head exactly one lands', async () => {
  await using it = await room()
  const before = await it.repository.tip()
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => it.query(COMMIT, bump(before, `b: ${index}\n`))),
  )
  expect(answers.filter(({ body }) => body.errors === undefined)).toHaveLength(1)
  expect(await it.repository.log()).toHaveLength(2)
})

test('removed files go, with folders that nothing is left in; a path that is not there is refused', async () => {
  await using it = await room()
  const remove = async (path: string) => {
    const { input } = bump(await it.repository.tip())
    return it.query(COMMIT, { input: { ...input, fileChanges: { deletions: [{ path }] } } })
  }
  await remove('deep/c/d.yaml')
  const { directory: cwd } = it.repository
  expect(await git(['ls-tree', '-r', '--name-only', 'HEAD'], { cwd })).toBe('a.yaml\ndeep/b.yaml')
  expect((await remove('deep/none.yaml')).body.errors[0].type).toBe('UNPROCESSABLE')
})

test('a field that the schema does not have fails the test, unless it is expected', async () => {
  await using it = await room()
  const { body } = await it.query(HEAD.replace('byteSize', 'byteLength'), OF_CONFIG)
  expect(body.errors[0].message).toContain('byteLength')
  expect(it.github.takeViolations()).toEqual([expect.stringContaining('byteLength')])
})

test('an argument that the schema does not have fails the test, unless it is expected', async () => {
  await using it = await room()
  const { body } = await it.query(HEAD.replace('object(expression', 'object(path'), OF_CONFIG)
  expect(body.data).toBeUndefined()
  expect(it.github.takeViolations().join('\n')).toContain('Unknown argument "path"')
})

test('a variable with a field that the input does not have fails the test, unless it is expected', async () => {
  await using it = await room()
  const { input } = bump(await it.repository.tip())
  const { body } = await it.query(COMMIT, { input: { ...input, author: { name: 'Me' } } })
  expect(body.errors[0].message).toContain('author')
  expect(it.github.takeViolations()).toHaveLength(1)
  expect(await it.repository.log()).toHaveLength(1)
})

test('a violation that nobody expects is thrown at the end', async () => {
  const it = await room()
  await it.query('{ viewer { lgin } }')
  await expect(it.github.close()).rejects.toThrow('lgin')
  await it[Symbol.asyncDispose]()
})

test('a permission that a token lacks forbids the mutation, and leaves the query', async () => {
  await using it = await room()
  const reader = it.github.addToken({ permissions: { contents: 'read' } })
  const head = await it.repository.tip()
  const { body } = await it.query(COMMIT, bump(head), reader)
  expect(body.errors).toMatchObject([
    { type: 'FORBIDDEN', message: 'Resource not accessible by integration' },
  ])
  expect((await it.query(HEAD, OF_CONFIG, reader)).body.data.repository.object.text).toBe('a: 1\n')
  expect(await it.repository.tip()).toBe(head)
})

test('what a token does not open cannot be told from what is not there', async () => {
  await using it = await room()
  const other = it.github.addToken({ repositories: ['acme/other'] })
  for (const variables of [OF_CONFIG, { ...OF_CONFIG, name: 'none' }]) {
    const { body } = await it.query(HEAD, variables, other)
    expect(body.data).toEqual({ repository: null })
    expect(body.errors[0]).toMatchObject({
      type: 'NOT_FOUND',
      message: `Could not resolve to a Repository with the name 'acme/${variables.name}'.`,
    })
  }
  const unknown = await it.query(HEAD, OF_CONFIG, 'ghs_unknown')
  expect(unknown).toMatchObject({ status: 401, body: { message: 'Bad credentials' } })
})

test('a stale read sees the branch as it was one commit ago, as often as it is asked for', async () => {
  await using it = await room()
  const before = await it.repository.tip()
  await it.repository.commit({ files: { 'a.yaml': 'a: 2\n' }, message: 'Second' })
  it.github.switches.staleReads = 1
  const stale = (await it.query(HEAD, { ...OF_CONFIG, path: 'main:a.yaml' })).body.data.repository
  expect([stale.defaultBranchRef.target.oid, stale.object.text]).toEqual([before, 'a: 1\n'])
  const fresh = (await it.query(HEAD, { ...OF_CONFIG, path: 'main:a.yaml' })).body.data.repository
  expect(fresh.object.text).toBe('a: 2\n')
})
