// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { autoMerge } from '../../../src/github/auto-merge.ts'
import { type Calls, type Github, openGithub } from '../../../src/github/client.ts'
import { trackDeployment } from '../../../src/github/deployment.ts'
import { dressPull } from '../../../src/github/dress-pull.ts'
import { git } from '../../support/git.ts'
import { gitHubSchema } from '../../support/github/graphql/schema.ts'
import { CONFIG, type GitHubRoom, openGitHubRoom } from './github-room.ts'

const { signal } = new AbortController()

const clientOf = (it: GitHubRoom, token = it.github.addToken()) =>
  openGithub({ apiUrl: it.github.url, token, signal })

async function proposed(it: GitHubRoom): Promise<number> {
  const { directory: cwd } = it.repository
  await git(['update-ref', 'refs/heads/deploy/one', await it.repository.tip('main')], { cwd })
  await it.repository.commit({ branch: 'deploy/one', files: { 'one.txt': 'one\n' }, message: 'Deploy one' })
  const pull = { title: 'Deploy one', head: 'deploy/one', base: 'main', body: 'Why' }
  return (await it.rest(`POST /repos/${CONFIG}/pulls`, pull)).body.number
}

test('a pull request is dressed with what GitHub takes, and the rest is said by its name', async () => {
  await using it = await openGitHubRoom()
  const number = await proposed(it)
  const warnings: string[] = []
  const ports = {
    github: clientOf(it),
    onWarning: (warning: string) => warnings.push(warning),
    signal,
    pauseMs: 0,
  }
  const dress = {
    labels: ['deploy'],
    reviewers: ['mona', 'nobody'],
    teams: ['platform', 'ghosts'],
    assignees: ['octocat', 'stranger'],
  }
  await dressPull({ repository: CONFIG, number, created: true }, dress, ports)
  const { body } = await it.rest(`GET /repos/${CONFIG}/pulls/${number}`)
  expect(body).toMatchObject({
    labels: [{ name: 'deploy' }],
    requested_reviewers: [{ login: 'mona' }],
    requested_teams: [{ slug: 'platform' }],
    assignees: [{ login: 'octocat' }],
  })
  expect(warnings.map((warning) => /nobody|ghosts|stranger/.exec(warning)?.[0])).toEqual([
    'nobody',
    'ghosts',
    'stranger',
  ])
  warnings.length = 0
  const again = { ...dress, reviewers: ['mona'], teams: ['platform'], assignees: ['octocat'] }
  await dressPull({ repository: CONFIG, number, created: true }, again, ports)
  expect(warnings).toEqual([])
})

test('a deployment is kept, taken up by another attempt, and a missing permission is a warning', async () => {
  await using it = await openGitHubRoom()
  const options = {
    repository: CONFIG,
    environment: 'production',
    commit: await it.repository.tip(),
    description: 'web 4f2b8c1',
    logUrl: 'https://github.com/acme/web/actions/runs/1',
  }
  const warnings: string[] = []
  const onWarning = (warning: string) => warnings.push(warning)
  const cut = trackDeployment(options, { github: clientOf(it), onWarning })
  await cut.begin()
  const again = trackDeployment(options, { github: clientOf(it), onWarning })
  await again.begin()
  await again.end({ state: 'success', isNews: true })
  expect(again.id).toBe(cut.id)
  const { body } = await it.rest(`GET /repos/${CONFIG}/deployments/${again.id}/statuses`)
  expect(body.map(({ state }: { state: string }) => state)).toEqual(['success', 'in_progress', 'in_progress'])
  expect(warnings).toEqual([])

  const reader = clientOf(it, it.github.addToken({ permissions: { contents: 'read', metadata: 'read' } }))
  const refused = trackDeployment(options, { github: reader, onWarning })
  await refused.begin()
  expect(refused.id).toBeUndefined()
  expect(warnings).toEqual([expect.stringContaining('Add "deployments: write" under permissions of the job')])
})

test("what auto-merge asks is in GitHub's published schema", async () => {
  const queries: string[] = []
  const head = 'a'.repeat(40)
  const pullRequest = { id: 'PR_1', state: 'OPEN', headRefOid: head, mergeStateStatus: 'BLOCKED' }
  const calls = {
    graphql: async (query: string) => {
      queries.push(query)
      return { repository: { autoMergeAllowed: true, mergeCommitAllowed: true, pullRequest } }
    },
  } as unknown as Calls
  const github: Github = { apiUrl: '', hasToken: true, prepare: () => {}, ask: (call) => call(calls) }
  const pull = { repository: CONFIG, number: 1, url: 'https://x/pull/1', head }
  const merged = await autoMerge(pull, { method: 'merge' }, { github, onWarning: () => {}, signal })
  expect(merged).toEqual({ kind: 'waiting' })
  expect(queries.flatMap((query) => validate(gitHubSchema(), parse(query)))).toEqual([])
  expect(queries).toHaveLength(2)
})
