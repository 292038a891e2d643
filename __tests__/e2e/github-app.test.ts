// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AppKeyPair, makeAppKey } from '../support/app-key.ts'
import { type GithubAppPart, startGithubApp } from '../support/github-app.ts'
import { createScene, FILE, type Scene } from './scene.ts'

let key: AppKeyPair
let github: GithubAppPart

beforeAll(async () => {
  key = makeAppKey()
  github = await startGithubApp({ publicKey: key.publicKey })
})
afterAll(() => github?.close())

/** A scene in which nobody has a token of the config repository but the App, while it is good. */
async function openScene(): Promise<Scene> {
  const scene = await createScene()
  const { tokens } = scene.git.settings
  tokens.clear()
  github.requests.length = 0
  github.tokens.length = 0
  Object.assign(github.app, {
    serverUrl: scene.env.GITHUB_SERVER_URL,
    suspended: false,
    otherwise: scene.github.url,
    onToken: (token: string) => {
      tokens.set(scene.secret('app-token', token), ['acme/platform-config'])
      // What the header of git may hold.
      Object.assign(scene.tokens, { config: token })
    },
    onRevoked: (token: string) => tokens.delete(token),
  })
  scene.env.GITHUB_API_URL = github.url
  for (const line of key.pem.split('\n').filter((one) => one.length > 40)) scene.secret('app-key', line)
  return scene
}

const withApp = (pem: string) => ({
  'config-token': '',
  'config-app-id': github.app.id,
  'config-app-private-key': pem,
})

const asked = () => github.requests.map(({ action }) => action)

describe('with a GitHub App', () => {
  test('a deploy makes its token, commits as the App, revokes the token and leaves no secret', async () => {
    await using scene = await openScene()
    await scene.haveImage()
    const result = await scene.go(withApp(key.pem))
    expect(result.exitCode, result.stdout).toBe(0)
    expect(await scene.config.file(FILE)).toContain(scene.facts.head)
    const [commit] = await scene.config.log()
    expect(commit).toMatchObject({
      author: expect.stringContaining('acme-deployer[bot] <4711+acme-deployer[bot]@users.noreply.'),
    })
    expect(asked().filter((action) => !action.includes('/compare/'))).toEqual([
      'GET /repos/acme/platform-config/installation',
      'POST /app/installations/77/access_tokens',
      'GET /users/acme-deployer%5Bbot%5D',
      'DELETE /installation/token',
    ])
    expect(github.tokens).toMatchObject([
      { repositories: ['platform-config'], permissions: { contents: 'write' }, revoked: true },
    ])
    expect(result.masks).toContain(github.tokens[0]?.token)
    expect(await scene.leaks(result)).toEqual([])
  })

  test('a key with escaped line breaks and an author of the workflow will do', async () => {
    await using scene = await openScene()
    await scene.haveImage()
    const inputs = { ...withApp(key.pem.replaceAll('\n', '\\n')), 'commit-author': 'bot <bot@acme.example>' }
    const result = await scene.go(inputs)
    expect(result.exitCode, result.stdout).toBe(0)
    expect(asked().filter((action) => action.startsWith('GET /users'))).toEqual([])
    expect(await scene.leaks(result)).toEqual([])
  })

  test('a dry run has its token revoked, too', async () => {
    await using scene = await openScene()
    await scene.haveImage()
    const result = await scene.go({ ...withApp(key.pem), 'dry-run': 'true' })
    expect(result.exitCode, result.stdout).toBe(0)
    expect(github.tokens).toMatchObject([{ revoked: true }])
  })

  test('a suspended one is reported before anything is built', async () => {
    await using scene = await openScene()
    github.app.suspended = true
    const result = await scene.go(withApp(key.pem))
    expect(result.exitCode).toBe(1)
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual(['APP_SUSPENDED'])
    expect(await scene.builder.calls('build')).toEqual([])
    expect(await scene.leaks(result)).toEqual([])
  })

  test('the key of another one is refused, and is in no text', async () => {
    await using scene = await openScene()
    await scene.haveImage()
    const other = makeAppKey().pem
    for (const line of other.split('\n').filter((one) => one.length > 40)) scene.secret('other-key', line)
    const result = await scene.go(withApp(other))
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual(['APP_KEY_REFUSED'])
    expect(await scene.leaks(result)).toEqual([])
  })
})

test('a run without an App asks for none', async () => {
  await using scene = await createScene()
  await scene.haveImage()
  github.requests.length = 0
  github.app.otherwise = scene.github.url
  scene.env.GITHUB_API_URL = github.url
  const result = await scene.go()
  expect(result.exitCode, result.stdout).toBe(0)
  expect(asked().filter((action) => /app|installation/.test(action))).toEqual([])
})
