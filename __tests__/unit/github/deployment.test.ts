import { describe, expect, test } from 'vitest'
import { type DeploymentState, trackDeployment } from '../../../src/github/deployment.ts'
import { SHA } from '../builders.ts'
import { type Answers, refusal, scriptedGithub, unanswered } from './scripted-github.ts'

const OPTIONS = {
  repository: 'acme/web',
  environment: 'production',
  commit: SHA,
  description: 'web 4f2b8c1',
  logUrl: 'https://github.com/acme/web/actions/runs/1/attempts/1',
}
const LIST = `GET /repos/acme/web/deployments?sha=${SHA}&environment=production&task=deploy&per_page=1`
const STATES = 'GET /repos/acme/web/deployments/5/statuses?per_page=1'
const CREATE = 'POST /repos/acme/web/deployments'
const statuses = (id: number) => `POST /repos/acme/web/deployments/${id}/statuses`

const NONE: Answers = { [LIST]: [[]], [CREATE]: [{ id: 9 }], [statuses(9)]: [{}] }
const left = (state: string): Answers => ({
  ...NONE,
  [LIST]: [[{ id: 5 }]],
  [STATES]: [[{ state }]],
  [statuses(5)]: [{}],
})

function open(answers: Answers, changes: Partial<typeof OPTIONS> = {}) {
  const scripted = scriptedGithub(answers)
  const warnings: string[] = []
  const onWarning = (warning: string) => warnings.push(warning)
  const tracker = trackDeployment({ ...OPTIONS, ...changes }, { github: scripted.github, onWarning })
  const states = () =>
    scripted.asked.flatMap(({ route, sent }) =>
      route.endsWith('/statuses') ? [[route, (sent as { state: string }).state]] : [],
    )
  return { tracker, warnings, states, ...scripted }
}

const ended = (state: DeploymentState, isNews = true) => ({ state, isNews })

describe('a deployment', () => {
  test('is made of the commit as it is, goes on, and ends', async () => {
    const { tracker, asked, warnings } = open(NONE)
    await tracker.begin()
    expect(tracker.id).toBe(9)
    await tracker.end({ ...ended('success'), logUrl: 'https://x' })
    const body = { environment: 'production', description: 'web 4f2b8c1' }
    expect(asked.slice(1)).toEqual([
      {
        route: CREATE,
        sent: {
          ...body,
          ref: SHA,
          task: 'deploy',
          auto_merge: false,
          required_contexts: [],
          production_environment: true,
        },
        once: true,
      },
      { route: statuses(9), sent: { ...body, state: 'in_progress', log_url: OPTIONS.logUrl }, once: false },
      { route: statuses(9), sent: { ...body, state: 'success', log_url: 'https://x' }, once: false },
    ])
    expect(warnings).toEqual([])
  })

  test.each([
    ['production', true],
    ['prod-eu', true],
    ['Production', true],
    ['staging', false],
    ['product-demo', false],
  ])('to %s is to production: %s', async (environment, production) => {
    const list = `GET /repos/acme/web/deployments?sha=${SHA}&environment=${environment}&task=deploy&per_page=1`
    const { tracker, asked } = open({ ...NONE, [list]: [[]] }, { environment })
    await tracker.begin()
    expect(asked[1]?.sent).toMatchObject({ production_environment: production })
  })

  test.each(['queued', 'pending', 'in_progress'])(
    'that another attempt left %s is taken up',
    async (state) => {
      const { tracker, routes, states } = open(left(state))
      await tracker.begin()
      await tracker.end(ended('success'))
      expect(routes()).not.toContain(CREATE)
      expect(states()).toEqual([
        [statuses(5), 'in_progress'],
        [statuses(5), 'success'],
      ])
      expect(tracker.id).toBe(5)
    },
  )

  test.each(['success', 'failure', 'error', 'inactive', undefined])(
    'that ended as %s is followed by another',
    async (state) => {
      const { tracker, states } = open({
        ...left(''),
        [STATES]: [state === undefined ? [] : [{ state }]],
        ...(state === undefined ? { [STATES]: [null] } : {}),
      })
      await tracker.begin()
      expect(states()).toEqual([[statuses(9), 'in_progress']])
    },
  )

  test('that did not begin is made where something was deployed all the same', async () => {
    const { tracker, states } = open(NONE)
    await tracker.end(ended('success'))
    expect(states()).toEqual([[statuses(9), 'success']])
  })

  test('is not made of what deploys nothing, and one that was left open ends', async () => {
    const nothing = open(NONE)
    await nothing.tracker.end(ended('inactive', false))
    expect([nothing.routes(), nothing.tracker.id]).toEqual([[LIST], undefined])
    const waiting = open(left('queued'))
    await waiting.tracker.end(ended('success', false))
    expect(waiting.states()).toEqual([[statuses(5), 'success']])
  })

  test.each([403, 404])(
    'that the token may not make is one warning with the line to add: %i',
    async (status) => {
      const { tracker, warnings, routes } = open({
        ...NONE,
        [CREATE]: [refusal(status, 'Resource not accessible by integration')],
      })
      await tracker.begin()
      await tracker.end(ended('success'))
      expect(warnings).toEqual([
        expect.stringMatching(
          /^GitHub does not keep the deployment to production.*says "Resource not accessible by integration"\. Add "deployments: write" under permissions of the job/,
        ),
      ])
      expect(routes()).toEqual([LIST, CREATE])
    },
  )

  test.each([
    [refusal(409, 'Conflict merging main')],
    [refusal(422, 'No ref found for: 4f2')],
    [unanswered()],
    [{ message: 'Auto-merged' }],
    [null],
  ])('never fails: %s', async (answer) => {
    const { tracker } = open({ ...NONE, [CREATE]: [answer] })
    await tracker.begin()
    await tracker.end(ended('success'))
    expect(tracker.id).toBeUndefined()
  })
})
