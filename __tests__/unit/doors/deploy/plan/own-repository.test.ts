import { describe, expect, test } from 'vitest'
import { nothingNew } from '../../../../../src/doors/deploy/plan/own-repository.ts'
import type { Source } from '../../../../../src/source/source.ts'
import { aSource, problemOf } from '../../../builders.ts'
import { plan, pushPlan } from './planned.ts'

const OWN = 'acme/identity-service'
const GITHUB_TOKEN = 'ghs_15368_eyJhbGciOi.JIUzI1NiIs'

describe('a config repository that is the one of the run', () => {
  test.each([OWN, 'ACME/Identity-Service', `https://github.com/${OWN}.git`, `https://github.com/${OWN}/`])(
    '%s is committed to with github-token, where nothing else is given',
    (repository) => {
      const given = { 'config-repository': repository, 'config-token': '', 'github-token': GITHUB_TOKEN }
      expect(pushPlan(given).config?.credential).toEqual({
        kind: 'token',
        token: GITHUB_TOKEN,
        input: 'github-token',
      })
    },
  )

  test('is committed to with what is given', () => {
    const given = { 'config-repository': OWN, 'config-token': 'ghp_t', 'github-token': GITHUB_TOKEN }
    expect(pushPlan(given).config?.credential).toEqual({ kind: 'token', token: 'ghp_t' })
    const itself = { ...given, 'config-token': GITHUB_TOKEN }
    expect(pushPlan(itself).config?.credential).toEqual({ kind: 'token', token: GITHUB_TOKEN })
  })

  test.each([
    ['another repository', { 'config-repository': 'acme/platform-config' }],
    ['one of that name elsewhere', { 'config-repository': `https://gitlab.com/${OWN}.git` }],
    ['itself over ssh', { 'config-repository': `git@github.com:${OWN}.git` }],
  ])('is not %s', async (_, given) => {
    const problem = await problemOf(() => plan({ ...given, 'config-token': '', 'github-token': 't' }))
    expect(problem.code).toBe('INPUT_REQUIRED')
  })

  test('alone can be reached by GITHUB_TOKEN: elsewhere only the push would fail, after the build', async () => {
    const given = { 'config-token': GITHUB_TOKEN, 'github-token': GITHUB_TOKEN }
    expect(await problemOf(() => plan(given))).toMatchObject({
      code: 'INPUT_INVALID',
      inputs: ['config-token'],
      message: expect.stringContaining(`reaches no other repository than ${OWN}`),
    })
    // Of another App.
    expect(pushPlan({ 'config-token': 'ghs_153680_x.y' }).config?.credential.kind).toBe('token')
  })
})

const deploy = (repository = OWN) => `deploy(web): 1111111 -> 2222222

  run      https://github.com/${repository}/actions/runs/1/attempts/1

Source-Repository: ${repository}
Source-Commit: ${'a'.repeat(40)}
Actor: octocat
Correlation-Id: gh-17200000001-1
`
const MERGED = 'Merge pull request #12 from acme/deploy/web--production-1a2b3c\n\ndeploy(web)'

describe('a push of commits of this step', () => {
  const own = { transport: 'slug', slug: OWN } as const
  const said = (brought: readonly string[], source: Partial<Source> = {}) =>
    nothingNew(own, aSource({ ...source, brought }))

  test.each([
    ['one', [deploy()]],
    ['one that Windows has seen', [deploy().replaceAll('\n', '\r\n')]],
    ['two', [deploy(), deploy()]],
    ['one that was merged', [deploy(), MERGED]],
    [
      'one that was brought up to date, and merged',
      [deploy(), "Merge branch 'main' into deploy/web", MERGED],
    ],
    ['one that was squashed', [`deploy(web) (#12)\n\n* ${deploy()}\n---------\n\nCo-authored-by: a <a@b>`]],
  ])('is nothing to deploy: %s', (_, brought) => {
    expect(said(brought)).toMatch(/^The push has brought nothing but what this step commits \("deploy\(web\)/)
  })

  test.each([
    ['nothing that is known', []],
    ["a person's commit on top", [deploy(), 'Fix the totals']],
    ["a person's commit before it", ['Fix the totals', deploy()]],
    [
      'one of a person who quotes it',
      ['Revert "deploy(web): 1111111 -> 2222222"\n\nThis reverts commit 1234.'],
    ],
    ['a merge of something else alone', ['Merge pull request #13 from acme/feature\n\nTotals']],
    ['one for another repository, written here by its run', [deploy('acme/other')]],
    ['one that no run has made', [deploy().replace(/^Correlation-Id.*$/m, '')]],
  ])('is not %s', (_, brought) => {
    expect(said(brought)).toBeUndefined()
  })

  test('of a config repository elsewhere is for that one', () => {
    expect(
      nothingNew({ transport: 'slug', slug: 'acme/config' }, aSource({ brought: [deploy()] })),
    ).toBeUndefined()
    expect(nothingNew(undefined, aSource({ brought: [deploy()] }))).toBeUndefined()
  })
})
