import { describe, expect, test } from 'vitest'
import { problemOf } from '../../../builders.ts'
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
