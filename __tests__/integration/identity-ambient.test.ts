import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ambientCredentials } from '../../src/aws/session/ambient.ts'
import { parseEcrHost, parseRoleArn } from '../../src/names/host.ts'
import type { AmbientPlan, RegistryAccess } from '../../src/plan/access.ts'
import { type CredentialServer, startCredentialServer } from '../support/runner-credentials.ts'
import type { Session } from '../support/sessions.ts'
import { userArnOf } from '../support/sts-assume.ts'
import { aRun } from '../unit/builders.ts'
import { temporaryFolder } from '../unit/temporary.ts'
import { A, B, counts, errorOf, FOREVER, must, type Opened, openAws, REPOSITORY, ROLE } from './aws-room.ts'

const RUNNER = `arn:aws:iam::${A}:role/runner`

beforeEach(() => {
  // Nothing of the machine that runs the tests: neither its profiles nor its instance.
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nonexistent')
})

afterEach(() => {
  vi.unstubAllEnvs()
})

const runnerSession = ({ sts }: Opened, roleArn = RUNNER, lifetimeSeconds = 3600): Session =>
  sts.sessions.open({ roleArn, userArn: userArnOf(roleArn, 'i-0abc'), lifetimeSeconds })

function stub(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
}

const inEnvironment = (session: Session): void =>
  stub({
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
  })

const ambient = (opened: Opened, given: Partial<AmbientPlan & { role: string }> = {}): RegistryAccess => ({
  ...opened.access(),
  role: given.role === undefined ? undefined : must(parseRoleArn(given.role)),
  session: { ...opened.session, ambient: { accounts: given.accounts ?? [must(parseAccount(A))] } },
})

const parseAccount = (account: string) => parseEcrHost(`${account}.dkr.ecr.us-east-1.amazonaws.com`)?.account

const stsActions = ({ sts }: Opened) => sts.requests.map(({ action }) => action)

interface Source {
  what: string
  give: (opened: Opened, server: CredentialServer, folder: string) => unknown
  /** What the source itself asks of the embedded STS. */
  asks?: string[]
}

const sources: Source[] = [
  { what: 'the environment', give: (opened) => inEnvironment(runnerSession(opened)) },
  { what: 'an ECS task or an EKS pod identity', give: (_, server) => stub(server.containerEnv) },
  {
    what: 'an EC2 instance',
    give: (_, server) => stub({ ...server.instanceEnv, AWS_EC2_METADATA_DISABLED: 'false' }),
  },
  {
    what: 'a service account of EKS',
    give: async ({ oidc, sts }, _, folder) => {
      sts.settings.roles.push(RUNNER)
      const file = join(folder, 'token')
      await writeFile(file, oidc.issue('sts.amazonaws.com', { sub: 'system:serviceaccount:ci:runner' }))
      stub({ AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: RUNNER, AWS_REGION: 'ap-southeast-2' })
    },
    asks: ['AssumeRoleWithWebIdentity'],
  },
]

