import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { startEavesdropper } from '../../support/eavesdropper.ts'
import { listen } from '../../support/http-server.ts'
import { newRepository } from '../../support/image-store.ts'
import type { Part } from '../../support/part.ts'
import { registryHost } from '../../support/registry-access.ts'
import type { MainResult } from '../../support/runner.ts'
import { putSampleImage } from '../../support/sample-image.ts'
import { userArnOf } from '../../support/sts-assume.ts'
import { startTls } from '../../support/tunnel.ts'
import { createMonorepo, imagesInput, NAMES, repositoryOf } from '../monorepo.ts'
import { createScene, type Scene, STAGING } from '../scene.ts'

const WITHOUT_CONFIG = { 'config-repository': '', 'config-token': '', overlays: '' }
const NO_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }
const PULL_REQUEST = {
  event: { name: 'pull_request', payload: { pull_request: { head: { repo: null } } } },
  ref: 'refs/pull/7/merge',
}

/** How many requests came on each connection to those whom the step itself asks. */
function connectionsOf({ oidc, sts, ecr, github }: Scene) {
  const of = ({ connections }: Part) => connections.map(({ requests }) => requests)
  return { oidc: of(oidc), sts: of(sts), ecr: of(ecr), github: of(github) }
}

const NONE = { oidc: [], sts: [], ecr: [], github: [] }

const titlesOf = ({ annotations }: MainResult) =>
  annotations.filter(({ level }) => level === 'error').map(({ properties }) => properties.title)

describe('what a run opens, it uses:', () => {
  test('an image that is there, and an overlay that changes', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(connectionsOf(scene)).toEqual({ oidc: [1], sts: [1], ecr: [1, 1], github: [1] })
  })

  test('a checkout with all of its history, which needs no comparison', async () => {
    await using scene = await createScene({ checkoutDepth: 0 })
    await scene.haveImage()
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(connectionsOf(scene)).toEqual({ oidc: [1], sts: [1], ecr: [1, 1], github: [] })
  })

  test('an overlay that has the image already: whether a comparison is needed, it would have shown too late', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await scene.go({ overlays: STAGING })
    const before = connectionsOf(scene)
    const result = await scene.go({ overlays: STAGING })
    expect(result.outputs.result).toBe('unchanged')
    const { oidc, sts, ecr, github } = connectionsOf(scene)
    expect({
      oidc: oidc.slice(before.oidc.length),
      sts: sts.slice(before.sts.length),
      ecr: ecr.slice(before.ecr.length),
      github: github.slice(before.github.length),
    }).toEqual({ oidc: [1], sts: [1], ecr: [1, 1], github: [0] })
  })

  test('an image without an overlay', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const result = await scene.go(WITHOUT_CONFIG)
    expect(result.outputs.result).toBe('built')
    expect(connectionsOf(scene)).toEqual({ oidc: [1], sts: [1], ecr: [1, 1], github: [] })
  })

  test('images of three repositories', async () => {
    await using scene = await createMonorepo()
    for (const name of NAMES) await scene.putImage(repositoryOf(name), scene.facts.head)
    const result = await scene.go({ build: 'never' })
    expect(result.outputs.result).toBe('deployed')
    expect(connectionsOf(scene)).toEqual({ oidc: [1], sts: [1], ecr: [1, 1, 1, 1], github: [1] })
  })

  test('registries of two accounts and two regions', async () => {
    await using scene = await createMonorepo()
    const { catalog, ecr, facts } = scene
    const account = '590184067193'
    const more = { web: { account, region: 'us-east-1' }, jobs: { account, region: facts.region } }
    await scene.putImage(repositoryOf('api'), facts.head)
    for (const [name, home] of Object.entries(more)) {
      const place = { ...home, repository: repositoryOf(name) }
      await catalog.createRepository(home, newRepository(place.repository))
      await putSampleImage(catalog, place, { tag: facts.head })
    }
    ecr.settings.accounts.push(account)
    ecr.settings.proxyEndpoint = (home) => `https://${registryHost(home)}`
    const images = imagesInput({
      web: { registry: registryHost(more.web), overlays: '' },
      jobs: { registry: registryHost(more.jobs), overlays: '' },
    })
    const inputs = { ...WITHOUT_CONFIG, images, build: 'never', 'allowed-account-ids': account }
    const result = await scene.go(inputs)
    expect(result.outputs.result).toBe('built')
    // A token for each region, and a look-up for each repository.
    expect(connectionsOf(scene)).toEqual({ oidc: [1], sts: [1], ecr: [1, 1, 1, 1, 1], github: [] })
  })

  test('credentials that the runner has: only who is asked with them', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const roleArn = `arn:aws:iam::${scene.facts.account}:role/runner`
    const userArn = userArnOf(roleArn, 'i-0abc')
    const keys = scene.sts.sessions.open({ roleArn, userArn, lifetimeSeconds: 3600 })
    const env = {
      ...NO_TOKEN,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
    }
    const result = await scene.go({ ...WITHOUT_CONFIG, 'aws-credentials': 'ambient' }, { env })
    expect(result.outputs.result).toBe('built')
    expect(connectionsOf(scene)).toEqual({ oidc: [], sts: [2], ecr: [1, 1], github: [] })
  })

  test('credentials that the runner has not: nothing', async () => {
    await using scene = await createScene()
    const env = { ...NO_TOKEN, AWS_EC2_METADATA_DISABLED: 'true' }
    const result = await scene.go({ ...WITHOUT_CONFIG, 'aws-credentials': 'ambient' }, { env })
    expect(titlesOf(result)).toEqual(['CREDENTIALS_UNAVAILABLE'])
    expect(connectionsOf(scene)).toEqual(NONE)
  })

  test('a pull request: nothing', async () => {
    await using scene = await createScene()
    const result = await scene.go({}, PULL_REQUEST)
    expect(result.outputs.result).toBe('checked')
    expect(connectionsOf(scene)).toEqual(NONE)
  })
})

