import { describe, expect, test } from 'vitest'
import { makePlan } from '../../../../../../src/doors/deploy/plan/make-plan.ts'
import type { RegistryAccess } from '../../../../../../src/plan/access.ts'
import type { Source } from '../../../../../../src/source/source.ts'
import {
  ACCOUNT,
  aSource,
  DEPLOYING,
  EMPTY_SECRET,
  HOST,
  inputsOf,
  problemsOf,
  REPOSITORY,
  ROLE,
} from '../../../../builders.ts'
import { isTold, type Refusal } from '../told.ts'

const OTHER = '999988887777'
const OTHER_HOST = `${OTHER}.dkr.ecr.us-east-1.amazonaws.com`
const { 'role-to-assume': _role, ...WITHOUT_ROLE } = DEPLOYING
const AMBIENT = { ...WITHOUT_ROLE, 'aws-credentials': 'ambient' }

const plan = (inputs: Record<string, string>, source: Partial<Source> = {}) =>
  makePlan(inputsOf(inputs), aSource({ idTokenAvailable: false, ...source }))

function accessOf(inputs: Record<string, string>, source: Partial<Source> = {}): RegistryAccess {
  const made = plan(inputs, source)
  if (made.kind !== 'push') throw new Error('the test expected a run that pushes')
  return made.images[0].access
}

describe('aws-credentials: ambient', () => {
  test('needs no id-token, and assumes the role with a session that writes to the repository', () => {
    const { role, session } = accessOf({ ...AMBIENT, 'role-to-assume': ROLE })
    expect(role?.arn).toBe(ROLE)
    expect(session).toMatchObject({
      ambient: {},
      writes: [`arn:aws:ecr:ap-southeast-2:${ACCOUNT}:repository/${REPOSITORY}`],
    })
  })

  test('without a role expects the account of the registry, or one that is allowed', () => {
    const inputs = { ...AMBIENT, registry: HOST, 'aws-region': '' }
    expect(accessOf(inputs)).toMatchObject({ role: undefined, session: { ambient: { accounts: [ACCOUNT] } } })
    const allowed = accessOf({ ...inputs, 'allowed-account-ids': OTHER })
    expect(allowed.session.ambient?.accounts).toEqual([ACCOUNT, OTHER])
  })

  test('without a role must know the registry, because no ARN says the account', async () => {
    expect(await problemsOf(() => plan(AMBIENT))).toMatchObject([
      {
        code: 'INPUT_REQUIRED',
        inputs: ['registry', 'role-to-assume'],
        hint: expect.stringContaining('registry'),
      },
    ])
  })

  test('compares a role with the registry as ever', async () => {
    const problems = await problemsOf(() =>
      plan({ ...AMBIENT, 'role-to-assume': ROLE, registry: OTHER_HOST, 'aws-region': '' }),
    )
    expect(problems).toMatchObject([{ code: 'ACCOUNT_MISMATCH', inputs: ['registry'] }])
  })

  test('is kept from a run for a fork that would push', async () => {
    const inputs = { ...AMBIENT, push: 'true', 'role-to-assume': ROLE }
    expect(await problemsOf(() => plan(inputs, { fromFork: true }))).toMatchObject([
      { code: 'CREDENTIALS_UNAVAILABLE', message: expect.stringContaining('from a fork') },
    ])
  })

  test('logs in to base images of pull requests, but not for a fork', () => {
    const inputs = { ...AMBIENT, 'login-registries': `${OTHER_HOST}\n${HOST}=${ROLE}` }
    const pull: Partial<Source> = { event: 'pull_request', ref: 'refs/pull/7/merge', fromPullRequest: true }
    const { logins } = plan(inputs, pull)
    expect(logins.map(({ registry, role }) => [registry.host, role?.arn])).toEqual([
      [OTHER_HOST, undefined],
      [HOST, ROLE],
    ])
    expect(logins.map(({ session }) => session.writes)).toEqual([[], []])
    expect(logins[0]?.session.ambient?.accounts).toEqual([OTHER, ACCOUNT])
    expect(plan(inputs, { ...pull, fromFork: true }).logins).toEqual([])
  })
})

describe('a job without id-token: write', () => {
  test.each<[why: string, source: Partial<Source>, says: RegExp]>([
    ['lacks the permission', {}, /lacks the permission/],
    ['is of a fork', { fromFork: true }, /a pull request from a fork gets none/],
    ['is of Dependabot', { fromDependabot: true }, /a run started by Dependabot gets none by default/],
  ])('is reported so with every other mistake, before any request: it %s', async (_, source, says) => {
    const problems = await problemsOf(() => plan({ ...DEPLOYING, push: 'true', tag: 'latest' }, source))
    expect(problems.map(({ code }) => code).toSorted()).toEqual(['ID_TOKEN_UNAVAILABLE', 'TAG_MUTABLE'])
    expect(problems.map(({ message }) => message).join()).toMatch(says)
  })

  test('needs none where nothing is pushed', () => {
    expect(plan({ ...DEPLOYING, push: 'false' }).kind).toBe('check')
  })
})

