import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newRepository } from '../../support/image-store.ts'
import { registryHost } from '../../support/registry-access.ts'
import { startCredentialServer } from '../../support/runner-credentials.ts'
import { putSampleImage } from '../../support/sample-image.ts'
import type { Session } from '../../support/sessions.ts'
import { userArnOf } from '../../support/sts-assume.ts'
import { startTunnel } from '../../support/tunnel.ts'
import type { RunOptions } from '../../support/world.ts'
import { createScene, type Scene } from '../scene.ts'

const OTHER = '999988887777'
const WITHOUT_CONFIG = { 'config-repository': '', 'config-token': '', overlays: '' }
const NO_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }
const PULL_REQUEST: RunOptions = {
  event: {
    name: 'pull_request',
    payload: { pull_request: { head: { repo: { full_name: 'acme/identity-service' } } } },
  },
  ref: 'refs/pull/7/merge',
}

/** A repository of another account that the step's role may reach, with the image of the head in it or not. */
async function otherAccount(scene: Scene, tag?: string): Promise<string> {
  const place = { account: OTHER, region: scene.facts.region, repository: scene.facts.ecrRepository }
  scene.ecr.settings.accounts.push(OTHER)
  await scene.catalog.createRepository(place, newRepository(place.repository))
  if (tag) await putSampleImage(scene.catalog, place, { tag })
  return registryHost(place)
}

test('the good path asks once for each thing, and gives later steps nothing', async () => {
  await using scene = await createScene()
  await scene.haveImage()
  const result = await scene.go()
  expect(result.outputs).toMatchObject({ result: 'deployed', 'account-id': scene.facts.account })
  const { oidc, sts, ecr } = scene.requests()
  expect({ oidc, sts, ecr: ecr.toSorted() }).toEqual({
    oidc: ['token'],
    sts: ['AssumeRoleWithWebIdentity'],
    ecr: ['BatchGetImage', 'GetAuthorizationToken'],
  })
  expect([result.envFile, result.pathFile]).toEqual(['', ''])
})

describe('another account', () => {
  test('is pushed to when it is allowed', async () => {
    await using scene = await createScene()
    const registry = await otherAccount(scene, scene.facts.head)
    const inputs = { registry, 'allowed-account-ids': OTHER, ...WITHOUT_CONFIG }
    const result = await scene.go(inputs)
    expect(result.outputs).toMatchObject({ result: 'built', registry, 'account-id': OTHER })
    const [session] = scene.sts.sessions.all()
    expect(session?.policy).toContain(`:${OTHER}:repository/${scene.facts.ecrRepository}`)
    expect(session?.policy).not.toContain(`:${scene.facts.account}:repository`)
  })

  test('of base images is logged in to with a role of its own, on a pull request too, to pull only', async () => {
    await using scene = await createScene()
    const reader = `arn:aws:iam::${OTHER}:role/reader`
    const theirs = await otherAccount(scene)
    scene.sts.settings.roles.push(reader)
    scene.ecr.settings.proxyEndpoint = (home) => `https://${registryHost(home)}`
    const inputs = { 'login-registries': `${scene.facts.host}\n${theirs}=${reader}` }
    const result = await scene.go(inputs, PULL_REQUEST)
    expect(result.outputs.result).toBe('checked')
    expect(scene.requests()).toMatchObject({ oidc: ['token', 'token'], registry: [] })
    const sessions = scene.sts.sessions.all()
    expect(sessions.map(({ roleArn }) => roleArn).toSorted()).toEqual([scene.facts.role, reader].toSorted())
    for (const { policy } of sessions) expect(policy).not.toMatch(/Put|Upload/)
    const [call] = await scene.builder.calls('build')
    const { auths } = JSON.parse(call?.files[0]?.text ?? '{}') as { auths: Record<string, { auth: string }> }
    expect(Object.keys(auths)).toEqual([scene.facts.host, theirs])
    // Each host has the login of its own role.
    const owners = Object.values(auths).map(({ auth }) => {
      const password = Buffer.from(auth, 'base64').toString().slice('AWS:'.length)
      const login = scene.ecr.login(password)
      return login.state === 'valid' ? login.session.roleArn : undefined
    })
    expect(owners).toEqual([scene.facts.role, reader])
    for (const role of [scene.facts.role, reader]) {
      expect(result.stdout).toContain(`Acts in AWS as ${role}.`)
      expect(result.summary).toContain(`<code>${role}</code>`)
    }
    expect(await scene.leaks(result, await result.post())).toEqual([])
  })
})

