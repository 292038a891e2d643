import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MainResult } from '../support/runner.ts'
import { createWorld, type World, type WorldOptions } from '../support/world.ts'
import { copyImage, createRepository, type Moto, putImage, startMoto } from './moto.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld } from './rig-world.ts'

const FILE = 'apps/identity-service/overlays/production/kustomization.yaml'
/** The account that moto is in when nobody says otherwise. */
const MOTO = '123456789012'
const ASSUME = 'AssumeRoleWithWebIdentity'
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAMOTOMOTOMOTOMOTO', AWS_SECRET_ACCESS_KEY: 'moto-does-not-verify' }

let rig: Rig
let moto: Moto
let accounts = 465002806239

beforeAll(async () => {
  rig = await currentRig()
  moto = await startMoto()
})
afterAll(() => moto?.close())

/** moto keeps what it was reported, so that every world has an account of its own. */
async function openWorld(options: WorldOptions = {}): Promise<World> {
  accounts += 1
  const world = await createWorld({ account: String(accounts), ...options })
  useMoto(world)
  world.inputs['render-check'] = 'off'
  return world
}

function useMoto({ env }: World): void {
  Object.assign(env, { AWS_ENDPOINT_URL_STS: moto.url, AWS_ENDPOINT_URL_ECR: moto.url })
  moto.requests.length = 0
}

async function withRepository(world: World, mutability?: 'MUTABLE') {
  const ecr = await moto.clientOf(world.facts.role, world.facts.region)
  await createRepository(ecr, world.facts.ecrRepository, mutability)
  return ecr
}

/** Order aside: the token and the question for the image are asked at once. */
const asked = () => moto.requests.map(({ action }) => action).sort()

const errorsOf = ({ annotations }: MainResult) =>
  annotations.filter(({ level }) => level === 'error').map(({ properties }) => properties.title)

const textOf = ({ annotations }: MainResult) =>
  annotations.flatMap(({ level, message }) => (level === 'error' ? [message] : [])).join('\n')

