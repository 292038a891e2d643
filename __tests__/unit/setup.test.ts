import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  LIFECYCLE_POLICY,
  pullPolicy,
  rolePolicy,
  trustPolicy,
} from '../../examples/setup/pulumi/policies.ts'
import { problemsOf, type Settings } from '../../examples/setup/pulumi/settings.ts'
import * as step from '../../src/aws/registry/create-repository.ts'
import { sessionPolicy } from '../../src/aws/session/policy.ts'
import { ACCOUNT, anAccess, HOST, host, must, REGION, REPOSITORY } from './builders.ts'

interface Statement {
  readonly Sid?: string
  readonly Action: string | readonly string[]
  readonly Resource?: readonly string[]
}

const SETTINGS: Settings = {
  accountId: ACCOUNT,
  region: REGION,
  githubOwner: 'acme',
  githubOwnerId: '600100',
  serviceRepository: 'identity-service',
  serviceRepositoryId: '700100200',
  configRepository: 'platform-config',
  trustedRuns: ['ref:refs/heads/main', 'ref:refs/tags/v*'],
  repositories: [REPOSITORY],
  stepCreatesRepositories: false,
  pullAccountIds: [],
  createOidcProvider: true,
}
const ARN = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${REPOSITORY}`
const OTHER = HOST.replace(ACCOUNT, '590184067193')

const parse = (policy: string): readonly Statement[] =>
  (JSON.parse(policy) as { Statement: readonly Statement[] }).Statement
const actions = (statements: readonly Statement[]) => statements.flatMap(({ Action }) => Action).toSorted()
/** Without what only base images of a pull through cache need. */
const ofSession = (creates: readonly string[]) =>
  actions(parse(sessionPolicy({ ...anAccess().session, writes: [ARN], creates }))).filter(
    (action) => action !== 'ecr:BatchImportUpstreamImage',
  )

const textOf = (pattern: string): string =>
  globSync(pattern)
    .toSorted()
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
const TERRAFORM = textOf('examples/setup/terraform/*.tf')
const README = textOf('README.md')

describe('the role that Pulumi makes', () => {
  test.each([
    [false, [] as string[]],
    [true, [ARN]],
  ])(
    'allows what the step asks for; the step creates repositories: %s',
    (stepCreatesRepositories, creates) => {
      const allowed = parse(rolePolicy({ ...SETTINGS, stepCreatesRepositories }))
      expect(actions(allowed)).toEqual(ofSession(creates))
      const [login, ...others] = allowed
      expect(login).toMatchObject({ Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] })
      for (const { Resource } of others) expect(Resource).toEqual([ARN])
    },
  )

  test('trusts what README.md advises', () => {
    const blocks = [...README.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']) => text)
    const advised = must(blocks.find((text) => text.includes('AssumeRole')))
    const ids = { githubOwnerId: 'OWNER_ID', serviceRepositoryId: 'REPOSITORY_ID' }
    expect(JSON.parse(trustPolicy({ ...SETTINGS, ...ids }))).toEqual(JSON.parse(advised))
  })
})

test('repositories get the policies that the step sets with create-repository', () => {
  expect(JSON.parse(LIFECYCLE_POLICY)).toEqual(JSON.parse(step.LIFECYCLE_POLICY))
  expect(JSON.parse(pullPolicy([host(OTHER).account]))).toEqual(
    JSON.parse(step.pullPolicy(host(HOST), [host(OTHER).account])),
  )
})

describe('settings', () => {
  test('that are right have no problem', () => {
    expect(problemsOf(SETTINGS)).toEqual([])
  })

  test.each<[keyof Settings, Partial<Settings>]>([
    ['accountId', { accountId: '46500280623' }],
    ['region', { region: 'Sydney' }],
    ['githubOwner', { githubOwner: 'acme/identity-service' }],
    ['githubOwnerId', { githubOwnerId: 'acme' }],
    ['serviceRepository', { serviceRepository: 'acme/identity-service' }],
    ['serviceRepositoryId', { serviceRepositoryId: '' }],
    ['configRepository', { configRepository: 'https://github.com/acme/platform-config' }],
    ['trustedRuns', { trustedRuns: ['*'] }],
    ['trustedRuns', { trustedRuns: ['pull_request'] }],
    ['trustedRuns', { trustedRuns: ['ref:refs/heads/*'] }],
    ['repositories', { repositories: [`${HOST}/Shop`] }],
    ['repositories', { repositories: [] }],
    ['pullAccountIds', { pullAccountIds: ['590184067193', '12'] }],
  ])('%s is refused: %j', (name, wrong) => {
    const problems = problemsOf({ ...SETTINGS, ...wrong })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name}: `))
  })
})

describe('the Terraform files', () => {
  const inCamelCase = (name: string) => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  const listAfter = (text: string) => must(/Action\s*= (\[[^\]]*\])/.exec(text)?.[1]).match(/ecr:\w+/g)

  test('have the variables that Pulumi has as settings', () => {
    const names = [...TERRAFORM.matchAll(/^variable "(\w+)"/gm)].map(([, name = '']) => inCamelCase(name))
    expect(names.toSorted()).toEqual(Object.keys(SETTINGS).toSorted())
  })

  test('allow the actions that Pulumi allows', () => {
    const found = [...TERRAFORM.matchAll(/Sid\s*= "(\w+)"/g)].map(({ 1: Sid, index }) => ({
      Sid,
      Action: listAfter(TERRAFORM.slice(index)),
    }))
    const wanted = [
      ...parse(rolePolicy({ ...SETTINGS, stepCreatesRepositories: true })),
      ...parse(pullPolicy([])),
    ].map(({ Sid, Action }) => ({ Sid, Action }))
    expect(found).toEqual(wanted)
  })

  test('trust the same runs when nothing is said', () => {
    const runs = /variable "trusted_runs".*?default\s*= (\[.*?\])/s.exec(TERRAFORM)?.[1]
    expect(JSON.parse(must(runs))).toEqual(SETTINGS.trustedRuns)
    expect(textOf('examples/setup/pulumi/index.ts')).toContain("['ref:refs/heads/main', 'ref:refs/tags/v*']")
  })

  test('expire what the step lets expire', () => {
    const rule = /selection\s*= \{ (.*?) \}/.exec(TERRAFORM)?.[1]?.replaceAll(/(\w+) =/g, '"$1":')
    const [wanted] = (JSON.parse(step.LIFECYCLE_POLICY) as { rules: { selection: object }[] }).rules
    expect(JSON.parse(`{${rule}}`)).toEqual(wanted?.selection)
  })
})
