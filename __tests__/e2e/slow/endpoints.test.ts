import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Eavesdropper, startEavesdropper } from '../../support/eavesdropper.ts'
import type { MainResult } from '../../support/runner.ts'
import { userArnOf } from '../../support/sts-assume.ts'
import { startTunnel } from '../../support/tunnel.ts'
import { createScene, type Scene } from '../scene.ts'

const WITHOUT_CONFIG = { 'config-repository': '', 'config-token': '', overlays: '' }
/** Without endpoint variables: the addresses of AWS, as they are for everybody. */
const REAL = { AWS_ENDPOINT_URL_STS: undefined, AWS_ENDPOINT_URL_ECR: undefined }
const REGION = 'ap-southeast-2'
const SYDNEY = { sts: `sts.${REGION}.amazonaws.com`, ecr: `api.ecr.${REGION}.amazonaws.com` }

function errorIn({ annotations }: MainResult): { code: string; what: string; hint: string } {
  const [error] = annotations.filter(({ level }) => level === 'error')
  const [what = '', hint = ''] = (error?.message ?? '').split('\nWhat to change: ')
  return { code: error?.properties.title ?? '', what, hint }
}

/** Parts under the names of others, behind a proxy whose certificate the step trusts. */
async function underNames(scene: Scene, parts: Record<string, string>) {
  const tunnel = await startTunnel(parts)
  const trusted = join(scene.root, 'proxy.pem')
  await writeFile(trusted, tunnel.certificate)
  return { tunnel, env: { ...REAL, HTTPS_PROXY: tunnel.url, NODE_EXTRA_CA_CERTS: trusted } }
}

const likeAws = (scene: Scene) =>
  underNames(scene, { [SYDNEY.sts]: scene.sts.url, [SYDNEY.ecr]: scene.ecr.url })

/** Nothing was asked of anybody: neither for a token nor with one. Nobody was connected to, either. */
function expectSilence(scene: Scene): void {
  expect(scene.requests()).toMatchObject({ oidc: [], sts: [], ecr: [], registry: [] })
  const { oidc, sts, ecr, registry } = scene
  expect([oidc, sts, ecr, registry].flatMap(({ connections }) => connections)).toEqual([])
}

/** Nothing was sent to them, and nobody has even connected. */
function expectUntouched({ heard, connections }: Eavesdropper): void {
  expect(heard).toEqual([])
  expect(connections()).toBe(0)
}

