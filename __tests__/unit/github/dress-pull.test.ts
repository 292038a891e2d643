import { describe, expect, test } from 'vitest'
import type { Dress } from '../../../src/github/dress/dress.ts'
import { dressPull } from '../../../src/github/dress/dress-pull.ts'
import { GithubFailure } from '../../../src/github/failure.ts'
import { type Answers, refusal, scriptedGithub, unanswered } from './scripted-github.ts'

const REPOSITORY = 'acme/platform-config'
const PULL = `GET /repos/${REPOSITORY}/pulls/7`
const REVIEWS = `${PULL}/reviews?per_page=100`
const LABELS = `POST /repos/${REPOSITORY}/issues/7/labels`
const ASSIGNEES = `POST /repos/${REPOSITORY}/issues/7/assignees`
const REVIEWERS = `POST /repos/${REPOSITORY}/pulls/7/requested_reviewers`

const NOTHING: Dress = { labels: [], reviewers: [], teams: [], assignees: [] }
const found = (changes: object = {}) => ({
  user: { login: 'deploy-bot' },
  labels: [],
  requested_reviewers: [],
  requested_teams: [],
  assignees: [],
  ...changes,
})

/** A GitHub that does what it is asked for. */
const WILLING: Answers = {
  [PULL]: [found()],
  [REVIEWS]: [[]],
  [LABELS]: [({ labels }: { labels: string[] }) => labels.map((name) => ({ name }))],
  [ASSIGNEES]: [
    ({ assignees }: { assignees: string[] }) => ({ assignees: assignees.map((login) => ({ login })) }),
  ],
  [REVIEWERS]: [{}],
}

async function run(dress: Partial<Dress>, answers: Answers = {}, created = true) {
  const scripted = scriptedGithub({ ...WILLING, ...answers })
  const warnings: string[] = []
  const ports = {
    github: scripted.github,
    onWarning: (warning: string) => warnings.push(warning),
    signal: new AbortController().signal,
    pauseMs: 0,
  }
  await dressPull({ repository: REPOSITORY, number: 7, created }, { ...NOTHING, ...dress }, ports)
  const sent = scripted.asked
    .filter(({ route }) => route.startsWith('POST'))
    .map(({ route, sent }) => [route, sent])
  return { warnings, sent, routes: scripted.routes() }
}

const ALL = { labels: ['deploy'], reviewers: ['octocat'], teams: ['platform'], assignees: ['hubot'] }