test('without ambient credentials no session has an ambient plan', () => {
  expect(accessOf(DEPLOYING, { idTokenAvailable: true }).session).not.toHaveProperty('ambient')
})

describe('a run for a fork that would push', () => {
  test.each(['pull_request_target', 'workflow_run'])(
    'gets no credentials, though %s has a token',
    async (event) => {
      const source = { event, fromFork: true, fromPullRequest: true, idTokenAvailable: true }
      const work = () => plan({ ...DEPLOYING, push: 'true', 'login-registries': OTHER_HOST }, source)
      expect(await problemsOf(work)).toMatchObject([
        {
          code: 'CREDENTIALS_UNAVAILABLE',
          message: expect.stringContaining('gets no AWS credentials'),
        },
      ])
    },
  )

  test('of Dependabot on the default branch, after a merge, is like any other', () => {
    const merged = { fromDependabot: true, idTokenAvailable: true }
    expect(plan(DEPLOYING, merged)).toMatchObject({ kind: 'push', config: expect.anything() })
    expect(plan({ ...DEPLOYING, 'aws-credentials': 'ambient' }, merged).kind).toBe('push')
  })
})

const ALLOWABLE_HOST = '012345678912.dkr.ecr.ap-southeast-2.amazonaws.com'
const CHINA_HOST = '465002806239.dkr.ecr.cn-north-1.amazonaws.com.cn'

describe('a refusal of registry and role', () => {
  test.each<Refusal>([
    [
      'another region',
      { registry: HOST, 'aws-region': 'eu-west-1' },
      {},
      {
        code: 'ACCOUNT_MISMATCH',
        inputs: ['aws-region'],
        message: `aws-region is eu-west-1, but registry ${HOST} is in ap-southeast-2`,
        hint: 'Leave the input aws-region empty (it follows registry), or give the registry of that region.',
      },
    ],
    [
      'another account',
      { registry: ALLOWABLE_HOST },
      {},
      {
        code: 'ACCOUNT_MISMATCH',
        inputs: ['registry'],
        message: `registry ${ALLOWABLE_HOST} is in account 012345678912, but role-to-assume is in account 465002806239`,
        hint: 'Correct registry or role-to-assume; if pushing to the other account is meant, add "012345678912" to allowed-account-ids.',
      },
    ],
    [
      'an account of documentation in registry',
      { registry: '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com' },
      {},
      {
        code: 'ACCOUNT_MISMATCH',
        inputs: ['registry'],
        message:
          'registry 123456789012.dkr.ecr.ap-southeast-2.amazonaws.com is in account 123456789012, but role-to-assume is in account 465002806239',
        hint: 'Set the input registry to the host of your own account, or leave it empty, which makes it that of 465002806239: 123456789012 is a placeholder, as documentation has them.',
      },
    ],
    [
      'an account of documentation in the role',
      { registry: HOST, 'role-to-assume': 'arn:aws:iam::111122223333:role/x' },
      {},
      {
        code: 'ACCOUNT_MISMATCH',
        inputs: ['registry'],
        message: `registry ${HOST} is in account 465002806239, but role-to-assume is in account 111122223333`,
        hint: 'Set the input role-to-assume to the ARN of a role in your own account: 111122223333 is a placeholder, as documentation has them.',
      },
    ],
    [
      'another partition',
      { 'aws-region': 'cn-north-1' },
      {},
      {
        code: 'ACCOUNT_MISMATCH',
        inputs: ['role-to-assume', 'aws-region', 'registry'],
        message: `role ${ROLE} is in partition aws, but registry ${CHINA_HOST} is in partition aws-cn`,
        hint: 'Give a role and a registry of one partition: correct role-to-assume or aws-region or registry.',
      },
    ],
    [
      'base images of another partition',
      { 'login-registries': CHINA_HOST },
      {},
      {
        code: 'ACCOUNT_MISMATCH',
        inputs: ['login-registries', 'role-to-assume'],
        message: `role ${ROLE} is in partition aws, but registry ${CHINA_HOST} is in partition aws-cn`,
        hint: 'Give a role and a registry of one partition: correct login-registries or role-to-assume.',
      },
    ],
    [
      'no region',
      { 'aws-region': '' },
      {},
      {
        code: 'INPUT_REQUIRED',
        inputs: ['aws-region', 'registry', 'role-to-assume'],
        message: 'neither aws-region nor registry says in which region to push',
        hint: 'Set the input aws-region, for example to ap-southeast-2.',
      },
    ],
    [
      'a region of the environment that is none',
      { 'aws-region': '' },
      { environmentRegion: 'nowhere' },
      {
        code: 'INPUT_REQUIRED',
        inputs: ['aws-region', 'registry', 'role-to-assume'],
        message: 'there is no known ECR host in the region nowhere',
        hint: 'Set the input aws-region, for example to ap-southeast-2.',
      },
    ],
    [
      'ambient credentials of nobody knows which account',
      { 'aws-credentials': 'ambient', 'role-to-assume': '' },
      {},
      {
        code: 'INPUT_REQUIRED',
        inputs: ['registry', 'role-to-assume'],
        message:
          'aws-credentials is ambient, and neither registry nor role-to-assume says to which account to push',
        hint: 'Set the input registry to the host to push to, for example 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com, or role-to-assume to a role of that account.',
      },
    ],
  ])('%s', isTold)
})

