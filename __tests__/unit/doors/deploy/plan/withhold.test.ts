import { describe, expect, test } from 'vitest'
import { allowanceOf, grant } from '../../../../../src/doors/deploy/plan/allowance.ts'
import type { Source } from '../../../../../src/source/source.ts'
import { aSource, cacheEntries, inputsOf, must } from '../../../builders.ts'
import { plan } from './planned.ts'

const OF_A_FORK = {
  event: 'pull_request_target',
  ref: 'refs/heads/main',
  fromFork: true,
  fromPullRequest: true,
}
const GIVEN = {
  secrets: 'a=1\n"b= "',
  'secret-envs': 'c=C\nd=D',
  'secret-files': 'e=.npmrc',
  ssh: 'default\ngit=key',
  'build-args': 'NODE=24\nNPM_TOKEN=x\nHTTPS_PROXY=http://u:p@proxy',
  cache: 'gha',
  'cache-from': 'type=s3,bucket=b\na/b:c\ntype=local,src=x',
  'cache-to': 'type=gha\na/b:c',
}
const ENVIRONMENT = new Set(['C', 'SSH_AUTH_SOCK', 'ACTIONS_RUNTIME_TOKEN'])

function granted(source: Partial<Source>, given: Record<string, string> = GIVEN) {
  const { inputs } = inputsOf(given)
  const from = aSource({ environment: ENVIRONMENT, ...source })
  return grant(inputs.images[0].build, from, allowanceOf(inputs, from))
}

describe('files of a fork', () => {
  test('are built with nothing that is somebody’s, and what was there is named', () => {
    const { build, withheld } = granted(OF_A_FORK)
    expect(build).toMatchObject({
      secrets: [],
      secretEnvs: [],
      secretFiles: [],
      ssh: [],
      buildArgs: ['NODE=24'],
      cache: undefined,
      cacheFrom: cacheEntries('a/b:c', 'type=local,src=x'),
      cacheTo: cacheEntries('a/b:c'),
    })
    expect(withheld).toEqual([
      'secrets (a)',
      'secret-envs (c)',
      'secret-files (e)',
      'ssh (default, git)',
      'build-args (NPM_TOKEN, HTTPS_PROXY)',
      'cache (gha)',
      'cache-from (s3)',
    ])
  })

  test('may lack an agent and a token that they are not to have', () => {
    const given = { ssh: 'default', cache: 'gha' }
    const made = plan(given, { ...OF_A_FORK, environment: new Set() })
    expect(made.warnings).toEqual([])
    expect(made.notices).toEqual([
      "The files of this run may be anybody's (they are of a fork), so they are built without ssh (default), cache (gha).",
    ])
  })

  test('are not said to lack what nobody has given', () => {
    expect(plan({}, OF_A_FORK).notices).toEqual([])
    expect(granted(OF_A_FORK, {}).withheld).toEqual([])
  })

  test('are distinguished from files of nobody knows whom', () => {
    const source = { ...OF_A_FORK, event: 'issue_comment', fromAnybody: true }
    expect(must(plan({ secrets: 'a=1' }, source).notices[0])).toContain(
      '(issue_comment does not say whose files are checked out)',
    )
  })

  test.each([
    [{ idTokenAvailable: true }, {}, 1],
    [{ idTokenAvailable: false }, {}, 0],
    [{ idTokenAvailable: false }, { 'aws-credentials': 'ambient' }, 1],
  ])('lack login-registries only where a login was to be had: %j %j', (source, given, count) => {
    const host = '012345678901.dkr.ecr.ap-southeast-2.amazonaws.com'
    const made = plan({ 'login-registries': host, ...given }, { ...OF_A_FORK, ...source })
    expect(made.logins).toEqual([])
    expect(made.notices.filter((text) => text.includes('login-registries'))).toHaveLength(count)
  })

  test('read no cache of a registry that they have no login for', () => {
    const host = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'
    const given = { cache: 'ecr:team/cache', 'login-registries': host, registry: host }
    expect(plan(given, OF_A_FORK).images[0].build?.cache).toBeUndefined()
    expect(plan(given, { ...OF_A_FORK, fromFork: false }).images[0].build?.cache).toBeDefined()
  })

  test('may use a shared builder only by the input that says so', () => {
    expect(plan({}, OF_A_FORK).engine.may.sharedBuilder).toBe(false)
    const { may } = plan({ 'share-builder': 'true' }, OF_A_FORK).engine
    expect(Object.entries(may).filter(([, allowed]) => allowed)).toEqual([['sharedBuilder', true]])
  })
})

test.each([{}, { fromDependabot: true }, { fromPullRequest: true }])(
  'files of the repository itself have all of it: %j',
  (source) => {
    const { inputs } = inputsOf(GIVEN)
    expect(granted(source)).toEqual({ build: inputs.images[0].build, withheld: undefined })
  },
)