describe('dressPull', () => {
  test('asks nobody where there is nothing to do', async () => {
    expect(await run({})).toEqual({ warnings: [], sent: [], routes: [] })
  })

  test('adds labels, reviewers and assignees', async () => {
    expect(await run(ALL)).toEqual({
      warnings: [],
      sent: [
        [LABELS, { labels: ['deploy'] }],
        [REVIEWERS, { reviewers: ['octocat'], team_reviewers: ['platform'] }],
        [ASSIGNEES, { assignees: ['hubot'] }],
      ],
      routes: [PULL, LABELS, REVIEWERS, ASSIGNEES],
    })
  })

  test('adds nothing that is there, however it is written', async () => {
    const there = found({
      labels: [{ name: 'Deploy' }],
      requested_reviewers: [],
      requested_teams: [{ slug: 'platform' }],
      assignees: [{ login: 'Hubot' }],
    })
    // Whoever has reviewed it is not asked again by every run.
    const { sent, routes } = await run(
      ALL,
      { [PULL]: [there], [REVIEWS]: [[{ user: { login: 'Octocat' } }, { user: null }]] },
      false,
    )
    expect([sent, routes]).toEqual([[], [PULL, REVIEWS]])
  })

  test('leaves the author out of the reviewers, and says so', async () => {
    const { sent, warnings } = await run({ reviewers: ['octocat', 'Deploy-Bot'] })
    expect(sent).toEqual([[REVIEWERS, { reviewers: ['octocat'], team_reviewers: [] }]])
    expect(warnings).toEqual([expect.stringContaining('because Deploy-Bot is the author')])
  })

  test('asks reviewers one by one where one is unknown', async () => {
    const refuses = ({ reviewers, team_reviewers: teams }: Record<string, string[]>) =>
      reviewers?.includes('nobody') || teams?.includes('ghosts')
        ? refusal(422, 'Reviews may only be requested from collaborators.')
        : {}
    const { sent, warnings } = await run(
      { reviewers: ['octocat', 'nobody'], teams: ['platform', 'ghosts'] },
      { [REVIEWERS]: [refuses] },
    )
    expect(sent.slice(1)).toEqual([
      [REVIEWERS, { reviewers: ['octocat'], team_reviewers: [] }],
      [REVIEWERS, { reviewers: ['nobody'], team_reviewers: [] }],
      [REVIEWERS, { reviewers: [], team_reviewers: ['platform'] }],
      [REVIEWERS, { reviewers: [], team_reviewers: ['ghosts'] }],
    ])
    expect(warnings).toEqual([
      expect.stringMatching(/^The reviewer nobody could not be asked/),
      expect.stringMatching(/^The team ghosts could not be asked.*GITHUB_TOKEN may not\): .*collaborators/),
    ])
  })

  test('asks one reviewer once', async () => {
    const { sent, warnings } = await run({ reviewers: ['nobody'] }, { [REVIEWERS]: [refusal(422, 'no')] })
    expect([sent.length, warnings.length]).toEqual([1, 1])
  })

  test('asks nobody one by one whom a limit has stopped', async () => {
    const limited = new GithubFailure('did not answer', { retry: 'transient', status: 403, limited: true })
    const { sent, warnings } = await run(
      { labels: ['a', 'b'], reviewers: ['octocat'], teams: ['platform'] },
      { [LABELS]: [limited], [REVIEWERS]: [limited] },
    )
    expect(sent.map(([route]) => route)).toEqual([LABELS, REVIEWERS])
    expect(warnings).toHaveLength(4)
  })

  const NODE = refusal(422, "Could not resolve to a node with the global id of 'PR_1'.")

  test('waits until a new pull request is known everywhere', async () => {
    const { sent, warnings } = await run(
      { labels: ['deploy'], reviewers: ['octocat'] },
      {
        [LABELS]: [NODE, NODE, [{ name: 'deploy' }]],
        [REVIEWERS]: [NODE, {}],
        [PULL]: [refusal(404, 'Not Found'), found()],
      },
    )
    expect(warnings).toEqual([])
    expect(sent).toHaveLength(5)
  })

  test('does not wait for one that was there', async () => {
    const { sent, warnings } = await run({ teams: ['platform'] }, { [REVIEWERS]: [NODE] }, false)
    expect([sent.length, warnings.length]).toEqual([1, 1])
  })

  test('says what GitHub left out without a word', async () => {
    const { warnings } = await run(
      { labels: ['deploy', 'new'], assignees: ['hubot', 'stranger'] },
      {
        [LABELS]: [[{ name: 'Deploy' }]],
        [ASSIGNEES]: [{ assignees: [{ login: 'hubot' }] }],
      },
    )
    expect(warnings).toEqual([
      expect.stringMatching(/^The label "new" is not on the pull request: GitHub did not add it\. Create it/),
      expect.stringMatching(/^The assignee stranger is not on.*may write to the config repository/),
    ])
  })

  test('says which label GitHub refuses', async () => {
    const refuses = ({ labels }: { labels: string[] }) =>
      labels.includes('new') ? refusal(403, 'Resource not accessible') : labels.map((name) => ({ name }))
    const { sent, warnings } = await run({ labels: ['deploy', 'new'] }, { [LABELS]: [refuses] })
    expect(sent).toHaveLength(3)
    expect(warnings).toEqual([
      expect.stringMatching(/label "new".*answered 403, and says "Resource not accessible"/),
    ])
  })

  test.each([[refusal(500, 'x')], [unanswered()], ['<html>'], [null], [{ labels: 5, user: 'x' }]])(
    'never fails: %s',
    async (answer) => {
      const { warnings } = await run(ALL, {
        [PULL]: [answer],
        [LABELS]: [answer],
        [REVIEWERS]: [answer],
        [ASSIGNEES]: [answer],
      })
      expect(warnings.length).toBeGreaterThan(0)
    },
  )

  test('keeps what a server says to one line of a bearable length', async () => {
    const { warnings } = await run(
      { labels: ['deploy'] },
      { [LABELS]: [refusal(422, `a\n::error::${'x'.repeat(9000)}`)] },
    )
    expect(warnings[0]).not.toContain('\n')
    expect(warnings[0]?.length).toBeLessThan(4300)
  })

  test('is over when the run is cancelled', async () => {
    const cancel = new AbortController()
    const cancelling = () => {
      cancel.abort()
      return refusal(500, 'x')
    }
    const { github } = scriptedGithub({ [PULL]: [cancelling] })
    const ports = { github, onWarning: () => {}, signal: cancel.signal }
    await expect(
      dressPull({ repository: REPOSITORY, number: 7, created: false }, { ...NOTHING, labels: ['a'] }, ports),
    ).rejects.toThrow('aborted')
  })
})