describe('an address that an earlier step wrote into the environment', () => {
  test.concurrent.for(['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_ECR'])(
    'gets nothing by %s over plain HTTP',
    async (variable) => {
      await using scene = await createScene()
      await using stranger = await startEavesdropper()
      const { tunnel: aws, env } = await likeAws(scene)
      await using tunnel = aws
      const result = await scene.go(WITHOUT_CONFIG, { env: { ...env, [variable]: stranger.url } })
      expectUntouched(stranger)
      expect(tunnel.targets).toEqual([])
      expectSilence(scene)
      const { code, what, hint } = errorIn(result)
      expect({ code, exitCode: result.exitCode }).toEqual({ code: 'ENDPOINT_UNTRUSTED', exitCode: 1 })
      expect(what).toContain(`${variable} `)
      expect(what).toContain(stranger.url)
      expect(hint).toContain(`Unset the variable ${variable}`)
    },
  )

  const others = [
    'https://sts.evil.example',
    'https://sts.ap-southeast-2.amazonaws.com.evil.example',
    'https://evil.s3.amazonaws.com',
    'https://a1b2c3.execute-api.ap-southeast-2.amazonaws.com',
    'https://ec2-3-24-1-2.ap-southeast-2.compute.amazonaws.com',
    'https://vpce-0a1b-2c3d.vpce-svc-0e1f.ap-southeast-2.vpce.amazonaws.com',
    'https://sts.cn-north-1.amazonaws.com.cn',
    'https://sts.ap-southeast-2.amazonaws.com@evil.example',
    'https://127.0.0.1.evil.example',
  ]
  test.concurrent.for(others)('gets nothing over HTTPS with a certificate, as %s', async (address) => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const { tunnel: theirs, env } = await underNames(scene, { [new URL(address).hostname]: stranger.url })
    await using tunnel = theirs
    const result = await scene.go(WITHOUT_CONFIG, { env: { ...env, AWS_ENDPOINT_URL_STS: address } })
    expectUntouched(stranger)
    expect(tunnel.targets).toEqual([])
    expectSilence(scene)
    expect(errorIn(result)).toMatchObject({ code: 'ENDPOINT_UNTRUSTED' })
  })

  test('gets nothing with the list of trusted endpoints that a variable would make', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const host = new URL(stranger.url).host
    const env = {
      AWS_ENDPOINT_URL_STS: stranger.url,
      TRUSTED_ENDPOINTS: host,
      AWS_TRUSTED_ENDPOINTS: host,
    }
    const result = await scene.go(WITHOUT_CONFIG, { env })
    expectUntouched(stranger)
    expect(errorIn(result).code).toBe('ENDPOINT_UNTRUSTED')
  })

  test('gets nothing over plain HTTP where its host is trusted', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const inputs = { ...WITHOUT_CONFIG, 'trusted-endpoints': new URL(stranger.url).host }
    const result = await scene.go(inputs, { env: { AWS_ENDPOINT_URL_STS: stranger.url } })
    expectUntouched(stranger)
    expect(errorIn(result)).toMatchObject({
      code: 'ENDPOINT_UNTRUSTED',
      hint: expect.stringMatching(/https:\/\//),
    })
  })

  test('is refused together with every other mistake of the step', async () => {
    await using scene = await createScene()
    const env = { AWS_ENDPOINT_URL_STS: 'https://sts.evil.example' }
    const result = await scene.go({ ...WITHOUT_CONFIG, tag: 'latest' }, { env })
    const errors = result.annotations.filter(({ level }) => level === 'error')
    const titles = errors.map(({ properties }) => properties.title)
    expect(titles.toSorted()).toEqual(['ENDPOINT_UNTRUSTED', 'TAG_MUTABLE'])
  })

  test('does not fail a pull request, which gives nothing to anybody', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const result = await scene.go(
      {},
      {
        env: { AWS_ENDPOINT_URL: stranger.url },
        event: { name: 'pull_request', payload: { pull_request: { head: { repo: null } } } },
        ref: 'refs/pull/7/merge',
      },
    )
    expect(result.outputs.result).toBe('checked')
    expectUntouched(stranger)
  })
})

describe('a proxy that an earlier step names', () => {
  const proxies = ({ url }: { url: string }) => ({ HTTP_PROXY: url, http_proxy: url })

  test('hears nothing of what is asked of this machine over plain HTTP', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const result = await scene.go(WITHOUT_CONFIG, { env: proxies(stranger) })
    expectUntouched(stranger)
    expect(result.outputs.result).toBe('built')
  })

  test('hears nothing of a config repository on this machine', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const result = await scene.go({}, { env: proxies(stranger) })
    expectUntouched(stranger)
    expect(result.outputs.result).toBe('deployed')
  })
})

describe('an address that is honest', () => {
  const PRIVATE = {
    sts: `vpce-0a1b2c-3d4e5f.sts.${REGION}.vpce.amazonaws.com`,
    ecr: `vpce-0a1b2c-3d4e5f-${REGION}a.api.ecr.${REGION}.vpce.amazonaws.com`,
  }
  const OWN = { sts: 'sts.aws.corp.example', ecr: 'ecr.aws.corp.example' }
  const ways: [what: string, hosts: { sts: string; ecr: string }, port: string, trusted: string][] = [
    ['endpoints of a VPC', PRIVATE, '', ''],
    ['hosts that trusted-endpoints names', OWN, '', `${OWN.sts}\n${OWN.ecr.toUpperCase()}`],
    ['hosts that it names with a port', OWN, ':8443', `${OWN.sts}:8443\n${OWN.ecr}:8443`],
  ]
  test.concurrent.for(ways)('is asked: %s', async ([, hosts, port, trusted]) => {
    await using scene = await createScene()
    await scene.haveImage()
    const way = await underNames(scene, { [hosts.sts]: scene.sts.url, [hosts.ecr]: scene.ecr.url })
    await using tunnel = way.tunnel
    const env = {
      ...way.env,
      AWS_ENDPOINT_URL_STS: `https://${hosts.sts}${port}`,
      AWS_ENDPOINT_URL_ECR: `https://${hosts.ecr}${port}/`,
    }
    const result = await scene.go({ ...WITHOUT_CONFIG, 'trusted-endpoints': trusted }, { env })
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.outputs.result).toBe('built')
    expect([...new Set(tunnel.targets)].toSorted()).toEqual(
      [hosts.sts, hosts.ecr].map((host) => `${host}${port || ':443'}`).toSorted(),
    )
  })

  test('is trusted on the port that is named, and on no other', async () => {
    await using scene = await createScene()
    const result = await scene.go(
      { ...WITHOUT_CONFIG, 'trusted-endpoints': OWN.sts },
      { env: { AWS_ENDPOINT_URL_STS: `https://${OWN.sts}:8443` } },
    )
    expect(errorIn(result)).toMatchObject({ code: 'ENDPOINT_UNTRUSTED' })
    expectSilence(scene)
  })

  test('is AWS itself where the variables are to be ignored, as AWS_IGNORE_CONFIGURED_ENDPOINT_URLS says', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    await scene.haveImage()
    const way = await likeAws(scene)
    await using _ = way.tunnel
    const env = {
      ...way.env,
      AWS_ENDPOINT_URL: stranger.url,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    }
    const result = await scene.go(WITHOUT_CONFIG, { env })
    expect(result.outputs.result).toBe('built')
    expectUntouched(stranger)
  })
})