describe('a run that is refused opens nothing:', () => {
  test('by a mistake in its inputs', async () => {
    await using scene = await createScene()
    const result = await scene.go({ tag: 'latest' })
    expect(titlesOf(result)).toEqual(['TAG_MUTABLE'])
    expect(connectionsOf(scene)).toEqual(NONE)
  })

  test('by the address that a token would be asked for at', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: `${stranger.url}/token` }
    const result = await scene.go(WITHOUT_CONFIG, { env })
    expect(new Set(titlesOf(result))).toEqual(new Set(['ENDPOINT_UNTRUSTED']))
    expect(connectionsOf(scene)).toEqual(NONE)
    expect(stranger.connections()).toBe(0)
  })

  test('by the address of an API that must not see the token', async () => {
    await using scene = await createScene()
    await using stranger = await startEavesdropper()
    await scene.haveImage()
    const result = await scene.go({}, { env: { GITHUB_API_URL: stranger.url } })
    expect(titlesOf(result)).toEqual(['ENDPOINT_UNTRUSTED'])
    expect(stranger.connections()).toBe(0)
  })
})

describe('while GitHub makes the token', () => {
  const isOpen = ({ sts, ecr, github }: Scene) =>
    sts.connections.length === 1 && ecr.connections.length === 2 && github.connections.length === 1

  test('AWS and the API are connected to, and AWS hears nothing; a cancel ends it', async () => {
    await using scene = await createScene()
    scene.oidc.fail('hang')
    await using step = scene.start()
    await step.until(() => scene.oidc.requests.length === 1 && isOpen(scene))
    const result = await step.kill('SIGTERM')
    expect(titlesOf(result)).toEqual(['CANCELLED'])
    expect(connectionsOf(scene)).toMatchObject({ oidc: [1], sts: [0], ecr: [0, 0] })
    expect(await step.survivors()).toEqual([])
  })
})

describe('over TLS', () => {
  test('the connections that are opened ahead are those that are used', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await using sts = await startTls(scene.sts.url, ['sts', 'localhost'])
    await using ecr = await startTls(scene.ecr.url, ['ecr', 'localhost'])
    await using github = await startTls(scene.github.url, ['api', 'localhost'])
    const trusted = join(scene.root, 'parts.pem')
    await writeFile(trusted, [sts, ecr, github].map(({ certificate }) => certificate).join(''))
    const env = {
      AWS_ENDPOINT_URL_STS: sts.url,
      AWS_ENDPOINT_URL_ECR: `${ecr.url}/`,
      GITHUB_API_URL: github.url,
      NODE_EXTRA_CA_CERTS: trusted,
    }
    const result = await scene.go({}, { env })
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.outputs.result).toBe('deployed')
    expect(connectionsOf(scene)).toEqual({ oidc: [1], sts: [1], ecr: [1, 1], github: [1] })
  })

  test('a certificate that is not trusted is reported by the request', async () => {
    await using scene = await createScene()
    await using sts = await startTls(scene.sts.url)
    const result = await scene.go(WITHOUT_CONFIG, { env: { AWS_ENDPOINT_URL_STS: sts.url } })
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(new Set(titlesOf(result))).toEqual(new Set(['AWS_UNREACHABLE']))
    for (const { message } of errors) {
      expect(message).toContain('self-signed certificate')
      expect(message).toContain('NODE_EXTRA_CA_CERTS')
    }
    expect(connectionsOf(scene).sts).toEqual([])
  })
})

describe('servers that give up their first connections', () => {
  /** Passes everything on but what comes on the first so many connections, which it ends. */
  async function startImpatient(part: string, first: number) {
    let connections = 0
    const server = createServer((client) => {
      connections += 1
      client.on('error', () => client.destroy())
      if (connections <= first) return client.resume().end()
      const behind = connect(Number(new URL(part).port), '127.0.0.1')
      behind.on('error', () => client.destroy())
      return client.pipe(behind).pipe(client)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    return {
      url: `http://127.0.0.1:${port}`,
      isDone: () => connections >= first,
      [Symbol.asyncDispose]: async () => {
        await once(server.close(), 'close')
      },
    }
  }

  /** Answers as the part does, when it may. */
  const startPatient = (part: string, mayAnswer: () => boolean) =>
    listen(async ({ url = '', headers }, response) => {
      while (!mayAnswer() && !response.destroyed) await sleep(5)
      const authorization = headers.authorization ?? ''
      const answer = await fetch(new URL(url, part), { headers: { authorization } })
      response.writeHead(answer.status).end(await answer.text())
    })

  test('fail no request, and none is made twice', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await using sts = await startImpatient(scene.sts.url, 1)
    await using ecr = await startImpatient(scene.ecr.url, 2)
    await using github = await startImpatient(scene.github.url, 1)
    const impatient = [sts, ecr, github]
    const oidc = await startPatient(scene.oidc.url, () => impatient.every(({ isDone }) => isDone()))
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: scene.oidc.env.ACTIONS_ID_TOKEN_REQUEST_URL.replace(
        scene.oidc.url,
        oidc.url,
      ),
      AWS_ENDPOINT_URL_STS: sts.url,
      AWS_ENDPOINT_URL_ECR: ecr.url,
      GITHUB_API_URL: github.url,
    }
    const result = await scene.go({}, { env })
    await oidc.close()
    expect(result.outputs.result).toBe('deployed')
    expect(connectionsOf(scene)).toEqual({ oidc: [1], sts: [1], ecr: [1, 1], github: [1] })
  })
})
