// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import { CONFIG, type GitHubRoom, openGitHubRoom } from './github-room.ts'

const ENABLE = `mutation ($id: ID!) {
  enablePullRequestAutoMerge(input: { pullRequestId: $id, mergeMethod: SQUASH }) {
    pullRequest { isInMergeQueue autoMergeRequest { mergeMethod } mergeQueueEntry { position } }
  }
}`

async function propose(it: GitHubRoom, more: object = {}): Promise<string> {
  const { directory: cwd } = it.repository
  await git(['update-ref', 'refs/heads/side', await it.repository.tip('main')], { cwd })
  await it.repository.commit({ branch: 'side', files: { 'side.txt': 'a\n' }, message: 'Side' })
  const pull = { title: 'Side', head: 'side', base: 'main', ...more }
  return (await it.rest(`POST /repos/${CONFIG}/pulls`, pull)).body.node_id
}

const enable = async (it: GitHubRoom, id: string) => {
  const { body } = await it.query(ENABLE, { id })
  return body.errors?.[0] ?? body.data.enablePullRequestAutoMerge.pullRequest
}

test('what could be merged at once is refused, what waits for a review is armed and lands by itself', async () => {
  await using it = await openGitHubRoom()
  const id = await propose(it)
  expect(await enable(it, id)).toMatchObject({
    type: 'UNPROCESSABLE',
    message: 'Pull request is in clean status',
  })
  await it.github.protect(CONFIG, 'main', { pullRequest: true, approvals: 1 })
  expect(await enable(it, id)).toMatchObject({ autoMergeRequest: { mergeMethod: 'SQUASH' } })
  expect(await it.github.settle(CONFIG)).toEqual([])
  await it.github.review(CONFIG, 1)
  expect(await it.github.settle(CONFIG)).toEqual([1])
  expect(await it.repository.file('side.txt', 'main')).toBe('a\n')
})

test('with a merge queue enabling is joining it, and nobody merges by hand', async () => {
  await using it = await openGitHubRoom()
  const id = await propose(it)
  await it.github.ruleset(CONFIG, { branches: ['main'], mergeQueue: true })
  const { status, body } = await it.rest(`PUT /repos/${CONFIG}/pulls/1/merge`, {})
  expect([status, body.message]).toEqual([405, 'Changes must be made through the merge queue'])
  expect(await enable(it, id)).toMatchObject({ isInMergeQueue: true, mergeQueueEntry: { position: 1 } })
  expect(await it.github.settle(CONFIG)).toEqual([1])
})

test('a repository may not allow it, a draft is made ready, and a node may be late', async () => {
  await using it = await openGitHubRoom()
  const id = await propose(it, { draft: true })
  it.github.switches.lateNodes = 1
  expect(await enable(it, id)).toMatchObject({
    type: 'NOT_FOUND',
    message: `Could not resolve to a node with the global id of '${id}'`,
  })
  const ready = `mutation ($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) {
    pullRequest { isDraft mergeStateStatus mergeable } } }`
  expect((await it.query(ready, { id })).body.data.markPullRequestReadyForReview.pullRequest).toMatchObject({
    isDraft: false,
  })
  const repository = await it.github.repository(CONFIG)
  repository.options.autoMerge = false
  expect((await enable(it, id)).message).toBe('Auto merge is not allowed for this repository')
})