test('a session that ends during the push fails neither confirm nor bump', async () => {
  await using scene = await createScene()
  scene.sts.settings.lifetimeSeconds = 2
  scene.registry.fail({ delayMs: 2_500 }, { on: 'PutManifest' })
  const result = await scene.go()
  expect(result.outputs.result).toBe('deployed')
  const { oidc, sts } = scene.requests()
  expect(sts.length).toBeGreaterThan(1)
  expect(oidc).toHaveLength(sts.length)
  expect(await scene.leaks(result, await result.post())).toEqual([])
})

/** Without endpoint variables: the addresses of AWS, as they are for everybody. */
const REAL = { AWS_ENDPOINT_URL_STS: undefined, AWS_ENDPOINT_URL_ECR: undefined }

const SYDNEY = { sts: 'sts.ap-southeast-2.amazonaws.com', ecr: 'api.ecr.ap-southeast-2.amazonaws.com' }

describe('a proxy', () => {
  async function throughTunnel(
    scene: Scene,
    hosts: { sts: string; ecr: string },
    env: (url: string) => Record<string, string>,
    inputs: Record<string, string> = {},
  ) {
    await using tunnel = await startTunnel({ [hosts.sts]: scene.sts.url, [hosts.ecr]: scene.ecr.url })
    const trusted = join(scene.root, 'proxy.pem')
    await writeFile(trusted, tunnel.certificate)
    await scene.haveImage()
    const variables = { ...REAL, NODE_EXTRA_CA_CERTS: trusted, ...env(tunnel.url) }
    const result = await scene.go({ ...WITHOUT_CONFIG, ...inputs }, { env: variables })
    return { result, targets: [...new Set(tunnel.targets)].toSorted() }
  }

  test.concurrent.for(['HTTPS_PROXY', 'https_proxy'])(
    'named by %s carries every request to AWS',
    async (name) => {
      await using scene = await createScene()
      const { result, targets } = await throughTunnel(scene, SYDNEY, (url) => ({ [name]: url }))
      expect(result).toMatchObject({ exitCode: 0, stderr: '' })
      expect(result.outputs.result).toBe('built')
      expect(targets).toEqual([`${SYDNEY.ecr}:443`, `${SYDNEY.sts}:443`])
      expect(await scene.leaks(result, await result.post())).toEqual([])
    },
  )

  test.concurrent.for(['HTTPS_PROXY', 'ALL_PROXY'])('is found without its scheme in %s', async (name) => {
    await using scene = await createScene()
    const { result, targets } = await throughTunnel(scene, SYDNEY, (url) => ({
      [name]: url.replace('http://', ''),
    }))
    expect(result.outputs.result).toBe('built')
    expect(targets).toEqual([`${SYDNEY.ecr}:443`, `${SYDNEY.sts}:443`])
  })

  test.concurrent('that no request can go through is reported once, with nothing of its login', async () => {
    await using scene = await createScene()
    const { result, targets } = await throughTunnel(scene, SYDNEY, (url) => ({
      HTTPS_PROXY: url.replace('http://', 'socks5://user:hunter2@'),
    }))
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual(['PROXY_UNUSABLE'])
    expect(targets).toEqual([])
    expect([result.stdout, result.stderr, result.summary].join('\n')).not.toContain('hunter2')
  })

  test.concurrent.for(['NO_PROXY', 'no_proxy'])('is left aside for what %s names', async (name) => {
    await using scene = await createScene()
    await scene.haveImage()
    // Nothing listens there: whatever went through it would fail.
    const dead = 'http://127.0.0.1:9'
    const env = { HTTP_PROXY: dead, HTTPS_PROXY: dead, [name]: '127.0.0.1' }
    const result = await scene.go(WITHOUT_CONFIG, { env })
    expect(result.outputs.result).toBe('built')
  })

  const kinds: [what: string, host: string, sts: string, ecr: string][] = [
    [
      'FIPS',
      'dkr.ecr-fips.us-east-1.amazonaws.com',
      'sts-fips.us-east-1.amazonaws.com',
      'api.ecr-fips.us-east-1.amazonaws.com',
    ],
    ['dual-stack', 'dkr-ecr.us-east-1.on.aws', 'sts.us-east-1.api.aws', 'ecr.us-east-1.api.aws'],
  ]
  test.concurrent.for(kinds)(
    'shows that a %s registry is spoken to over such endpoints alone',
    async ([, host, sts, ecr]) => {
      await using scene = await createScene({ region: 'us-east-1' })
      const registry = `${scene.facts.account}.${host}`
      const { result, targets } = await throughTunnel(scene, { sts, ecr }, (url) => ({ HTTPS_PROXY: url }), {
        registry,
      })
      expect(result.outputs).toMatchObject({ result: 'built', registry })
      expect(targets).toEqual([`${ecr}:443`, `${sts}:443`].toSorted())
    },
  )
})

