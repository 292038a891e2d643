import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr'
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { startEcrApi } from '../support/ecr-api.ts'
import { catalogOf } from '../support/image-catalog.ts'
import { newRepository, OCI_INDEX, OCI_MANIFEST } from '../support/image-store.ts'
import { startOidc } from '../support/oidc.ts'
import { putSampleImage } from '../support/sample-image.ts'
import { startSts } from '../support/sts.ts'

const account = '465002806239'
const region = 'ap-southeast-2'
const role = `arn:aws:iam::${account}:role/gitops-deploy`
const repositoryName = 'team/app'
const place = { account, region, repository: repositoryName }

const anonymous = { accessKeyId: 'unused', secretAccessKey: 'unused' }

async function startAws() {
  const oidc = await startOidc()
  const sts = await startSts({ oidc, roles: [role] })
  const catalog = await catalogOf({ account, region }, [repositoryName])
  const ecr = await startEcrApi({ sessions: sts.sessions, store: catalog, accounts: [account] })
  const stsClient = new STSClient({ region, endpoint: sts.url, credentials: anonymous, maxAttempts: 1 })
  const assume = (changes: Record<string, unknown> = {}) =>
    stsClient.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: role,
        RoleSessionName: 'run-1',
        WebIdentityToken: oidc.issue('sts.amazonaws.com'),
        ...changes,
      }),
    )
  const close = async () => {
    await Promise.all([oidc, sts, ecr].map((part) => part.close()))
  }
  return { oidc, sts, ecr, catalog, assume, [Symbol.asyncDispose]: close }
}

type Aws = Awaited<ReturnType<typeof startAws>>

async function ecrClient({ assume, ecr }: Aws, changes: Record<string, unknown> = {}): Promise<ECRClient> {
  const { Credentials: issued } = await assume(changes)
  const credentials = {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  }
  return new ECRClient({ region, endpoint: ecr.url, credentials, maxAttempts: 1 })
}

const askToken = (url: string, token: string) =>
  fetch(`${url}&audience=sts.amazonaws.com`, { headers: { authorization: `Bearer ${token}` } })

describe('the OIDC endpoint', () => {
  test('issues a token for the audience, and refuses another bearer', async () => {
    await using oidc = await startOidc({ claims: { environment: 'production', ref: undefined } })
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = oidc.env
    const { value } = (await (await askToken(url, token)).json()) as { value: string }
    const claims = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({ aud: 'sts.amazonaws.com', environment: 'production', iss: oidc.issuer })
    expect(claims).not.toHaveProperty('ref')
    expect(oidc.markers()).toEqual([token, value])
    expect((await askToken(url, 'other')).status).toBe(401)
    expect(oidc.requests.map(({ status }) => status)).toEqual([200, 401])
  })

  test('misbehaves as told, then heals', async () => {
    await using oidc = await startOidc()
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = oidc.env
    oidc.fail({ status: 503, body: 'busy' }, { times: 2 })
    oidc.fail('reset')
    oidc.fail('truncate')
    expect(await (await askToken(url, token)).text()).toBe('busy')
    expect((await askToken(url, token)).status).toBe(503)
    await expect(askToken(url, token)).rejects.toThrow('fetch failed')
    await expect(askToken(url, token).then((answer) => answer.text())).rejects.toThrow()
    expect((await askToken(url, token)).status).toBe(200)
    oidc.fail('hang', { times: Number.POSITIVE_INFINITY })
    const patience = AbortSignal.timeout(50)
    await expect(fetch(url, { signal: patience })).rejects.toThrow('timeout')
    oidc.heal()
    expect((await askToken(url, token)).status).toBe(200)
    expect(oidc.requests.map(({ fault }) => fault)).toContain('truncate')
  })
})

