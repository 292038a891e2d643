import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPart } from '../support/part.ts'
import { helmTemplate } from './pull-secret-renders.ts'
import {
  ACCOUNT,
  HOME,
  KEYS,
  openScene,
  PARTNER,
  POD_IDENTITY,
  type Scene,
  secretIn,
  secretOf,
} from './pull-secret-scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene?.[Symbol.asyncDispose]())

describe('a run', () => {
  test('makes the pull secret of every registry in every namespace', async () => {
    const { exitCode, log } = await scene.refresh()
    expect([exitCode, log]).toEqual([0, expect.stringContaining('team-a/ecr-pull has a password of')])
    for (const [namespace, name, host] of [
      ['team-a', 'ecr-pull', HOME],
      ['team-b', 'ecr-pull', HOME],
      ['team-b', 'ecr-pull-partner', PARTNER],
    ] as const) {
      const path = secretIn(namespace, name)
      expect(await scene.passwordIn(path)).toMatchObject({ host, login: 'valid' })
      const { annotations } = (await scene.server.ask(path)).body.metadata ?? {}
      expect(annotations?.['ecr-pull-secrets/registry']).toBe(host)
      const hours = (Date.parse(annotations?.['ecr-pull-secrets/expires-at'] ?? '') - Date.now()) / 3_600_000
      expect(hours).toBeCloseTo(12, 0)
    }
    expect(await scene.passwordIn(secretIn('team-a', 'ecr-pull-partner'))).toEqual({ status: 404 })
  })

  test('knows the hosts of other partitions, in a list with tabs and the line ends of another system', async () => {
    const china = `ecr-pull\t${ACCOUNT}  cn-north-1\tteam-a \r\n`
    const others = `ecr-pull ${ACCOUNT} eusc-de-east-1 team-b\r\necr-pull-partner ${ACCOUNT} us-gov-west-1 team-b`
    const { exitCode, log } = await scene.refresh({ registries: `# a list\r\n\r\n${china}${others}` })
    expect([exitCode, log]).toEqual([0, expect.any(String)])
    for (const [path, rest] of [
      [secretIn('team-a'), 'cn-north-1.amazonaws.com.cn'],
      [secretIn('team-b'), 'eusc-de-east-1.amazonaws.eu'],
      [secretIn('team-b', 'ecr-pull-partner'), 'us-gov-west-1.amazonaws.com'],
    ] as const)
      expect((await scene.passwordIn(path)).host).toBe(`${ACCOUNT}.dkr.ecr.${rest}`)
  })

  test('replaces what is there without a moment in which it is not', async () => {
    await scene.refresh()
    const before = await scene.passwordIn(secretIn('team-a'))
    const over = new AbortController()
    const watched = statesUntil(over.signal)
    const { exitCode } = await scene.refresh().finally(() => over.abort())
    const after = await scene.passwordIn(secretIn('team-a'))
    expect(await watched).toEqual([200])
    expect(exitCode).toBe(0)
    expect(after).toMatchObject({ uid: before.uid, login: 'valid' })
    expect(after.password).not.toBe(before.password)
  })

  async function statesUntil(over: AbortSignal): Promise<number[]> {
    const states = new Set<number>()
    for (; !over.aborted; await sleep(5)) states.add((await scene.server.ask(secretIn('team-a'))).status)
    return [...states]
  }

  test('makes one anew that somebody deleted, and takes one over that somebody made', async () => {
    await scene.refresh()
    await scene.server.ask(secretIn('team-a'), { method: 'DELETE' })
    await scene.server.ask(secretIn('team-b'), { method: 'DELETE' })
    await scene.server.apply(secretIn('team-b'), secretOf('team-b'))
    expect((await scene.refresh()).exitCode).toBe(0)
    for (const namespace of ['team-a', 'team-b'])
      expect(await scene.passwordIn(secretIn(namespace))).toMatchObject({ login: 'valid', host: HOME })
  })

  test('works with access keys of a secret', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = scene.sessionOf()
    const secrets = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
    // Those of the embedded STS need it; a user's own keys have none.
    const env = { AWS_SESSION_TOKEN: sessionToken }
    const { exitCode, log } = await scene.refresh({ objects: await helmTemplate(KEYS), secrets, env })
    expect([exitCode, log]).toEqual([0, expect.stringContaining(`a password of ${PARTNER}`)])
  })

  test('works with EKS Pod Identity', async () => {
    await using agent = await startPart({ action: () => 'credentials', answer: credentialsOfAgent })
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: agent.url }
    const { exitCode, log } = await scene.refresh({ objects: await helmTemplate(POD_IDENTITY), env })
    expect([exitCode, log]).toEqual([0, expect.stringContaining(`a password of ${PARTNER}`)])
    expect(agent.requests.length).toBeGreaterThan(0)
  })

  function credentialsOfAgent() {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = scene.sessionOf()
    const body = {
      ...{ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken },
      Expiration: expiration.toISOString(),
    }
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  }
})

describe('the service account', () => {
  test('may apply the secrets that are named, and nothing else', async () => {
    const token = await scene.install()
    const apply = async (name: string, namespace: string) => {
      const path = `${secretIn(namespace, name)}?fieldManager=x&force=true&dryRun=All`
      return (await scene.server.ask(path, { method: 'PATCH', token, body: secretOf(namespace, name) }))
        .status
    }
    for (const namespace of ['team-a', 'team-b'])
      await scene.server.ask(secretIn(namespace), { method: 'DELETE' })
    expect(await Promise.all([apply('ecr-pull', 'team-a'), apply('ecr-pull', 'team-b')])).toEqual([201, 201])
    for (const [name, namespace] of [
      ['ecr-pull-partner', 'team-a'],
      ['other', 'team-b'],
      ['ecr-pull', 'ecr-pull-secrets'],
      ['ecr-pull', 'kube-system'],
    ] as const)
      expect(await apply(name, namespace)).toBe(403)
    const json = 'application/json'
    const post = { method: 'POST', token, type: json, body: secretOf('team-a') }
    expect((await scene.server.ask('/api/v1/namespaces/team-a/secrets', post)).status).toBe(403)
    for (const method of ['GET', 'DELETE'])
      expect((await scene.server.ask(secretIn('team-a'), { method, token })).status).toBe(403)
    expect((await scene.server.ask('/api/v1/namespaces/team-a/secrets', { token })).status).toBe(403)
    const event = { apiVersion: 'v1', kind: 'Event', metadata: { generateName: 'x-' } }
    const elsewhere = { method: 'POST', token, type: json, body: event }
    expect((await scene.server.ask('/api/v1/namespaces/team-a/events', elsewhere)).status).toBe(403)
  })
})
