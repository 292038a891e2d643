import { describe, expect, test } from 'vitest'
import { problemsOf, SHA } from '../../../builders.ts'
import { plan, pushPlan } from './planned.ts'

const KEPT = { 'github-deployment': 'production', 'github-token': 'a-token' }
const warningsOf = (given: Record<string, string>) =>
  pushPlan(given).warnings.filter((warning) => warning.includes('github-deployment'))

describe('github-deployment', () => {
  test('is kept of the commit, in the repository of the run', () => {
    expect(pushPlan(KEPT).githubDeployment).toEqual({
      repository: 'acme/identity-service',
      environment: 'production',
      commit: SHA,
      description: 'identity-service 4f2b8c1',
      logUrl: 'https://github.com/acme/identity-service/actions/runs/9001/attempts/2',
      token: 'a-token',
    })
    expect(warningsOf(KEPT)).toEqual([])
  })

  test.each<[string, Record<string, string>]>([
    ['by default', {}],
    ['in a dry run', { ...KEPT, 'dry-run': 'true' }],
    ['where nothing is deployed', { ...KEPT, 'deploy-refs': 'release/*' }],
  ])('is not kept %s', (_, given) => {
    expect(pushPlan(given).githubDeployment).toBeUndefined()
  })

  test('is one for several images, of those of this repository', () => {
    const items = ['other', 'web', 'api'].map(
      (name) => `- { name: ${name}, repository: team/${name}, overlays: apps/${name} }`,
    )
    const images = items
      .join('\n')
      .replace('{ name: other', `{ source-repository: acme/other, tag: ${SHA}, name: other`)
    const { githubDeployment } = pushPlan({ ...KEPT, images })
    expect(githubDeployment?.description).toBe('web 4f2b8c1 and 1 more')
  })

  test('is of no other repository, and says so', () => {
    const given = { ...KEPT, 'source-repository': 'acme/other', tag: SHA, build: 'never' }
    expect(pushPlan(given).githubDeployment).toBeUndefined()
    expect(warningsOf(given)).toEqual([
      expect.stringContaining('no image of this step is of acme/identity-service'),
    ])
  })

  test('says that it needs a token', () => {
    const given = { ...KEPT, 'github-token': '' }
    expect(warningsOf(given)).toEqual([expect.stringContaining('no effect without github-token')])
    expect(pushPlan(given).githubDeployment).toBeUndefined()
  })

  test('has a description that GitHub takes', () => {
    expect(pushPlan({ ...KEPT, name: 'n'.repeat(300) }).githubDeployment?.description).toHaveLength(140)
  })

  test.each(['a\nb', 'e'.repeat(256)])('refuses %j', async (environment) => {
    const problems = await problemsOf(() => plan({ ...KEPT, 'github-deployment': environment }))
    expect(problems).toMatchObject([{ code: 'INPUT_INVALID', inputs: ['github-deployment'] }])
  })
})