describe('a refusal of credentials', () => {
  const NO_TOKEN = 'GitHub gave this job no OIDC token to assume role-to-assume with'
  const FOR_OTHERS =
    'Set push: false for such runs, or keep them from this job by an if; deploy from a run on the default branch.'

  test.each<Refusal>([
    [
      'no role',
      { 'role-to-assume': '' },
      {},
      {
        code: 'INPUT_REQUIRED',
        inputs: ['role-to-assume'],
        message: 'role-to-assume is empty, and this run pushes',
        hint: `Set the input role-to-assume to the full ARN of a role that may push, such as arn:aws:iam::465002806239:role/gitops-deploy, or set push: false. ${EMPTY_SECRET}`,
      },
    ],
    [
      'a fork, though it has a token',
      {},
      { fromFork: true },
      {
        code: 'CREDENTIALS_UNAVAILABLE',
        message:
          'this run is for a pull request from a fork, and gets no AWS credentials here, whatever its event and permissions',
        hint: FOR_OTHERS,
      },
    ],
    [
      'a comment at a pull request that may be of a fork',
      { push: 'true' },
      { event: 'issue_comment', fromFork: true, fromAnybody: true },
      {
        code: 'CREDENTIALS_UNAVAILABLE',
        message:
          'this run is for issue_comment, which does not say whose files are checked out, and gets no AWS credentials here, whatever its event and permissions',
        hint: `${FOR_OTHERS} Or check out the commit of the run with git, without submodules, and add no file to it, not even an ignored one; build from such folders and from images alone (context, file, build-contexts).`,
      },
    ],
    [
      'files of anybody where the runner names no event',
      { push: 'true' },
      { event: '', fromFork: true, fromAnybody: true },
      {
        code: 'CREDENTIALS_UNAVAILABLE',
        message:
          'this run is for no event, which does not say whose files are checked out, and gets no AWS credentials here, whatever its event and permissions',
        hint: `${FOR_OTHERS} Or check out the commit of the run with git, without submodules, and add no file to it, not even an ignored one; build from such folders and from images alone (context, file, build-contexts).`,
      },
    ],
    [
      'act, which makes no token',
      {},
      { underAct: true, idTokenAvailable: false },
      {
        code: 'ID_TOKEN_UNAVAILABLE',
        message:
          'act makes no OIDC tokens, whatever the permissions of the job are, and this run assumes role-to-assume with one',
        hint: 'Under act, set push: false to build only, or aws-credentials: ambient with AWS credentials in the environment of the step (act --env-file).',
      },
    ],
    [
      'a fork without a token',
      {},
      { fromFork: true, idTokenAvailable: false },
      {
        code: 'ID_TOKEN_UNAVAILABLE',
        message: `${NO_TOKEN}: a pull request from a fork gets none`,
        hint: FOR_OTHERS,
      },
    ],
    [
      'Dependabot without a token',
      {},
      { fromDependabot: true, idTokenAvailable: false },
      {
        code: 'ID_TOKEN_UNAVAILABLE',
        message: `${NO_TOKEN}: a run started by Dependabot gets none by default`,
        hint: `${FOR_OTHERS} If Dependabot's runs are meant to push, add "permissions: { id-token: write, contents: read }" to the job, with what else it needs: a permission that is not listed is none.`,
      },
    ],
    [
      'no permission',
      {},
      { idTokenAvailable: false },
      {
        code: 'ID_TOKEN_UNAVAILABLE',
        message: `${NO_TOKEN}: the job lacks the permission`,
        hint: 'Add "permissions: { id-token: write, contents: read }" to the job, with what else it needs: a permission that is not listed is none. In a reusable workflow, also to the calling job.',
      },
    ],
  ])('%s', isTold)
})
