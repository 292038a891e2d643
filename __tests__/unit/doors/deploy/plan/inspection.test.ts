import { describe, expect, test } from 'vitest'
import type { Plan } from '../../../../../src/plan/plan.ts'
import type { Source } from '../../../../../src/source/source.ts'
import { KEY, problemsOf } from '../../../builders.ts'
import { plan } from './planned.ts'

const OTHER = '012345678901'
const pull = { event: 'pull_request', ref: 'refs/pull/7/merge', fromPullRequest: true }
const branch = { ref: 'refs/heads/feature' }
const fork = { ...pull, fromFork: true, idTokenAvailable: false }
const DRY = { 'dry-run': 'true' }
const SECRETS = { 'role-to-assume': '', 'aws-region': '', 'config-token': '', 'config-ssh-key': '' }

interface Case {
  readonly what: string
  readonly given?: Record<string, string>
  readonly source: Partial<Source>
  readonly looks: boolean
}

const cases: Case[] = [
  { what: 'a pull request', source: pull, looks: true },
  { what: 'a pull request that pushes by hand', given: { push: 'true' }, source: pull, looks: true },
  { what: 'push: false on a deploy ref', given: { push: 'false' }, source: {}, looks: true },
  { what: 'a dry run of a pull request', given: DRY, source: pull, looks: true },
  { what: 'a dry run on a feature branch', given: DRY, source: branch, looks: true },
  { what: 'a push to a feature branch, which has an image to push', source: branch, looks: false },
  { what: 'a deploy, which looks by itself', source: {}, looks: false },
  { what: 'a dry run of a deploy', given: DRY, source: {}, looks: false },
  { what: 'a fork', source: fork, looks: false },
  {
    what: 'a fork with the secrets of pull_request_target',
    source: { ...fork, idTokenAvailable: true },
    looks: false,
  },
  { what: 'empty secrets', given: SECRETS, source: pull, looks: false },
  { what: 'no config repository', given: { 'config-repository': '' }, source: pull, looks: false },
  { what: 'no overlays', given: { overlays: '' }, source: pull, looks: false },
  {
    what: 'a fork where no credential is needed',
    given: { 'config-repository': 'file:///srv/config.git', 'config-token': '' },
    source: fork,
    looks: true,
  },
]

const registries = ({ inspection }: Plan) => inspection?.images.map(({ registry }) => registry?.host)

describe('the overlays of a run that does not deploy', () => {
  test.each(cases)('are looked at where it can be: $what ($looks)', ({ given, source, looks }) => {
    expect(plan(given, source).inspection !== undefined).toBe(looks)
  })

  test('are compared with the registry that a deploy would push to', () => {
    expect(registries(plan({}, pull))).toEqual(['465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'])
  })

  test('are looked at without one where nothing says it, and a line says so', () => {
    const made = plan({ 'role-to-assume': '' }, pull)
    expect(registries(made)).toEqual([undefined])
    expect(made.unchecked).toEqual([
      'Whether the entries name the right registry is not checked (identity-service): neither registry nor role-to-assume with aws-region says it in this run.',
    ])
  })

  test('of a dry run come with what else a deploy would ask', () => {
    expect(plan(DRY, pull).unchecked).toEqual([
      'The order of the commits is not checked, as this run would not deploy: a run on pull_request builds without pushing.',
      'The role and the registry are not asked, as this run would not push: a run on pull_request builds without pushing.',
    ])
    expect(plan(DRY, branch).unchecked).toEqual([expect.stringMatching(/^The order of the commits/)])
    expect(plan({}, pull).unchecked).toEqual([])
  })

  test.each([
    [
      'the secret is empty',
      SECRETS,
      pull,
      'config-repository needs config-token, config-ssh-key or config-app-id, which is empty in this run',
    ],
    [
      'https needs a token',
      { ...SECRETS, 'config-repository': 'https://git.example.com/a/b.git' },
      pull,
      'config-repository needs config-token, which is empty in this run',
    ],
    [
      'ssh needs a key',
      { ...SECRETS, 'config-repository': 'git@git.example.com:a/b.git' },
      pull,
      'config-repository needs config-ssh-key, which is empty in this run',
    ],
    [
      'files of anybody',
      {},
      fork,
      "the files of this run may be anybody's, so config-token is not used beside them",
    ],
  ])('are not checked without a line that says why: %s', (_, given, source, why) => {
    const line = `The overlays are not checked: ${why}.`
    expect(plan(given, source)).toMatchObject({ inspection: undefined, unchecked: [line] })
    expect(plan({ ...given, ...DRY }, source).unchecked[0]).toBe(line)
  })

  const mistakes: [string, Record<string, string>, string][] = [
    [
      'role and registry of two accounts',
      { registry: `${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com` },
      'ACCOUNT_MISMATCH',
    ],
    ['both credentials', { 'config-ssh-key': KEY }, 'INPUT_INVALID'],
    [
      'a token that would cross the network',
      { 'config-repository': 'http://git.example.com/a/b.git' },
      'INPUT_INVALID',
    ],
  ]

  test.each(mistakes)('a mistake of their inputs fails a dry run alone: %s', async (_, given, code) => {
    const found = await problemsOf(() => plan({ ...given, ...DRY }, pull))
    expect(found.map((problem) => problem.code)).toEqual([code])
    const { warnings } = plan(given, pull)
    expect(warnings).toEqual([
      expect.stringMatching(`^A deploy would fail with ${code}: .+\nWhat to change: .+`),
    ])
  })

  test('what is not right is not asked', () => {
    expect(plan({ 'config-repository': 'http://git.example.com/a/b.git' }, pull)).toMatchObject({
      inspection: undefined,
      unchecked: [expect.stringContaining('is not read before its inputs are right')],
    })
  })

  test('may be empty where nothing is deployed, but not in a dry run', async () => {
    expect(plan({ overlays: '' }, pull)).toMatchObject({ warnings: [], unchecked: [] })
    for (const given of [
      { overlays: '', ...DRY },
      { ...SECRETS, overlays: '', ...DRY },
    ]) {
      expect(await problemsOf(() => plan(given, pull))).toMatchObject([{ code: 'INPUT_REQUIRED' }])
    }
  })

  test('give the session of base images nothing to write to', () => {
    const { logins } = plan({ 'login-registries': `${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com` }, pull)
    expect(logins.map(({ session }) => session.writes)).toEqual([[]])
  })
})
