import {
  DescribeRepositoriesCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ecr'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EcrRegistry } from '../../src/aws/registry/ecr.ts'
import { EcrSession } from '../../src/aws/registry/ecr-session.ts'
import { type AccountId, parseEcrHost } from '../../src/names/host.ts'
import { aRepository, aRun } from '../unit/builders.ts'
import { type Moto, putImage, startMoto } from './moto.ts'

const ACCOUNT = '465002806239'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/gitops-deploy`
const PULLER = '999988887777' as AccountId
const REGION = 'ap-southeast-2'
const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`

let moto: Moto

beforeAll(async () => {
  moto = await startMoto()
})
afterAll(async () => {
  await moto?.close()
})

/** The registry as the action asks it, and a client of somebody else in the same account. */
async function open() {
  const host = parseEcrHost(HOST)
  if (!host) throw new Error(`${HOST} is no ECR host`)
  const ecr = await moto.clientOf(ROLE, REGION)
  const { accessKeyId, secretAccessKey, sessionToken = '' } = await ecr.config.credentials()
  const credentials = { accessKeyId, secretAccessKey, sessionToken, account: ACCOUNT, principal: ROLE }
  const patience = { ...aRun(), signal: new AbortController().signal }
  const endpoints = { ECR: { variable: 'AWS_ENDPOINT_URL_ECR', url: moto.url } }
  const session = new EcrSession({ registry: host, endpoints }, async () => credentials, patience)
  return { ecr, registry: new EcrRegistry(host, session) }
}

test('moto takes the repository and both policies, and says the second time that it is there', async () => {
  const { ecr, registry } = await open()
  const repositoryName = 'team/created'
  expect(await registry.find(repositoryName, ['v1.2.3'])).toBeUndefined()
  expect(await registry.createRepository(repositoryName, aRepository({ pullAccounts: [PULLER] }))).toBe(
    'created',
  )
  expect(await registry.createRepository(repositoryName, aRepository({ pullAccounts: [PULLER] }))).toBe(
    'existed',
  )
  expect(await registry.find(repositoryName, ['v1.2.3'])).toEqual(new Map())
  expect(await registry.mutableTags(repositoryName, ['v1.2.3'])).toEqual({ tags: [], filters: [] })
  const { lifecyclePolicyText = '' } = await ecr.send(new GetLifecyclePolicyCommand({ repositoryName }))
  expect(JSON.parse(lifecyclePolicyText).rules).toHaveLength(1)
  const { policyText = '' } = await ecr.send(new GetRepositoryPolicyCommand({ repositoryName }))
  expect(policyText).toContain(`arn:aws:iam::${PULLER}:root`)
})

test('moto takes what an organisation demands of a repository', async () => {
  const { ecr, registry } = await open()
  const repositoryName = 'team/demanded'
  const tags = new Map([['team', 'payments']])
  const kmsKey = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0a1b2c3d-0000-4000-8000-0123456789ab`
  const demands = aRepository({ kmsKey, tags })
  expect(await registry.createRepository(repositoryName, demands)).toBe('created')
  const { repositories = [] } = await ecr.send(
    new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }),
  )
  expect(repositories[0]?.encryptionConfiguration).toEqual({ encryptionType: 'KMS', kmsKey })
  const resourceArn = repositories[0]?.repositoryArn
  expect((await ecr.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
    { Key: 'team', Value: 'payments' },
  ])
})

test('moto finds several tags at once, and takes a release tag on a tested image', async () => {
  const { ecr, registry } = await open()
  const repository = 'team/released'
  await registry.createRepository(repository, aRepository())
  const digest = await putImage(ecr, repository, 'tested')
  const found = await registry.find(repository, ['tested', 'v1.2.3', 'v1.2.4'])
  expect([...(found ?? [])].map(([tag, image]) => [tag, image.digest])).toEqual([['tested', digest]])
  const image = found?.get('tested')
  if (!image) throw new Error('moto has lost the image')
  expect(await registry.tag(repository, 'v1.2.3', image)).toBe('tagged')
  const released = await registry.find(repository, ['tested', 'v1.2.3'])
  expect(released?.get('v1.2.3')).toMatchObject({
    digest,
    manifest: image.manifest,
    mediaType: image.mediaType,
  })
  // The same tag on the same image is no failure.
  expect(await registry.tag(repository, 'v1.2.3', image)).toBe('tagged')
})