describe('moto as STS and ECR:', () => {
  test('an image that is there is deployed by its digest, with one request of each kind', async () => {
    await using world = await openWorld()
    const ecr = await withRepository(world)
    const digest = await putImage(ecr, world.facts.ecrRepository, world.facts.head)
    const result = await world.run({ pin: 'both' })
    expect(result.exitCode, result.stdout).toBe(0)
    expect(result.outputs).toMatchObject({
      result: 'deployed',
      digest,
      'account-id': world.facts.account,
      registry: world.facts.host,
    })
    expect(await world.config.file(FILE)).toContain(digest)
    expect(asked()).toEqual([ASSUME, 'BatchGetImage', 'GetAuthorizationToken'])
    expect(result.masks).toContain(`${world.facts.account}-auth-token`)
    expect(await world.scanForSecrets({ texts: { stdout: result.stdout, summary: result.summary } })).toEqual(
      [],
    )
  })

  test('an image is looked for in the region of a replica, whose entry keeps its host', async () => {
    await using world = await openWorld()
    const { host, region, role, ecrRepository, head } = world.facts
    const replica = host.replace(region, 'eu-west-1')
    const text = ((await world.config.file(FILE)) ?? '').replace(host, replica)
    await world.config.commit({ files: { [FILE]: text }, message: 'Pull from Ireland' })
    const home = await withRepository(world)
    const digest = await putImage(home, ecrRepository, head)
    const replicas = '{ regions: eu-*, timeout: 0s }'
    const early = await world.run({ replicas })
    expect(errorsOf(early)).toEqual(['REPLICA_MISSING'])

    const ireland = await moto.clientOf(role, 'eu-west-1')
    await createRepository(ireland, ecrRepository)
    await copyImage(home, ireland, { repositoryName: ecrRepository, imageTag: head })
    const result = await world.run({ replicas })
    expect(result.outputs, result.stdout).toMatchObject({ result: 'deployed', digest })
    expect(await world.config.file(FILE)).toContain(`newName: ${replica}/${ecrRepository}\n`)
    expect(await world.config.file(FILE)).toContain(head)
  })

  test('a tag that ECR will not move is never pushed again', async () => {
    await using world = await openWorld()
    const ecr = await withRepository(world)
    const { ecrRepository, head } = world.facts
    const digest = await putImage(ecr, ecrRepository, head)
    // moto has one name for both refusals of ECR: the tag is taken, the image is there under it.
    await expect(putImage(ecr, ecrRepository, head)).rejects.toThrow(/and tag '\w+' already exists/)
    const first = await world.run()
    const again = await world.run()
    expect(first.outputs).toMatchObject({ result: 'deployed', digest })
    expect(again.outputs).toMatchObject({ result: 'unchanged', digest })
    expect(JSON.parse(again.outputs.images ?? '')['identity-service']).toMatchObject({ reused: true })
    expect(asked()).not.toContain('PutImage')
  })

  test('a repository that does not exist', async () => {
    await using world = await openWorld()
    const before = await world.config.tip()
    const result = await world.run()
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual(['REPOSITORY_MISSING'])
    const { account, region, ecrRepository } = world.facts
    expect(textOf(result)).toContain(
      `${ecrRepository} does not exist in account ${account}, region ${region}`,
    )
    expect(textOf(result)).toContain(`aws ecr create-repository --region ${region}`)
    expect(asked()).toEqual([ASSUME, 'BatchGetImage', 'GetAuthorizationToken'])
    expect(await world.config.tip()).toBe(before)
  })

  test('an image that is not there, and may not be built', async () => {
    await using world = await openWorld()
    await withRepository(world)
    const result = await world.run({ build: 'never' })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual(['IMAGE_MISSING'])
    expect(asked()).toEqual([ASSUME, 'BatchGetImage', 'DescribeImages', 'GetAuthorizationToken'])
  })

  test('an answer for another partition than the one that was asked', async () => {
    // moto names every registry amazonaws.com, in China too.
    await using world = await openWorld({ region: 'cn-north-1' })
    const role = world.facts.role.replace('arn:aws:', 'arn:aws-cn:')
    const result = await world.run({ 'role-to-assume': role })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual(['ACCOUNT_MISMATCH'])
    expect(textOf(result)).toMatch(/STS answered with arn:aws:sts::.* but role-to-assume is arn:aws-cn:iam::/)
    expect(asked()).toEqual([ASSUME])
  })

  test('an ECR that answers for another account than the role', async () => {
    await using world = await openWorld()
    const { region, ecrRepository } = world.facts
    await createRepository(await moto.clientOf(`arn:aws:iam::${MOTO}:role/other`, region), ecrRepository)
    // moto has not made this session, and takes it for one of its own account.
    world.env.AWS_ENDPOINT_URL_STS = world.sts.url
    moto.requests.length = 0
    const result = await world.run()
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual(['ACCOUNT_MISMATCH'])
    expect(textOf(result)).toContain(`${MOTO}.dkr.ecr.${region}.amazonaws.com`)
    expect(asked()).toEqual(['BatchGetImage', 'GetAuthorizationToken'])
  })
})

describe('moto as STS and ECR, for a runner with keys:', () => {
  test('keys of another account than the registry are refused before ECR is asked', async () => {
    await using world = await openWorld()
    Object.assign(world.env, KEYS)
    const { host } = world.facts
    const result = await world.run({ 'aws-credentials': 'ambient', 'role-to-assume': '', registry: host })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual(['ACCOUNT_MISMATCH'])
    expect(textOf(result)).toContain(`arn:aws:sts::${MOTO}:user/moto`)
    expect(textOf(result)).toContain(`add "${MOTO}" to allowed-account-ids`)
    expect(new Set(asked())).toEqual(new Set(['GetCallerIdentity']))
  })

  test('keys that may assume a role do so, and the rest is done with its session', async () => {
    await using world = await openWorld()
    Object.assign(world.env, KEYS)
    const ecr = await withRepository(world)
    const digest = await putImage(ecr, world.facts.ecrRepository, world.facts.head)
    const result = await world.run(AMBIENT)
    expect(result.outputs, result.stdout).toMatchObject({ result: 'deployed', digest })
    expect(asked()).toEqual(['AssumeRole', 'BatchGetImage', 'GetAuthorizationToken', 'GetCallerIdentity'])
    expect(world.oidc.requests).toEqual([])
  })

  test('keys that nobody knows', async () => {
    await using world = await openWorld()
    Object.assign(world.env, KEYS)
    await moto.enforce(true)
    try {
      const result = await world.run(AMBIENT)
      expect(result.exitCode).toBe(1)
      expect(errorsOf(result)).toEqual(['CREDENTIALS_UNAVAILABLE'])
      expect(textOf(result)).toContain('InvalidClientTokenId')
      expect(asked()).toEqual(['GetCallerIdentity'])
    } finally {
      await moto.enforce(false)
    }
  })
})

