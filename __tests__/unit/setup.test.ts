import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  appKeyArn,
  appKeyPolicy,
  LIFECYCLE_POLICY,
  nodePolicy,
  pullPolicy,
  rolePolicy,
  rolesOf,
  trustPolicy,
} from '../../examples/setup/pulumi/policies.ts'
import { problemsOf, type Settings } from '../../examples/setup/pulumi/settings.ts'
import * as step from '../../src/aws/registry/create-repository.ts'
import { sessionPolicy } from '../../src/aws/session/policy.ts'
import { signingStatement } from '../../src/aws/session/signing.ts'
import { ACCOUNT, anAccess, HOST, host, must, REGION, REPOSITORY } from './builders.ts'

interface Statement {
  readonly Sid?: string
  readonly Action: string | readonly string[]
  readonly Resource?: readonly string[]
  readonly Principal?: { readonly AWS: readonly string[] }
  readonly Condition?: object
}

const SETTINGS: Settings = {
  accountId: ACCOUNT,
  region: REGION,
  githubOwner: 'acme',
  githubOwnerId: '600100',
  configRepository: 'platform-config',
  services: { 'identity-service': { repositoryId: '700100200', repositories: [REPOSITORY] } },
  sharedRole: false,
  trustedRuns: ['ref:refs/heads/main', 'ref:refs/tags/v*'],
  stepCreatesRepositories: false,
  pullAccountIds: [],
  nodeRoles: [],
  pullRegistries: [],
  appKeyAdministrators: [],
  createOidcProvider: true,
}
/** The role of the one service. */
const roleOf = (settings: Settings) => must(rolesOf(settings)[0])
const twoServices = (sharedRole: boolean): Settings => ({
  ...SETTINGS,
  sharedRole,
  services: {
    web: { repositoryId: '2', repositories: ['shop/web', 'shop/common'] },
    api: { repositoryId: '1', repositories: ['shop/common'] },
  },
})
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
      const settings = { ...SETTINGS, stepCreatesRepositories }
      const allowed = parse(rolePolicy(settings, roleOf(settings)))
      expect(actions(allowed)).toEqual(ofSession(creates))
      const [login, ...others] = allowed
      expect(login).toMatchObject({ Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] })
      for (const { Resource } of others) expect(Resource).toEqual([ARN])
    },
  )

  test('trusts what README.md advises', () => {
    const blocks = [...README.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']) => text)
    const advised = must(blocks.find((text) => text.includes('AssumeRole')))
    const services = { 'identity-service': { repositoryId: 'REPOSITORY_ID', repositories: [REPOSITORY] } }
    const settings = { ...SETTINGS, githubOwnerId: 'OWNER_ID', services }
    // One value may be written with or without a list around it.
    const listed = advised.replace('"REPOSITORY_ID"', '["REPOSITORY_ID"]')
    expect(JSON.parse(trustPolicy(settings, roleOf(settings)))).toEqual(JSON.parse(listed))
  })
})

describe('the key of a GitHub App', () => {
  const admin = `arn:aws:iam::${ACCOUNT}:role/platform-admin`
  const settings = { ...twoServices(false), appKeyAdministrators: [admin] }

  test('is signed with by the role as the session of the step wants to, and by no role where there is none', () => {
    const [sign] = parse(rolePolicy(settings, roleOf(settings))).filter(({ Sid }) => Sid === 'SignAsApp')
    const { Action, Resource, ...wanted } = signingStatement(appKeyArn(settings))
    expect(sign).toEqual({ ...wanted, Sid: 'SignAsApp', Action: [Action], Resource: [Resource] })
    expect(actions(parse(rolePolicy(SETTINGS, roleOf(SETTINGS))))).not.toContain('kms:Sign')
  })

  test('is filled by its administrators alone, and signs for the roles alone, as GitHub takes it', () => {
    const statements = parse(appKeyPolicy(settings))
    const may = (action: string) =>
      statements.filter(({ Action }) => [Action].flat().includes(action)).flatMap((one) => one.Principal?.AWS)
    expect(may('kms:Sign')).toEqual(
      ['api', 'web'].map((name) => `arn:aws:iam::${ACCOUNT}:role/${name}-deploy`),
    )
    for (const action of ['ImportKeyMaterial', 'GetParametersForImport', 'DeleteImportedKeyMaterial']) {
      expect(may(`kms:${action}`)).toEqual([admin])
    }
    // Without it nobody could change the policy any more, and KMS refuses the key.
    expect(may('kms:PutKeyPolicy')).toEqual([`arn:aws:iam::${ACCOUNT}:root`])
    expect(actions(statements).filter((action) => /[*]|Grant|Decrypt|ReplicateKey/.test(action))).toEqual([])
    expect(statements.at(-1)?.Condition).toEqual({
      StringEquals: { 'kms:SigningAlgorithm': 'RSASSA_PKCS1_V1_5_SHA_256' },
    })
  })

  test('is in no file that makes it', () => {
    expect(`${TERRAFORM}\n${textOf('examples/setup/pulumi/*.ts')}`).not.toMatch(/key_?material_?base64/i)
  })
})

