import { describe, expect, test } from 'vitest'
import { makePlan } from '../../../../../src/doors/deploy/plan/make-plan.ts'
import { aSource, DEPLOYING, inputsOf, problemsOf } from '../../../builders.ts'
import { plan, pushPlan } from './planned.ts'

const PROPOSED = { delivery: 'pull-request' }

describe('delivery', () => {
  test('is a push by default', () => {
    expect(pushPlan({}).config?.pullRequest).toBeUndefined()
  })

  test('can be a pull request without any option', () => {
    expect(pushPlan(PROPOSED).config?.pullRequest).toMatchObject({ labels: [], draft: false })
  })

  test('of a pull request takes its options', () => {
    const { config, warnings } = pushPlan({ ...PROPOSED, 'pull-request': 'labels: [deploy]' })
    expect(config?.pullRequest?.labels).toEqual(['deploy'])
    expect(warnings.filter((warning) => warning.includes('pull-request'))).toEqual([])
  })

  test('by a push leaves the options of a pull request without effect, and says so', () => {
    const { config, warnings } = pushPlan({ 'pull-request': 'labels: [deploy]' })
    expect(config?.pullRequest).toBeUndefined()
    expect(warnings).toContainEqual(
      'pull-request has no effect with delivery: push. Set delivery: pull-request, or take pull-request out.',
    )
  })

  test('that is refused is no push, and warns of nothing', () => {
    const warnings: string[] = []
    const parsed = inputsOf({ ...DEPLOYING, delivery: 'pr', 'pull-request': 'labels: [deploy]' })
    const made = () => makePlan(parsed, aSource({}), (warning) => warnings.push(warning))
    expect(made).toThrow('delivery is "pr"')
    expect(warnings.filter((warning) => warning.includes('pull-request'))).toEqual([])
  })

  test.each([
    ['title: "{nam} {tag}"', 'unknown placeholder {nam}', '{name} {tag} {sha}'],
    ['branch: main', 'is the branch of config-branch', 'a name of its own'],
    ['team-reviewers: [initech/platform]', 'names initech/platform', 'Name teams of acme'],
  ])('of a pull request with %s is refused before any request', async (given, message, hint) => {
    const inputs = { ...PROPOSED, 'pull-request': given, 'config-branch': 'main' }
    expect(await problemsOf(() => plan(inputs))).toEqual([
      {
        code: 'INPUT_INVALID',
        inputs: ['pull-request'],
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      },
    ])
  })

  test('of a pull request takes a team of its own organisation, however it is written', () => {
    expect(pushPlan({ ...PROPOSED, 'pull-request': 'team-reviewers: [ACME/platform]' }).config).toBeDefined()
  })
})