describe.each(sources)('credentials of $what', ({ give, asks = [] }) => {
  const withSource = async (work: (opened: Opened) => Promise<void>) => {
    await using opened = await openAws()
    await using server = await startCredentialServer(() => runnerSession(opened))
    const folder = await mkdtemp(join(tmpdir(), 'ambient-'))
    try {
      await give(opened, server, folder)
      await work(opened)
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  test('assume the role, and the session policy holds', () =>
    withSource(async (opened) => {
      const { oidc, sts, digest } = opened
      const registry = opened.connect(ambient(opened, { role: ROLE }))
      const [login, found] = await Promise.all([registry.login(), registry.find(REPOSITORY, ['here'])])
      expect([login.username, found?.get('here')?.digest]).toEqual(['AWS', digest])
      expect(stsActions(opened)).toEqual([...asks, 'GetCallerIdentity', 'AssumeRole'])
      expect(oidc.requests).toEqual([])
      const session = sts.sessions.all().at(-1)
      expect(session).toMatchObject({ roleArn: ROLE, policy: expect.stringContaining('ecr:PutImage') })
    }))

  test('are used as they are without a role, in the account that is expected', () =>
    withSource(async (opened) => {
      const registry = opened.connect(ambient(opened))
      const [login, found] = await Promise.all([registry.login(), registry.find(REPOSITORY, ['here'])])
      expect([login.username, found?.get('here')?.digest]).toEqual(['AWS', opened.digest])
      expect(stsActions(opened)).toEqual([...asks, 'GetCallerIdentity'])
      expect(opened.oidc.requests).toEqual([])
    }))
})

describe('keys of a user, which have neither a token nor an end', () => {
  const USER = `arn:aws:iam::${A}:user/ci`
  const withKeys = (opened: Opened) => {
    const keys = opened.sts.sessions.open({ roleArn: '', userArn: USER, lifetimeSeconds: 3600 })
    keys.sessionToken = ''
    stub({ AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey })
    vi.stubEnv('AWS_SESSION_TOKEN', undefined)
    return keys
  }

  test('are used as they are without a role', async () => {
    await using opened = await openAws()
    const { accessKeyId, secretAccessKey } = withKeys(opened)
    const { signal } = new AbortController()
    const accounts = [must(parseAccount(A))]
    expect(await ambientCredentials(ambient(opened), { accounts }, { ...aRun(), signal })).toEqual({
      accessKeyId,
      secretAccessKey,
      account: A,
      principal: USER,
    })
  })

  test('assume the role', async () => {
    await using opened = await openAws()
    withKeys(opened)
    const found = await opened.connect(ambient(opened, { role: ROLE })).find(REPOSITORY, ['here'])
    expect(found?.get('here')?.digest).toBe(opened.digest)
    expect(stsActions(opened)).toEqual(['GetCallerIdentity', 'AssumeRole'])
  })
})

describe('the guard', () => {
  test('refuses credentials of another account, before ECR is asked', async () => {
    await using opened = await openAws()
    inEnvironment(runnerSession(opened, `arn:aws:iam::${B}:role/runner`))
    const { problems } = await errorOf(opened.connect(ambient(opened)).login())
    expect(problems).toMatchObject([
      {
        code: 'ACCOUNT_MISMATCH',
        message: expect.stringContaining(`arn:aws:sts::${B}:assumed-role/runner`),
        hint: expect.stringContaining(`add "${B}" to allowed-account-ids`),
      },
    ])
    expect(opened.ecr.requests).toEqual([])
  })

  test('takes credentials of an account that is allowed', async () => {
    await using opened = await openAws()
    inEnvironment(runnerSession(opened, `arn:aws:iam::${B}:role/runner`))
    const accounts = [must(parseAccount(A)), must(parseAccount(B))]
    const registry = opened.connect(ambient(opened, { accounts }))
    expect((await registry.find(REPOSITORY, ['here']))?.get('here')?.digest).toBe(opened.digest)
    // ECR names the registry of the caller, and that is what is compared.
    expect((await registry.login()).pushHost).toContain(A)
  })

  test('refuses an answer to AssumeRole for another account', async () => {
    await using opened = await openAws()
    inEnvironment(runnerSession(opened))
    opened.sts.settings.answerAs = `arn:aws:iam::${B}:role/gitops-deploy`
    const { code } = await errorOf(opened.connect(ambient(opened, { role: ROLE })).login())
    expect(code).toBe('ACCOUNT_MISMATCH')
    expect(opened.ecr.requests).toEqual([])
  })

  test('takes a role that the runner is already in, which would not have to trust itself', async () => {
    await using opened = await openAws()
    inEnvironment(runnerSession(opened, ROLE))
    await opened.connect(ambient(opened, { role: ROLE })).login()
    expect(stsActions(opened)).toEqual(['GetCallerIdentity'])
  })

  test('does not take a role of the same name in another account for it', async () => {
    await using opened = await openAws()
    inEnvironment(runnerSession(opened, `arn:aws:iam::${B}:role/gitops-deploy`))
    await opened.connect(ambient(opened, { role: ROLE })).login()
    expect(stsActions(opened)).toEqual(['GetCallerIdentity', 'AssumeRole'])
  })
})

describe('what goes wrong', () => {
  test('is reported where the runner has no credentials at all, without a request', async () => {
    await using opened = await openAws()
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined)
    const { problems } = await errorOf(opened.connect(ambient(opened)).login())
    expect(problems).toMatchObject([
      {
        code: 'CREDENTIALS_UNAVAILABLE',
        hint: expect.stringMatching(/aws-credentials.*instance profile.*hop limit/),
      },
    ])
    expect(counts(opened)).toEqual([0, 0, 0])
  })

  test.each([
    ['have ended', { lifetimeSeconds: -1 }, {}, 'They have ended'],
    ['are not known', {}, { AWS_ACCESS_KEY_ID: 'ASIAUNKNOWN' }, 'AWS_ACCESS_KEY_ID'],
    ['are half changed', {}, { AWS_SECRET_ACCESS_KEY: 'another' }, 'clock'],
  ])(
    'with credentials that %s',
    async (_what, { lifetimeSeconds }: { lifetimeSeconds?: number }, env, hint) => {
      await using opened = await openAws()
      inEnvironment(runnerSession(opened, RUNNER, lifetimeSeconds))
      stub(env)
      const { problems } = await errorOf(opened.connect(ambient(opened)).login())
      expect(problems).toMatchObject([
        { code: 'CREDENTIALS_UNAVAILABLE', hint: expect.stringContaining(hint) },
      ])
      expect(opened.sts.requests.length).toBeLessThanOrEqual(2)
    },
  )

  test('with a role that does not trust the runner: both sides are named', async () => {
    await using opened = await openAws()
    inEnvironment(runnerSession(opened))
    opened.sts.settings.acceptCaller = () => false
    const { problems } = await errorOf(opened.connect(ambient(opened, { role: ROLE })).login())
    expect(problems).toMatchObject([
      {
        code: 'ROLE_REFUSED',
        message: expect.stringContaining(`arn:aws:sts::${A}:assumed-role/runner/i-0abc`),
        hint: expect.stringMatching(
          new RegExp(
            `Principal.AWS ${RUNNER};.*sts:AssumeRole on ${ROLE} in the permission policy of ${RUNNER}`,
          ),
        ),
      },
    ])
    expect(stsActions(opened).filter((action) => action === 'AssumeRole').length).toBeLessThanOrEqual(3)
  })

  test.each([
    ['nothing', ''],
    ['half of them', '<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId></Credentials>'],
  ])('with an answer to the token of a service account that holds %s', async (_what, held) => {
    await using opened = await openAws()
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'token')
    await writeFile(file, opened.oidc.issue('sts.amazonaws.com', { sub: 'system:serviceaccount:ci:runner' }))
    stub({ AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: RUNNER, AWS_REGION: 'ap-southeast-2' })
    const action = 'AssumeRoleWithWebIdentity'
    const body = `<${action}Response><${action}Result>${held}</${action}Result></${action}Response>`
    opened.sts.fail(
      { status: 200, headers: { 'content-type': 'text/xml' }, body },
      { on: action, ...FOREVER },
    )
    const { problems } = await errorOf(opened.connect(ambient(opened)).login())
    expect(problems).toMatchObject([
      {
        code: 'CREDENTIALS_UNAVAILABLE',
        message: expect.stringContaining('STS answered without credentials'),
      },
    ])
    expect(opened.ecr.requests).toEqual([])
  })

  test('with a session that is longer than a chained one may be', async () => {
    await using opened = await openAws()
    opened.sts.settings.maxDurationSeconds = 43_200
    inEnvironment(runnerSession(opened))
    const access = ambient(opened, { role: ROLE })
    const long = { ...access, session: { ...access.session, durationSeconds: 7200 } }
    const { problems } = await errorOf(opened.connect(long).login())
    expect(problems).toMatchObject([
      { code: 'STS_FAILED', hint: expect.stringContaining('role-duration-seconds to 3600') },
    ])
  })
})

test('a session that was assumed with them is renewed with them', async () => {
  await using opened = await openAws()
  inEnvironment(runnerSession(opened))
  opened.sts.settings.lifetimeSeconds = 1
  const registry = opened.connect(ambient(opened, { role: ROLE }))
  await registry.login()
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  expect((await registry.find(REPOSITORY, ['here']))?.get('here')?.digest).toBe(opened.digest)
  expect(stsActions(opened).filter((action) => action === 'AssumeRole')).toHaveLength(2)
})