describe('moto as STS and ECR, where policies and signatures count:', () => {
  // What ECR denies is the embedded part's to say: moto puts it in XML, which ECR never does.
  test.for([
    { may: ['sts:GetCallerIdentity', 'sts:AssumeRole'], title: undefined, calls: 4 },
    { may: ['sts:GetCallerIdentity'], title: 'ROLE_REFUSED', calls: 4 },
  ])('a runner that may $may ends with $title', async ({ may, title, calls }) => {
    accounts += 1
    await using world = await openWorld({ account: MOTO, ecrRepository: `team/service-${accounts}` })
    await putImage(await withRepository(world), world.facts.ecrRepository, world.facts.head)
    Object.assign(world.env, await keysOfUser(world, `user-${accounts}`, may))
    moto.requests.length = 0
    await moto.enforce(true)
    try {
      const result = await world.run({
        ...AMBIENT,
        'config-repository': '',
        overlays: '',
        'config-token': '',
      })
      expect(errorsOf(result), result.stdout).toEqual(title ? [title] : [])
      expect(result.outputs.result).toBe(title ? 'failed' : 'built')
      // A refused role is tried three times, after the question who the runner is.
      expect(asked()).toHaveLength(calls)
    } finally {
      await moto.enforce(false)
    }
  })
})

const AMBIENT = { 'aws-credentials': 'ambient' }

/** Keys of a new user, who may do these actions, in an account whose role may ask ECR. */
async function keysOfUser({ facts }: World, UserName: string, actions: readonly string[]) {
  const allow = (...Action: readonly string[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
  const role = { RoleName: facts.role.split('/').at(-1) ?? '', PolicyName: 'p' }
  // The role stays from one test to the next.
  const AssumeRolePolicyDocument = allow('sts:AssumeRole')
  await moto.iam({ Action: 'CreateRole', ...role, AssumeRolePolicyDocument }).catch(() => undefined)
  await moto.iam({ Action: 'PutRolePolicy', ...role, PolicyDocument: allow('ecr:*') })
  const user = { UserName, PolicyName: 'p' }
  await moto.iam({ Action: 'CreateUser', ...user })
  await moto.iam({ Action: 'PutUserPolicy', ...user, PolicyDocument: allow(...actions) })
  const answer = await moto.iam({ Action: 'CreateAccessKey', ...user })
  const value = (name: string) => new RegExp(`<${name}>([^<]+)<`).exec(answer)?.[1] ?? ''
  return { AWS_ACCESS_KEY_ID: value('AccessKeyId'), AWS_SECRET_ACCESS_KEY: value('SecretAccessKey') }
}

test('a password that the registry does not take, after a build for a repository with mutable tags', async () => {
  await using world = await createRigWorld(rig)
  useMoto(world)
  await withRepository(world, 'MUTABLE')
  const before = await world.config.tip()
  const result = await world.run({ 'render-check': 'off' })
  expect(result.exitCode).toBe(1)
  expect(errorsOf(result)).toEqual(['PUSH_FAILED'])
  const warnings = result.annotations.filter(({ level }) => level === 'warning')
  expect(warnings.map(({ message }) => message).join('\n')).toContain('has mutable tags')
  expect(asked()).toContain('DescribeRepositories')
  expect(await world.config.tip()).toBe(before)
})
