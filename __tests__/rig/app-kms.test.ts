// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { createPublicKey, type KeyObject } from 'node:crypto'
import {
  CreateAliasCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  GetPublicKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms'
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAppKey } from '../support/app-key.ts'
import type { App } from '../support/github/apps.ts'
import { createWorld, type World } from '../support/world.ts'
import { createRepository, type Moto, putImage, startMoto } from './moto.ts'

const FILE = 'apps/identity-service/overlays/production/kustomization.yaml'
const RSA = { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' } as const

let moto: Moto
let accounts = 565002806239

beforeAll(async () => {
  moto = await startMoto()
})
afterAll(() => moto?.close())

async function kmsOf(role: string, region: string): Promise<KMSClient> {
  const endpoint = moto.url
  const sts = new STSClient({ endpoint, region })
  const request = { RoleArn: role, RoleSessionName: 'somebody', WebIdentityToken: 'moto takes any token' }
  const { Credentials } = await sts.send(new AssumeRoleWithWebIdentityCommand(request))
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  }
  return new KMSClient({ endpoint, region, credentials })
}

/** A world whose config repository only opens for tokens of the App, and a key in the KMS of its account. */
async function openWorld(spec: CreateKeyCommandInput = RSA, region?: string) {
  accounts += 1
  const world = await createWorld({ account: String(accounts) })
  world.inputs['render-check'] = 'off'
  const { facts, env } = world
  const ecr = await moto.clientOf(facts.role, facts.region)
  await createRepository(ecr, facts.ecrRepository)
  await putImage(ecr, facts.ecrRepository, facts.head)
  const kms = await kmsOf(facts.role, region ?? facts.region)
  const { KeyMetadata: { Arn: arn = '', KeyId: id = '' } = {} } = await kms.send(new CreateKeyCommand(spec))
  const url = moto.url
  Object.assign(env, { AWS_ENDPOINT_URL_STS: url, AWS_ENDPOINT_URL_ECR: url, AWS_ENDPOINT_URL_KMS: url })
  moto.requests.length = 0
  return { world, kms, arn, id }
}

/** An App with that key, whose tokens are the only ones that open the config repository. */
function addApp({ git, github, tokens }: World, publicKey: KeyObject): App {
  git.settings.tokens.delete(tokens.config)
  github.settings.tokens = git.settings.tokens
  const repositories = ['acme/platform-config']
  return github.addApp({ publicKey, repositories, tokens: 'long', permissions: { contents: 'write' } }).app
}

async function trust(world: World, kms: KMSClient, id: string): Promise<App> {
  const { PublicKey: key = new Uint8Array() } = await kms.send(new GetPublicKeyCommand({ KeyId: id }))
  return addApp(world, createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' }))
}

const inputs = (arn: string) => ({ 'config-token': '', 'config-app-id': '31400', 'config-app-kms-key': arn })
const asked = () => moto.requests.map(({ action }) => action).toSorted()

describe('moto as KMS:', () => {
  test.each([undefined, 'eu-west-1'])(
    'a key in region %s signs once, and GitHub takes it',
    async (region) => {
      const { world, kms, arn, id } = await openWorld(RSA, region)
      await using _ = world
      const app = await trust(world, kms, id)
      moto.requests.length = 0
      const result = await world.run(inputs(arn))
      expect(result.exitCode, result.stdout).toBe(0)
      expect(await world.config.file(FILE)).toContain(world.facts.head)
      expect(asked().filter((action) => action === 'Sign')).toHaveLength(1)
      // One session for both.
      expect(asked().filter((action) => action.startsWith('Assume'))).toHaveLength(1)
      expect(app.minted).toMatchObject([{ repositories: ['acme/platform-config'], revoked: true }])
      for (const { token } of app.minted) world.secret('app-token', token)
      const texts = { stdout: result.stdout, summary: result.summary }
      expect(await world.scanForSecrets({ texts })).toEqual([])
    },
  )

  test('an alias does as well', async () => {
    const { world, kms, arn, id } = await openWorld()
    await using _ = world
    await trust(world, kms, id)
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/deploy-app', TargetKeyId: id }))
    const result = await world.run(inputs(arn.replace(/key\/.*/, 'alias/deploy-app')))
    expect(result.exitCode, result.stdout).toBe(0)
  })

  test('a key that was made there, and not imported, is none of the App', async () => {
    const { world, arn } = await openWorld()
    await using _ = world
    addApp(world, makeAppKey().publicKey)
    expect(errorOf(await world.run(inputs(arn)))).toMatch(/^APP_KEY_REFUSED .*config-app-kms-key/s)
  })

  test('what cannot sign is said with what it is', async () => {
    const { world, kms, arn } = await openWorld()
    await using _ = world
    const nowhere = arn.replace(/key\/.*/, 'key/00000000-0000-4000-8000-000000000000')
    expect(errorOf(await world.run(inputs(nowhere)))).toMatch(/^KMS_KEY_UNUSABLE .*a key that is there/s)
    const ec = await kms.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }))
    expect(errorOf(await world.run(inputs(ec.KeyMetadata?.Arn ?? '')))).toMatch(
      /^KMS_KEY_UNUSABLE .*RSA_2048/s,
    )
  })
})

function errorOf({ annotations }: Awaited<ReturnType<World['run']>>): string {
  const errors = annotations.filter(({ level }) => level === 'error')
  return errors.map(({ properties, message }) => `${properties.title} ${message}`).join('\n')
}
