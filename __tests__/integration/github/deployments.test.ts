// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { CONFIG, openGitHubRoom } from './github-room.ts'

const AT = `/repos/${CONFIG}/deployments`

test('a deployment is made and found; a success makes the one before it inactive', async () => {
  await using it = await openGitHubRoom()
  const sha = await it.repository.tip()
  const make = async () =>
    (await it.rest(`POST ${AT}`, { ref: sha, auto_merge: false, required_contexts: [] })).body.id
  const [first, second] = [await make(), await make()]
  for (const id of [first, second]) {
    for (const state of ['in_progress', 'success']) {
      const status = { state, description: 'By a test', log_url: 'https://example.com/run' }
      expect((await it.rest(`POST ${AT}/${id}/statuses`, status)).status).toBe(201)
    }
  }
  const states = async (id: number) =>
    (await it.rest(`GET ${AT}/${id}/statuses`)).body.map(({ state }: { state: string }) => state)
  expect(await states(first)).toEqual(['inactive', 'success', 'in_progress'])
  expect(await states(second)).toEqual(['success', 'in_progress'])
  expect((await it.rest(`GET ${AT}?environment=production`)).body).toHaveLength(2)
  expect((await it.rest(`GET ${AT}/${first}`)).body).toMatchObject({ sha, environment: 'production' })
})

test('a commit that is not there, and a description that is too long, are refused', async () => {
  await using it = await openGitHubRoom()
  const unknown = await it.rest(`POST ${AT}`, { ref: 'none' })
  expect([unknown.status, unknown.body.message]).toEqual([422, 'No ref found for: none'])
  const { body } = await it.rest(`POST ${AT}`, { ref: 'main' })
  const status = { state: 'success', description: 'x'.repeat(141) }
  expect((await it.rest(`POST ${AT}/${body.id}/statuses`, status)).status).toBe(422)
})

test('a branch behind the default one is merged first, unless that is declined', async () => {
  await using it = await openGitHubRoom()
  const sha = await it.repository.tip()
  await it.repository.commit({ files: { 'a.txt': 'a' }, message: 'Next' })
  expect((await it.rest(`POST ${AT}`, { ref: sha })).status).toBe(202)
  expect((await it.rest(`POST ${AT}`, { ref: sha, auto_merge: false })).status).toBe(201)
})

test('the permission is one of its own', async () => {
  await using it = await openGitHubRoom()
  const token = it.github.addToken({ permissions: { contents: 'write' } })
  const { status, body } = await it.rest(`POST ${AT}`, { ref: 'main' }, token)
  expect([status, body.message]).toEqual([403, 'Resource not accessible by integration'])
})