test('the login is written for the exact host that is pushed to, dual-stack names included', async () => {
  await using scene = await createScene({ region: 'us-east-1' })
  // As ECR does: it names the IPv4 host, whichever one is in use.
  scene.ecr.settings.proxyEndpoint = (home) => `https://${registryHost(home)}`
  const registry = `${scene.facts.account}.dkr-ecr.us-east-1.on.aws`
  await scene.go({ registry, ...WITHOUT_CONFIG })
  const [push] = await scene.builder.calls('push')
  expect(push?.argv.join(' ')).toContain(`${registry}/${scene.facts.ecrRepository}:${scene.facts.head}`)
  const { auths } = JSON.parse(push?.files[0]?.text ?? '{}') as { auths: object }
  expect(Object.keys(auths)).toEqual([registry])
})

describe('ambient credentials', () => {
  const AMBIENT = { 'aws-credentials': 'ambient', ...WITHOUT_CONFIG }
  const NOWHERE = { ...NO_TOKEN, AWS_EC2_METADATA_DISABLED: 'true' }
  const open = ({ sts, facts }: Scene): Session => {
    const roleArn = `arn:aws:iam::${facts.account}:role/runner`
    return sts.sessions.open({ roleArn, userArn: userArnOf(roleArn, 'i-0abc'), lifetimeSeconds: 3600 })
  }

  test('of the environment assume the role; no id-token is asked for', async () => {
    await using scene = await createScene()
    const { accessKeyId, secretAccessKey, sessionToken } = open(scene)
    const env = {
      ...NOWHERE,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    }
    const result = await scene.go(AMBIENT, { env })
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.outputs.result).toBe('built')
    expect(scene.requests()).toMatchObject({ oidc: [], sts: ['GetCallerIdentity', 'AssumeRole'] })
    for (const secret of [accessKeyId, secretAccessKey, sessionToken]) expect(result.masks).toContain(secret)
  })

  test('of an ECS task are used as they are where the registry says the account', async () => {
    await using scene = await createScene()
    await using server = await startCredentialServer(() => open(scene))
    const inputs = { ...AMBIENT, 'role-to-assume': '', registry: scene.facts.host }
    const result = await scene.go(inputs, { env: { ...NOWHERE, ...server.containerEnv } })
    expect(result.outputs.result).toBe('built')
    expect(scene.requests()).toMatchObject({ oidc: [], sts: ['GetCallerIdentity'] })
    expect(await scene.leaks(result, await result.post())).toEqual([])
  })

  test('of an EC2 instance assume the role', async () => {
    await using scene = await createScene()
    await using server = await startCredentialServer(() => open(scene))
    const env = { ...NO_TOKEN, ...server.instanceEnv, AWS_EC2_METADATA_DISABLED: undefined }
    const result = await scene.go(AMBIENT, { env })
    expect(result.outputs.result).toBe('built')
    expect(scene.requests()).toMatchObject({ oidc: [], sts: ['GetCallerIdentity', 'AssumeRole'] })
    expect(await scene.leaks(result, await result.post())).toEqual([])
  })

  test('of a program that a profile names assume the role', async () => {
    await using scene = await createScene()
    const { accessKeyId, secretAccessKey, sessionToken } = open(scene)
    const keys = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken }
    const answer = join(scene.root, 'credentials.json')
    await writeFile(answer, JSON.stringify({ Version: 1, ...keys }))
    await mkdir(join(scene.home, '.aws'))
    const profile = `[default]\ncredential_process = /bin/cat ${answer}\n`
    await writeFile(join(scene.home, '.aws', 'config'), profile)
    const result = await scene.go(AMBIENT, { env: NOWHERE })
    expect(result.outputs.result).toBe('built')
    expect(scene.requests()).toMatchObject({ oidc: [], sts: ['GetCallerIdentity', 'AssumeRole'] })
  })

  test('of IAM Identity Center assume the role', async () => {
    await using scene = await createScene()
    await using server = await startCredentialServer(() => open(scene))
    const portal = 'portal.sso.eu-west-1.amazonaws.com'
    const hosts = { [portal]: server.url, [SYDNEY.sts]: scene.sts.url, [SYDNEY.ecr]: scene.ecr.url }
    await using tunnel = await startTunnel(hosts)
    const trusted = join(scene.root, 'proxy.pem')
    await writeFile(trusted, tunnel.certificate)
    const start = 'https://acme.awsapps.example/start'
    const profile = `[default]\nsso_start_url = ${start}\nsso_region = eu-west-1\nsso_account_id = ${scene.facts.account}\nsso_role_name = runner\n`
    // Where the AWS CLI keeps a login: the digest of the address as the name.
    const login = join('sso', 'cache', `${createHash('sha1').update(start).digest('hex')}.json`)
    await mkdir(join(scene.home, '.aws', 'sso', 'cache'), { recursive: true })
    await writeFile(join(scene.home, '.aws', 'config'), profile)
    const token = { accessToken: server.portalToken, expiresAt: '2999-01-01T00:00:00Z' }
    await writeFile(join(scene.home, '.aws', login), JSON.stringify(token))
    const env = { ...NOWHERE, ...REAL, HTTPS_PROXY: tunnel.url, NODE_EXTRA_CA_CERTS: trusted }
    const result = await scene.go(AMBIENT, { env })
    expect(result.outputs.result).toBe('built')
    expect(scene.requests()).toMatchObject({ oidc: [], sts: ['GetCallerIdentity', 'AssumeRole'] })
    expect(tunnel.targets).toContain(`${portal}:443`)
  })

  test('of another account stop before anything is built', async () => {
    await using scene = await createScene()
    await using server = await startCredentialServer(() => open(scene))
    const inputs = {
      ...AMBIENT,
      'role-to-assume': '',
      registry: `${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com`,
    }
    const result = await scene.go(inputs, { env: { ...NOWHERE, ...server.containerEnv } })
    const [error] = result.annotations.filter(({ level }) => level === 'error')
    expect(error?.properties.title).toBe('ACCOUNT_MISMATCH')
    expect(error?.message).toContain(`add "${scene.facts.account}" to allowed-account-ids`)
    expect(scene.requests().ecr).toEqual([])
  })
})

