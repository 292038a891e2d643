import { describe, expect, test } from 'vitest'
import { makePlan } from '../../../../../src/doors/deploy/plan/make-plan.ts'
import { aSource, DEPLOYING, inputsOf, KEY, problemsOf } from '../../../builders.ts'
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

describe('a pull request', () => {
  test('is opened in the config repository, on the GitHub of the run', () => {
    expect(pushPlan(PROPOSED).config?.pullRequest).toMatchObject({
      repository: 'acme/platform-config',
      apiUrl: 'https://api.github.com',
    })
    const server = { serverUrl: 'https://ghe.example/', apiUrl: 'https://ghe.example/api/v3/' }
    const given = { ...PROPOSED, 'config-repository': 'https://ghe.example/a/b.git' }
    expect(pushPlan(given, server).config?.pullRequest).toMatchObject({
      repository: 'a/b',
      apiUrl: 'https://ghe.example/api/v3',
    })
  })

  const SSH = { 'config-token': '', 'config-ssh-key': KEY }
  const NO_SECRETS = { 'config-token': '', 'config-ssh-key': '' }
  test.each<[string, Record<string, string>, string, RegExp]>([
    ['a deploy key alone', SSH, 'config-ssh-key is a key of git alone', /^In place of config-ssh-key, set /],
    [
      'a deploy key of an address for SSH',
      { ...SSH, 'config-repository': 'git@github.com:acme/platform-config.git' },
      'config-ssh-key is a key of git alone',
      /with config-repository as owner\/name/,
    ],
    [
      'an address for SSH without a key',
      { ...NO_SECRETS, 'config-repository': 'git@github.com:acme/platform-config.git' },
      "GitHub's API takes a token",
      /with config-repository as owner\/name/,
    ],
    [
      'a folder',
      { ...NO_SECRETS, 'config-repository': 'file:///srv/config.git' },
      'config-repository is not on https://github.com',
      /Set delivery: push/,
    ],
    [
      'another host',
      { 'config-repository': 'https://gitlab.com/acme/config.git' },
      'config-repository is not on https://github.com',
      /Set delivery: push/,
    ],
    [
      'an address without an owner',
      { 'config-repository': 'https://github.com/config.git' },
      'not a repository of the form owner/name',
      /Write config-repository as owner\/name/,
    ],
  ])('with %s is refused in the plan, once', async (_, given, message, hint) => {
    const inputs = { ...PROPOSED, ...given, 'commit-via': 'auto' }
    expect(await problemsOf(() => plan(inputs))).toEqual([
      {
        code: 'INPUT_INVALID',
        inputs: expect.arrayContaining(['delivery']),
        message: expect.stringContaining(`delivery is pull-request, but `),
        hint: expect.stringMatching(hint),
      },
    ])
    const [problem] = await problemsOf(() => plan({ ...inputs, 'commit-via': 'api' }))
    expect(problem?.message).toContain(message)
    expect(await problemsOf(() => plan({ ...inputs, 'commit-via': 'api' }))).toHaveLength(1)
  })

  test('without a credential names those that open one', async () => {
    expect(await problemsOf(() => plan({ ...PROPOSED, ...NO_SECRETS }))).toEqual([
      expect.objectContaining({
        code: 'INPUT_REQUIRED',
        message: 'config-repository needs config-token or config-app-id, which is empty',
      }),
    ])
  })

  test('with the GITHUB_TOKEN of another repository is refused beside every other mistake', async () => {
    const given = {
      ...PROPOSED,
      'config-token': 'ghs_15368_abc',
      'pull-request': 'title: "{nam}"',
      overlays: '..',
    }
    const problems = await problemsOf(() => plan(given))
    expect(problems.map(({ inputs }) => inputs?.[0])).toEqual(
      expect.arrayContaining(['config-token', 'pull-request', 'overlays']),
    )
  })

  test('with two credentials says which of them opens one', async () => {
    const problems = await problemsOf(() =>
      plan({ ...PROPOSED, 'config-token': 'ghp_a', 'config-ssh-key': KEY }),
    )
    expect(problems.map(({ message }) => message)).toEqual([
      'both config-token and config-ssh-key are set',
      expect.stringContaining('config-ssh-key is a key of git alone'),
    ])
  })
})