describe('the STS', () => {
  test('issues a session that names the role session', async () => {
    await using aws = await startAws()
    const answer = await aws.assume({
      DurationSeconds: 900,
      Policy: '{"Version":"2012-10-17","Statement":[]}',
    })
    expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/gitops-deploy/run-1`)
    expect(answer.Audience).toBe('sts.amazonaws.com')
    expect(answer.Provider).toContain(':oidc-provider/token.actions.githubusercontent.com')
    expect(answer.PackedPolicySize).toBeGreaterThan(0)
    const left = (answer.Credentials?.Expiration?.getTime() ?? 0) - Date.now()
    expect(left).toBeGreaterThan(890_000)
    expect(left).toBeLessThan(901_000)
    expect(aws.sts.markers()).toContain(answer.Credentials?.SecretAccessKey)
  })

  test.each([
    ['AccessDenied', { RoleArn: `${role}-other` }],
    ['ValidationError', { RoleArn: 'gitops-deploy' }],
    ['ValidationError', { RoleSessionName: 'a b' }],
    ['ValidationError', { DurationSeconds: 100 }],
    ['ValidationError', { DurationSeconds: 7200 }],
    ['ValidationError', { Policy: `{"Statement":[],"x":"${'x'.repeat(2048)}"}` }],
    ['MalformedPolicyDocument', { Policy: '{"Statement":' }],
    ['InvalidIdentityToken', { WebIdentityToken: 'aaaa.bbbb.cccc' }],
  ])('answers %s to %j', async (name, changes) => {
    await using aws = await startAws()
    const error = await aws.assume(changes).catch((thrown: unknown) => thrown)
    expect(error).toHaveProperty('name', expect.stringMatching(`^${name}(Exception)?$`))
  })

  test.each([
    ['ExpiredTokenException', 'sts.amazonaws.com', { exp: 1_700_000_000 }],
    ['InvalidIdentityTokenException', 'somebody-else', {}],
    ['InvalidIdentityTokenException', 'sts.amazonaws.com', { iss: 'https://elsewhere.example' }],
  ])('answers %s to a token for %s with %j', async (name, audience, claims) => {
    await using aws = await startAws()
    const WebIdentityToken = aws.oidc.issue(audience, claims)
    await expect(aws.assume({ WebIdentityToken })).rejects.toHaveProperty('name', name)
  })

  test('judges by the trust policy, answers as another account when told, and shapes faults', async () => {
    await using aws = await startAws()
    aws.sts.settings.accept = (claims) => claims.repository === 'acme/other'
    await expect(aws.assume()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      $metadata: { httpStatusCode: 403 },
    })
    aws.sts.settings.accept = () => true
    aws.sts.settings.answerAs = 'arn:aws:iam::111122223333:role/gitops-deploy'
    expect((await aws.assume()).AssumedRoleUser?.Arn).toContain(':111122223333:')
    aws.sts.fail({ code: 'Throttling', message: 'Rate exceeded' })
    await expect(aws.assume()).rejects.toMatchObject({ name: 'Throttling', message: 'Rate exceeded' })
  })

  test('says who the caller is', async () => {
    await using aws = await startAws()
    const { Credentials: c } = await aws.assume()
    const credentials = {
      accessKeyId: c?.AccessKeyId ?? '',
      secretAccessKey: c?.SecretAccessKey ?? '',
      sessionToken: c?.SessionToken ?? '',
    }
    const client = new STSClient({ region, endpoint: aws.sts.url, credentials })
    expect(await client.send(new GetCallerIdentityCommand())).toMatchObject({ Account: account })
  })
})

describe('the ECR API', () => {
  test('issues registry passwords', async () => {
    await using aws = await startAws()
    const client = await ecrClient(aws)
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand())
    const [data] = authorizationData ?? []
    const [user, password = ''] = Buffer.from(data?.authorizationToken ?? '', 'base64')
      .toString()
      .split(':')
    expect(user).toBe('AWS')
    expect(data?.proxyEndpoint).toBe(`https://${account}.dkr.ecr.${region}.amazonaws.com`)
    expect(data?.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 11 * 3_600_000)
    expect(aws.ecr.markers()).toEqual([password, data?.authorizationToken])
    expect(aws.ecr.login(password)).toMatchObject({ state: 'valid', session: { roleArn: role } })
  })

  test('finds images by tag and digest, and reports the missing ones as failures', async () => {
    await using aws = await startAws()
    const client = await ecrClient(aws)
    const digest = await putSampleImage(aws.catalog, place, { tag: 'one' })
    const get = (acceptedMediaTypes?: string[]) =>
      client.send(
        new BatchGetImageCommand({
          registryId: account,
          repositoryName,
          imageIds: [{ imageTag: 'one' }, { imageDigest: digest }, { imageTag: 'two' }],
          ...(acceptedMediaTypes && { acceptedMediaTypes }),
        }),
      )
    const { images, failures } = await get([OCI_MANIFEST])
    expect(images?.map(({ imageId }) => imageId)).toEqual([
      { imageDigest: digest, imageTag: 'one' },
      { imageDigest: digest },
    ])
    expect(images?.[0]).toMatchObject({ registryId: account, imageManifestMediaType: OCI_MANIFEST })
    expect(failures).toMatchObject([{ failureCode: 'ImageNotFound', imageId: { imageTag: 'two' } }])
    expect((await get([OCI_INDEX])).failures).toHaveLength(3)
    const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName }))
    expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['one'] }])
  })

  test('creates and describes repositories', async () => {
    await using aws = await startAws()
    const client = await ecrClient(aws)
    await client.send(new CreateRepositoryCommand({ repositoryName: 'new', imageTagMutability: 'IMMUTABLE' }))
    const { repositories } = await client.send(new DescribeRepositoriesCommand({ repositoryNames: ['new'] }))
    expect(repositories).toMatchObject([
      {
        repositoryArn: `arn:aws:ecr:${region}:${account}:repository/new`,
        repositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/new`,
        imageTagMutability: 'IMMUTABLE',
      },
    ])
    await expect(
      client.send(new DescribeRepositoriesCommand({ repositoryNames: ['absent'] })),
    ).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
      message: `The repository with name 'absent' does not exist in the registry with id '${account}'`,
    })
  })

  test('puts a manifest under a second tag, but never over an immutable one', async () => {
    await using aws = await startAws()
    await putSampleImage(aws.catalog, place, { tag: 'one' })
    const second = await putSampleImage(aws.catalog, place, { tag: 'two', labels: { a: 'b' } })
    const client = await ecrClient(aws)
    const image = await aws.catalog.image(place, 'two')
    const put = (imageTag: string, imageManifest = image?.manifest ?? '') =>
      client.send(new PutImageCommand({ registryId: account, repositoryName, imageManifest, imageTag }))
    expect((await put('v1.2.3')).image?.imageId).toEqual({ imageDigest: second, imageTag: 'v1.2.3' })
    await expect(put('one')).rejects.toHaveProperty('name', 'ImageTagAlreadyExistsException')
    await expect(put('two')).rejects.toHaveProperty('name', 'ImageAlreadyExistsException')
    const unknown = JSON.stringify({ layers: [{ digest: `sha256:${'0'.repeat(64)}` }] })
    await expect(put('three', unknown)).rejects.toHaveProperty('name', 'LayersNotFoundException')
    const index = JSON.stringify({
      mediaType: OCI_INDEX,
      manifests: [{ digest: `sha256:${'0'.repeat(64)}` }],
    })
    await expect(put('four', index)).rejects.toHaveProperty('name', 'ReferencedImagesNotFoundException')
  })

  test('keeps single images back, and answers for 100 at most', async () => {
    await using aws = await startAws()
    const client = await ecrClient(aws)
    for (const tag of ['one', 'two']) await putSampleImage(aws.catalog, place, { tag })
    aws.ecr.settings.withheld.set('one', { failureCode: 'ImageInaccessible', failureReason: 'archived' })
    const get = (tags: string[]) =>
      client.send(
        new BatchGetImageCommand({ repositoryName, imageIds: tags.map((imageTag) => ({ imageTag })) }),
      )
    const { images, failures } = await get(['one', 'two'])
    expect(images?.map(({ imageId }) => imageId?.imageTag)).toEqual(['two'])
    expect(failures).toEqual([
      { imageId: { imageTag: 'one' }, failureCode: 'ImageInaccessible', failureReason: 'archived' },
    ])
    const many = Array.from({ length: 101 }, (_, at) => `t${at}`)
    expect((await get(many.slice(1))).failures).toHaveLength(100)
    await expect(get(many)).rejects.toHaveProperty('name', 'InvalidParameterException')
  })

  test('keeps policies of a repository, if they are some', async () => {
    await using aws = await startAws()
    const client = await ecrClient(aws)
    const lifecyclePolicyText = '{"rules":[]}'
    const policyText = '{"Statement":[]}'
    await client.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }))
    await client.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }))
    const place = { account, repository: repositoryName }
    expect(aws.ecr.documents).toEqual([
      { ...place, kind: 'lifecyclePolicyText', text: lifecyclePolicyText },
      { ...place, kind: 'policyText', text: policyText },
    ])
    for (const text of ['{}', 'no JSON']) {
      const set = client.send(new SetRepositoryPolicyCommand({ repositoryName, policyText: text }))
      await expect(set).rejects.toHaveProperty('name', 'InvalidParameterException')
    }
    const absent = new PutLifecyclePolicyCommand({ repositoryName: 'absent', lifecyclePolicyText })
    await expect(client.send(absent)).rejects.toHaveProperty('name', 'RepositoryNotFoundException')
  })

  test('reads the session policy, and words refusals as AWS does', async () => {
    await using aws = await startAws()
    const resource = `arn:aws:ecr:${region}:${account}:repository/team/*`
    const statement = { Effect: 'Allow', Action: ['ecr:BatchGet*', 'ecr:Describe*'], Resource: resource }
    const client = await ecrClient(aws, { Policy: JSON.stringify({ Statement: [statement] }) })
    const get = (name: string, registryId = account) =>
      client.send(
        new BatchGetImageCommand({ repositoryName: name, registryId, imageIds: [{ imageTag: 'x' }] }),
      )
    expect((await get(repositoryName)).failures).toHaveLength(1)
    const session = `arn:aws:sts::${account}:assumed-role/gitops-deploy/run-1`
    await expect(get('other')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${session} is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:${region}:${account}:repository/other because no session policy allows the ecr:BatchGetImage action`,
    })
    await expect(get(repositoryName, '111122223333')).rejects.toThrow('no resource-based policy allows')
    aws.ecr.settings.denied.push('ecr:DescribeRepositories')
    const describeIt = new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] })
    await expect(client.send(describeIt)).rejects.toThrow('no identity-based policy allows')
  })

  test('refuses a wrong secret, a wrong token and an expired session', async () => {
    await using aws = await startAws()
    aws.sts.settings.lifetimeSeconds = 0
    const expired = await ecrClient(aws)
    await expect(expired.send(new GetAuthorizationTokenCommand())).rejects.toMatchObject({
      name: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    })
    const { sessionToken, accessKeyId } = await expired.config.credentials()
    const send = (credentials: Record<'accessKeyId' | 'secretAccessKey' | 'sessionToken', string>) =>
      new ECRClient({ region, endpoint: aws.ecr.url, credentials }).send(new GetAuthorizationTokenCommand())
    await expect(
      send({ accessKeyId, sessionToken: sessionToken ?? '', secretAccessKey: 'wrong' }),
    ).rejects.toHaveProperty('name', 'InvalidSignatureException')
    await expect(
      send({ accessKeyId, sessionToken: 'wrong', secretAccessKey: 'wrong' }),
    ).rejects.toHaveProperty('name', 'UnrecognizedClientException')
    const unsigned = await fetch(aws.ecr.url, { method: 'POST', body: '{}' })
    expect(unsigned.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException')
  })

  test('fails single actions as told', async () => {
    await using aws = await startAws()
    const client = await ecrClient(aws)
    aws.ecr.fail({ code: 'ThrottlingException', message: 'Rate exceeded' }, { on: 'BatchGetImage', times: 2 })
    const get = () => client.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'x' }] }))
    await client.send(new GetAuthorizationTokenCommand())
    await expect(get()).rejects.toHaveProperty('name', 'ThrottlingException')
    await expect(get()).rejects.toHaveProperty('name', 'ThrottlingException')
    expect((await get()).failures).toHaveLength(1)
    expect(aws.ecr.requests.map(({ action }) => action)).toContain('GetAuthorizationToken')
  })

  test('knows the mutability settings with exclusions', async () => {
    await using aws = await startAws()
    const settings = newRepository('mixed', { mutability: 'IMMUTABLE_WITH_EXCLUSION', filters: ['dev-*'] })
    await aws.catalog.createRepository({ account, region }, settings)
    const mixed = { ...place, repository: 'mixed' }
    const put = (tag: string, label: string) => putSampleImage(aws.catalog, mixed, { tag, labels: { label } })
    await put('dev-1', 'a')
    await put('dev-1', 'b')
    await put('one', 'a')
    await expect(put('one', 'b')).rejects.toThrow('tag-immutable')
  })
})
