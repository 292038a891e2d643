import { describe, expect, test } from 'vitest'
import { problemsOf } from '../../../builders.ts'
import { plan } from './planned.ts'

const OTHER = '012345678901'
const OTHER_HOST = `${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com`

describe('pull requests', () => {
  const pull = { event: 'pull_request', ref: 'refs/pull/7/merge' }
  const fork = { ...pull, fromFork: true, idTokenAvailable: false }
  test.each([
    ['a fork', { fromFork: true }],
    ['Dependabot', { fromDependabot: true }],
  ])('of %s get no login even where a token is to be had (pull_request_target)', (_, from) => {
    const source = { ...pull, event: 'pull_request_target', fromPullRequest: true, ...from }
    expect(plan({ 'login-registries': OTHER_HOST }, source).logins).toEqual([])
  })

  const secrets = { 'role-to-assume': '', 'aws-region': '', 'config-token': '', 'config-ssh-key': '' }

  test.each([
    ['a fork', fork],
    ['Dependabot', { ...pull, fromDependabot: true, idTokenAvailable: false }],
    ['the same repository', pull],
  ])('of %s is no mistake with empty secrets', (_, source) => {
    expect(plan(secrets, source)).toMatchObject({
      kind: 'check',
      logins: [],
      images: [{ name: 'identity-service', targets: [{ path: 'apps/identity-service/overlays/prod' }] }],
    })
  })

  test('of a fork does not log in anywhere', () => {
    expect(plan({ 'login-registries': OTHER_HOST }, fork).logins).toEqual([])
    expect(plan({ ...secrets, 'login-registries': OTHER_HOST }, fork).logins).toEqual([])
  })

  test('of the same repository without id-token do not log in anywhere', () => {
    expect(plan({ 'login-registries': OTHER_HOST }, { ...pull, idTokenAvailable: false }).logins).toEqual([])
  })

  test('of the same repository with id-token logs in to read base images only', () => {
    const { logins } = plan({ 'login-registries': OTHER_HOST }, pull)
    expect(logins.map(({ registry, session }) => [registry.host, session.writes])).toEqual([[OTHER_HOST, []]])
  })

  test('of the same repository is no mistake when the role of login-registries comes from an empty secret', () => {
    expect(plan({ ...secrets, 'login-registries': OTHER_HOST }, pull)).toMatchObject({
      kind: 'check',
      logins: [],
    })
  })

  test('of the same repository log in with the role of the registry, also where the one of the step is empty', () => {
    const given = { ...secrets, 'login-registries': `${OTHER_HOST}=arn:aws:iam::${OTHER}:role/reader` }
    expect(plan(given, pull).logins.map(({ role }) => role?.arn)).toEqual([
      `arn:aws:iam::${OTHER}:role/reader`,
    ])
  })

  test('tell the mistakes of a deploy before they are merged, but lack what only a deploy needs', async () => {
    const mistaken = { overlays: '../x\napps/a', 'commit-message': '{foo}' }
    expect(await problemsOf(() => plan({ ...secrets, ...mistaken }, pull))).toMatchObject([
      { code: 'OVERLAY_INVALID', inputs: ['overlays'] },
      { code: 'INPUT_INVALID', inputs: ['commit-message'] },
    ])
    expect(plan({ ...secrets, overlays: '' }, pull).images[0].targets).toEqual([])
    const alone = plan({ ...secrets, ...mistaken, 'config-repository': '' }, pull)
    expect(alone.images[0].targets).toMatchObject([{ path: 'apps/a' }])
  })

  test('keep dry-run, which builds nothing', () => {
    expect(plan({ 'dry-run': 'true' }, pull)).toMatchObject({ kind: 'check', dryRun: true })
  })

  test('that push by hand from a fork say what is missing', async () => {
    const codes = (await problemsOf(() => plan({ ...secrets, push: 'true' }, fork))).map(({ code }) => code)
    expect(codes).toContain('INPUT_REQUIRED')
  })

  test('have no config plan: nothing can be committed from them', () => {
    expect(plan({}, pull)).not.toHaveProperty('config')
  })
})
