// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { openGithub } from '../../../src/github/client.ts'
import type { Dress } from '../../../src/github/dress/dress.ts'
import { type FinishOptions, finishPull } from '../../../src/github/finish-pull.ts'
import { openPulls } from '../../../src/github/pulls.ts'
import { git } from '../../support/git.ts'
import type { GrantOptions } from '../../support/github/grants.ts'
import { CONFIG, type GitHubRoom, openGitHubRoom } from './github-room.ts'

const { signal } = new AbortController()
const NOTHING: Dress = { labels: [], reviewers: [], teams: [], assignees: [] }
const ALL: Dress = {
  labels: ['deploy', 'new'],
  reviewers: ['mona', 'octocat'],
  teams: ['platform'],
  assignees: ['octocat'],
}

interface Asked extends Partial<Dress> {
  by?: GrantOptions
  autoMerge?: FinishOptions['autoMerge']
  draft?: boolean
}

/** Opens the pull request of a branch, or takes the one that it has, and finishes it, as one run does. */
async function finish(it: GitHubRoom, branch: string, { by, autoMerge, draft = false, ...dress }: Asked) {
  const { repository, github: server } = it
  if (!(await git(['branch', '--list', branch], { cwd: repository.directory }))) {
    await git(['branch', branch, 'main'], { cwd: repository.directory })
    await repository.commit({ branch, files: { [`${branch}.txt`]: 'one\n' }, message: 'Deploy one' })
  }
  const head = await repository.tip(branch)
  const github = openGithub({ apiUrl: server.url, token: server.addToken(by), signal })
  const pulls = openPulls(github, { repository: CONFIG, base: async () => 'main', signal })
  const text = { title: 'Deploy one', body: 'Why' }
  const made = await pulls.create(branch, { ...text, draft })
  const pull = made ?? (await pulls.of(branch))[0]
  if (!pull) throw new Error('there is no pull request')
  const warnings: string[] = []
  const ports = { github, onWarning: (one: string) => warnings.push(one), signal, pauseMs: 0 }
  const options = { repository: CONFIG, dress: { ...NOTHING, ...dress }, autoMerge }
  const finished = { ...pull, head, created: made !== undefined, isOurs: true }
  const commit = await finishPull(finished, options, ports)
  const found = (await server.pulls(CONFIG)).find(({ number }) => number === pull.number)
  return { warnings, pull: found, commit, url: pull.url }
}

test('labels, people and teams are on a pull request after its first run, and its further ones add nothing', async () => {
  await using it = await openGitHubRoom()
  it.github.switches.lateNodes = 3
  const first = await finish(it, 'all', ALL)
  expect(first).toMatchObject({
    warnings: [],
    pull: {
      labels: ['deploy', 'new'],
      reviewers: ['mona', 'octocat'],
      teams: ['platform'],
      assignees: ['octocat'],
    },
  })
  const { labels } = await it.github.repository(CONFIG)
  expect([...labels.keys()]).toEqual(['deploy', 'new'])

  // GitHub would ask whoever has reviewed it once more.
  await it.github.review(CONFIG, 1, { login: 'mona' })
  it.github.requests.length = 0
  const again = await finish(it, 'all', ALL)
  expect(again).toMatchObject({ warnings: [], pull: { reviewers: ['octocat'] } })
  const sent = it.github.requests.filter(({ method }) => method !== 'GET').map(({ action }) => action)
  expect(sent).toEqual(['create-pull'])
})

test('what GitHub does not take is said by its name, and the rest is there', async () => {
  await using it = await openGitHubRoom()
  const strangers = await finish(it, 'strangers', {
    reviewers: ['mona', 'nobody'],
    teams: ['platform', 'ghosts'],
    assignees: ['octocat', 'stranger'],
  })
  expect(strangers.warnings.map((warning) => /nobody|ghosts|stranger/.exec(warning)?.[0])).toEqual([
    'nobody',
    'ghosts',
    'stranger',
  ])
  expect(strangers.pull).toMatchObject({ reviewers: ['mona'], teams: ['platform'], assignees: ['octocat'] })

  const mona: GrantOptions = { kind: 'classic', login: 'mona' }
  const author = await finish(it, 'author', { reviewers: ['Mona', 'octocat'], by: mona })
  expect(author.warnings).toEqual([
    'The reviewer Mona is left out, because Mona is the author of the pull request.',
  ])
  expect(author.pull?.reviewers).toEqual(['octocat'])
})

test('a label that nobody has made, and that the token may not make, is said, and the rest is there', async () => {
  await using it = await openGitHubRoom()
  const refused = { status: 403, body: '{"message":"Resource not accessible by integration"}' }
  it.github.fail(refused, { on: 'add-labels', times: 2 })
  const { warnings, pull } = await finish(it, 'labels', { labels: ['new', 'deploy'], assignees: ['octocat'] })
  expect(warnings).toEqual([
    'The label "new" is not on the pull request, which takes a label that the config repository has, or a token that may write pull requests: GitHub answered 403, and says "Resource not accessible by integration".',
  ])
  expect(pull).toMatchObject({ labels: ['deploy'], assignees: ['octocat'] })
})

test.each<[string, GrantOptions]>([
  ["the job's own token", { kind: 'actions' }],
  [
    'an App without the members of the organisation',
    { permissions: { contents: 'write', pull_requests: 'write' } },
  ],
])('no team is asked by %s, which is said at once', async (_, by) => {
  await using it = await openGitHubRoom()
  const { warnings, pull } = await finish(it, 'teams', { reviewers: ['mona'], teams: ['platform'], by })
  expect(warnings).toEqual([
    expect.stringMatching(/^The team platform could not be asked.*members of the organisation/),
  ])
  expect(pull?.reviewers).toEqual(['mona'])
  // All together, and each alone: waiting for a team that the token does not see helps nobody.
  expect(it.github.requests.filter(({ action }) => action === 'reviewers')).toHaveLength(3)
})

test('without drafts in the plan of the owner a pull request is opened ready', async () => {
  await using it = await openGitHubRoom()
  expect((await finish(it, 'draft', { draft: true })).pull?.draft).toBe(true)
  const { options } = await it.github.repository(CONFIG)
  options.drafts = false
  expect((await finish(it, 'ready', { draft: true })).pull?.draft).toBe(false)
})

test('a merge at once gives its commit; what waits for a check, none', async () => {
  await using it = await openGitHubRoom()
  const merged = await finish(it, 'merged', { labels: ['deploy'], autoMerge: 'squash' })
  expect(merged).toMatchObject({ warnings: [], commit: await it.repository.tip('main') })
  await it.github.ruleset(CONFIG, { branches: ['main'], checks: ['test'] })
  const waiting = await finish(it, 'waiting', { autoMerge: 'default' })
  expect(waiting).toMatchObject({ warnings: [], commit: undefined, pull: { autoMerge: { method: 'merge' } } })
})