describe('several services', () => {
  const arn = (name: string) => `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${name}`
  const seen = (settings: Settings) =>
    rolesOf(settings).map((one) => {
      const [, read, write] = parse(rolePolicy(settings, one))
      const trust = trustPolicy(settings, one)
      return {
        name: one.name,
        services: ['api', 'web'].filter((name) => trust.includes(`repo:acme/${name}:ref:`)),
        ids: ['1', '2'].filter((id) => trust.includes(`"${id}"`)),
        write: write?.Resource,
        sameRead: JSON.stringify(read?.Resource) === JSON.stringify(write?.Resource),
      }
    })

  test('have a role each, which trusts and writes for that one alone', () => {
    expect(seen(twoServices(false))).toEqual([
      { name: 'api', services: ['api'], ids: ['1'], write: [arn('shop/common')], sameRead: true },
      {
        name: 'web',
        services: ['web'],
        ids: ['2'],
        write: [arn('shop/common'), arn('shop/web')],
        sameRead: true,
      },
    ])
  })

  test('share one role where that is wanted, with each repository once', () => {
    expect(seen(twoServices(true))).toEqual([
      {
        name: 'ecr-gitops',
        services: ['api', 'web'],
        ids: ['1', '2'],
        write: [arn('shop/common'), arn('shop/web')],
        sameRead: true,
      },
    ])
  })
})

test('nodes may pull from every registry that is listed, and from the own one, each once', () => {
  const marketplace = '709825985650.dkr.ecr.us-east-1.amazonaws.com'
  const [login, pull, ...others] = parse(
    nodePolicy({ ...SETTINGS, pullRegistries: [marketplace, HOST, OTHER] }),
  )
  expect(login).toMatchObject({ Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] })
  expect(pull?.Action).toEqual(parse(pullPolicy(['590184067193']))[0]?.Action)
  expect(pull?.Resource).toEqual([
    `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/*`,
    `arn:aws:ecr:${REGION}:590184067193:repository/*`,
    'arn:aws:ecr:us-east-1:709825985650:repository/*',
  ])
  expect(others).toEqual([])
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
    ['services', { services: {} }],
    ['services', { services: { 'acme/web': { repositoryId: '1', repositories: ['web'] } } }],
    ['services', { services: { web: { repositoryId: '', repositories: ['web'] } } }],
    ['services', { services: { web: { repositoryId: '1', repositories: [] } } }],
    ['services', { services: { web: { repositoryId: '1', repositories: ['web', `${HOST}/Shop`] } } }],
    ['configRepository', { configRepository: 'https://github.com/acme/platform-config' }],
    ['trustedRuns', { trustedRuns: ['*'] }],
    ['trustedRuns', { trustedRuns: ['pull_request'] }],
    ['trustedRuns', { trustedRuns: ['ref:refs/heads/*'] }],
    ['nodeRoles', { nodeRoles: ['arn:aws:iam::465002806239:role/node'] }],
    ['pullRegistries', { pullRegistries: [HOST, `${HOST}/web`] }],
    ['pullRegistries', { pullRegistries: ['public.ecr.aws'] }],
    ['appKeyAdministrators', { appKeyAdministrators: ['platform-admin'] }],
    ['pullAccountIds', { pullAccountIds: ['590184067193', '12'] }],
  ])('%s is refused: %j', (name, wrong) => {
    const problems = problemsOf({ ...SETTINGS, ...wrong })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name}: `))
  })
})

describe('the Terraform files', () => {
  const inCamelCase = (name: string) => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  const listAfter = (text: string) =>
    must(/Action\s*= (\[[^\]]*\])/.exec(text)?.[1]).match(/(?:ecr|kms):\w+/g)

  test('have the variables that Pulumi has as settings', () => {
    const names = [...TERRAFORM.matchAll(/^variable "(\w+)"/gm)].map(([, name = '']) => inCamelCase(name))
    expect(names.toSorted()).toEqual(Object.keys(SETTINGS).toSorted())
  })

  test('allow the actions that Pulumi allows', () => {
    const found = [...TERRAFORM.matchAll(/Sid\s*= "(\w+)"/g)].map(({ 1: Sid, index }) => ({
      Sid,
      Action: listAfter(TERRAFORM.slice(index)),
    }))
    const all = { ...SETTINGS, stepCreatesRepositories: true, appKeyAdministrators: ['anybody'] }
    const wanted = [
      ...parse(rolePolicy(all, roleOf(SETTINGS))),
      ...parse(appKeyPolicy(all)),
      ...parse(nodePolicy(SETTINGS)),
      ...parse(pullPolicy([])),
    ].map(({ Sid, Action }) => ({ Sid, Action }))
    expect(found).toEqual(wanted)
  })

  test('have the outputs that Pulumi has', () => {
    const names = [...TERRAFORM.matchAll(/^output "(\w+)"/gm)].map(([, name = '']) => inCamelCase(name))
    const exported = [...textOf('examples/setup/pulumi/index.ts').matchAll(/^export const (\w+)/gm)]
    expect(names.toSorted()).toEqual(['appKey', 'registry', 'repositories', 'roles'])
    expect(exported.map(([, name = '']) => name).toSorted()).toEqual(names.toSorted())
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