describe('a clock that is wrong', () => {
  const wrong = (minutes: number) => ({
    WRONG_CLOCK_MINUTES: String(minutes),
    NODE_OPTIONS: `--import=${join(import.meta.dirname, '../..', 'support', 'wrong-clock.ts')}`,
  })

  test.concurrent.for([-20, 20, 90])('by %i minutes costs a request or two, no deploy', async (minutes) => {
    await using scene = await createScene()
    const result = await scene.go(WITHOUT_CONFIG, { env: wrong(minutes) })
    expect(result.outputs.result).toBe('built')
    // Two questions at once, each of which is refused at most once, and those of the build.
    const { oidc, sts, ecr } = scene.requests()
    expect(ecr.length).toBeLessThanOrEqual(8)
    expect([oidc.length, sts.length].every((count) => count <= 2)).toBe(true)
  })
})

describe('what lies about on the runner', () => {
  test.concurrent.for([
    ['endpoint variables', true],
    ['the addresses of AWS', false],
  ] as const)('a profile of AWS is not even read, with %s', async ([, withEndpoints]) => {
    await using scene = await createScene()
    const folder = join(scene.home, '.aws')
    await mkdir(folder)
    // Whoever opens a pipe that nobody writes to waits for ever.
    for (const name of ['config', 'credentials']) execFileSync('mkfifo', [join(folder, name)])
    await using tunnel = await startTunnel({
      [SYDNEY.sts]: scene.sts.url,
      [SYDNEY.ecr]: scene.ecr.url,
    })
    const trusted = join(scene.root, 'proxy.pem')
    await writeFile(trusted, tunnel.certificate)
    const env = {
      ...(withEndpoints ? {} : { ...REAL, HTTPS_PROXY: tunnel.url, NODE_EXTRA_CA_CERTS: trusted }),
      AWS_PROFILE: 'hostile',
      AWS_ACCESS_KEY_ID: 'AKIAHOSTILE',
      AWS_SECRET_ACCESS_KEY: 'hostile',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_USE_DUALSTACK_ENDPOINT: 'true',
      AWS_DEFAULTS_MODE: 'auto',
      AWS_MAX_ATTEMPTS: '9',
    }
    const result = await scene.go({}, { env, timeoutMs: 30_000 })
    expect(result).toMatchObject({ exitCode: 0, timedOut: false, stderr: '' })
    expect(result.outputs.result).toBe('deployed')
  })

  test('a docker configuration that would redirect the login does not', async () => {
    await using scene = await createScene()
    const host = new URL(scene.registry.url).host
    const docker = join(scene.home, '.docker')
    await mkdir(docker)
    const auth = Buffer.from('AWS:hostile').toString('base64')
    const hostile = {
      auths: { [host]: { auth, identitytoken: 'x' }, [`https://${host}`]: { auth } },
      credsStore: 'hostile',
      credHelpers: { [host]: 'hostile' },
      HttpHeaders: { 'X-Meta-Source-Client': 'hostile' },
    }
    await writeFile(join(docker, 'config.json'), JSON.stringify(hostile))
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    const [push] = await scene.builder.calls('push')
    const ours = JSON.parse(push?.files.at(-1)?.text ?? '{}') as {
      auths: Record<string, { auth: string }>
      credHelpers: Record<string, string>
    }
    expect(scene.ecr.markers()).toContain(ours.auths[host]?.auth)
    expect(ours.credHelpers[host]).toBe('')
  })

  test('another run with the same HOME disturbs neither', async () => {
    await using one = await createScene()
    await using two = await createScene()
    const docker = join(one.home, '.docker')
    await mkdir(docker)
    await writeFile(join(docker, 'config.json'), '{"auths":{"ghcr.io":{"auth":"eDp5"}}}')
    const results = await Promise.all([one, two].map((scene) => scene.go({}, { home: one.home })))
    expect(results.map(({ outputs }) => outputs.result)).toEqual(['deployed', 'deployed'])
    for (const scene of [one, two]) {
      const [push] = await scene.builder.calls('push')
      const { auths } = JSON.parse(push?.files.at(-1)?.text ?? '{}') as { auths: Record<string, unknown> }
      expect(Object.keys(auths)).toEqual(['ghcr.io', new URL(scene.registry.url).host])
      expect(await scene.leftovers()).toEqual([])
      expect(await scene.leaks(...results)).toEqual([])
    }
  })
})