test('a certificate is looked at, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
  await using scene = await createScene()
  const way = await likeAws(scene)
  await using _ = way.tunnel
  const env = { ...way.env, NODE_EXTRA_CA_CERTS: undefined, NODE_TLS_REJECT_UNAUTHORIZED: '0' }
  const result = await scene.go(WITHOUT_CONFIG, { env })
  expect(scene.requests()).toMatchObject({ sts: [], ecr: [] })
  expect(errorIn(result)).toMatchObject({
    code: 'AWS_UNREACHABLE',
    hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  })
})

describe('the credentials of the runner', () => {
  const AMBIENT = { 'aws-credentials': 'ambient', ...WITHOUT_CONFIG }
  const NO_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }
  const NOWHERE = { ...NO_TOKEN, AWS_EC2_METADATA_DISABLED: 'true' }

  async function profile(scene: Scene, text: string): Promise<void> {
    await mkdir(join(scene.home, '.aws'))
    await writeFile(join(scene.home, '.aws', 'config'), text)
  }

  /** A service account of EKS, and the role that trusts it. */
  async function serviceAccount(scene: Scene): Promise<Record<string, string>> {
    const role = `arn:aws:iam::${scene.facts.account}:role/runner`
    scene.sts.settings.roles.push(role)
    const file = join(scene.root, 'token')
    await writeFile(file, scene.oidc.issue('sts.amazonaws.com', { sub: 'system:serviceaccount:ci:runner' }))
    return { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: role }
  }

  const profiles = [
    ['endpoint_url', (url: string) => `[default]\nendpoint_url = ${url}\n`],
    [
      'services',
      (url: string) => `[default]\nservices = here\n[services here]\nsts =\n  endpoint_url = ${url}\n`,
    ],
  ] as const
  test.concurrent.for(profiles)('go to AWS by a profile that says %s', async ([, text]) => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const way = await likeAws(scene)
    await using _ = way.tunnel
    await profile(scene, text(stranger.url))
    const env = { ...NOWHERE, ...way.env, ...(await serviceAccount(scene)) }
    const result = await scene.go(AMBIENT, { env })
    expectUntouched(stranger)
    expect(result.outputs.result).toBe('built')
    expect(scene.requests().sts).toEqual(['AssumeRoleWithWebIdentity', 'GetCallerIdentity', 'AssumeRole'])
  })

  test('go to AWS by a profile that assumes a role with those of another', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const way = await likeAws(scene)
    await using _ = way.tunnel
    const { account } = scene.facts
    const open = (name: string) => {
      const roleArn = `arn:aws:iam::${account}:role/${name}`
      return scene.sts.sessions.open({
        roleArn,
        userArn: userArnOf(roleArn, 'i-0abc'),
        lifetimeSeconds: 3600,
      })
    }
    const base = open('base')
    scene.sts.settings.roles.push(`arn:aws:iam::${account}:role/runner`)
    await profile(
      scene,
      [
        '[default]',
        `role_arn = arn:aws:iam::${account}:role/runner`,
        'source_profile = base',
        `endpoint_url = ${stranger.url}`,
        'region = eu-west-1',
        '[profile base]',
        `aws_access_key_id = ${base.accessKeyId}`,
        `aws_secret_access_key = ${base.secretAccessKey}`,
        `aws_session_token = ${base.sessionToken}`,
        '',
      ].join('\n'),
    )
    const result = await scene.go(AMBIENT, { env: { ...NOWHERE, ...way.env } })
    expectUntouched(stranger)
    expect(result.outputs.result).toBe('built')
    expect(scene.requests().sts).toEqual(['AssumeRole', 'GetCallerIdentity', 'AssumeRole'])
  })

  test('go to AWS by a profile of IAM Identity Center, through the proxy of the runner', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const way = await likeAws(scene)
    await using tunnel = way.tunnel
    const start = 'https://acme.awsapps.example/start'
    await profile(
      scene,
      [
        '[default]',
        `sso_start_url = ${start}`,
        'sso_region = eu-west-1',
        `sso_account_id = ${scene.facts.account}`,
        'sso_role_name = runner',
        `endpoint_url = ${stranger.url}`,
        '',
      ].join('\n'),
    )
    const cache = join(scene.home, '.aws', 'sso', 'cache')
    await mkdir(cache, { recursive: true })
    const token = {
      accessToken: scene.secret('sso'),
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    }
    // Where the AWS CLI keeps it: the digest of the address as the name.
    const name = createHash('sha1').update(start).digest('hex')
    await writeFile(join(cache, `${name}.json`), JSON.stringify(token))
    const result = await scene.go(AMBIENT, { env: { ...NOWHERE, ...way.env } })
    expectUntouched(stranger)
    expect(new Set(tunnel.targets)).toEqual(new Set(['portal.sso.eu-west-1.amazonaws.com:443']))
    expect(errorIn(result).code).toBe('CREDENTIALS_UNAVAILABLE')
  })

  test('are not asked for at a stranger, who would get the authorization of the task', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const trusted = join(scene.root, 'stranger.pem')
    await writeFile(trusted, stranger.certificate)
    const env = {
      ...NOWHERE,
      NODE_EXTRA_CA_CERTS: trusted,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${stranger.secureUrl}/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: scene.secret('container-authorization'),
    }
    const result = await scene.go(AMBIENT, { env })
    expectUntouched(stranger)
    const { code, what } = errorIn(result)
    expect(code).toBe('ENDPOINT_UNTRUSTED')
    expect(what).toContain('AWS_CONTAINER_CREDENTIALS_FULL_URI')
  })

  test('are not taken from a stranger who stands in for the instance', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const env = { ...NO_TOKEN, AWS_EC2_METADATA_SERVICE_ENDPOINT: stranger.url }
    const result = await scene.go(AMBIENT, { env })
    expectUntouched(stranger)
    const { code, what } = errorIn(result)
    expect(code).toBe('ENDPOINT_UNTRUSTED')
    expect(what).toContain('AWS_EC2_METADATA_SERVICE_ENDPOINT')
  })
})

describe('a credential of GitHub', () => {
  test('does not ask for an OIDC token over plain HTTP', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: `${stranger.url}/token?api-version=2.0` }
    const result = await scene.go(WITHOUT_CONFIG, { env })
    expectUntouched(stranger)
    const { code, what } = errorIn(result)
    expect(code).toBe('ENDPOINT_UNTRUSTED')
    expect(what).toContain('ACTIONS_ID_TOKEN_REQUEST_URL')
  })

  test('does not ask the compare API over plain HTTP', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    await scene.haveImage()
    const result = await scene.go({}, { env: { GITHUB_API_URL: stranger.url } })
    expectUntouched(stranger)
    const { code, what, hint } = errorIn(result)
    expect(code).toBe('ENDPOINT_UNTRUSTED')
    expect(what).toContain('GITHUB_API_URL')
    expect(hint).toContain('fetch-depth: 0')
  })

  test('does not fetch the config repository over plain HTTP', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const result = await scene.go({}, { env: { GITHUB_SERVER_URL: stranger.url } })
    expectUntouched(stranger)
    expect(errorIn(result)).toMatchObject({
      code: 'INPUT_INVALID',
      what: expect.stringContaining('config-token'),
    })
  })
})
