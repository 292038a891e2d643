// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { AppOptions } from '../../support/github/apps.ts'
import { type Claims, signJwt } from '../../support/jwt.ts'
import { CONFIG, openGitHubRoom } from './github-room.ts'

const seconds = (): number => Math.floor(Date.now() / 1000)

async function openWithApp(options: AppOptions = {}) {
  const it = await openGitHubRoom()
  const { app, installation, privateKey } = it.github.addApp(options)
  const jwt = (claims: Claims = {}, key = privateKey): string =>
    signJwt(
      { iat: seconds() - 60, exp: seconds() + 500, iss: String(app.id), ...claims },
      createPrivateKey(key),
    )
  const mint = (body?: object, as = jwt()) =>
    it.rest(`POST /app/installations/${installation.id}/access_tokens`, body, as)
  return { ...it, it, app, installation, jwt, mint }
}

test.each(['short', 'long'] as const)(
  'an App finds its installation and gets a token, %s, for one repository',
  async (tokens) => {
    await using room = await openWithApp({ repositories: [CONFIG], tokens })
    const { rest, jwt, mint, installation } = room
    const found = await rest(`GET /repos/${CONFIG}/installation`, undefined, jwt())
    expect(found.body).toMatchObject({ id: installation.id, app_slug: 'acme-deploy', suspended_at: null })
    const { status, body } = await mint({
      repositories: ['platform-config'],
      permissions: { contents: 'write' },
    })
    expect([status, body.permissions]).toEqual([201, { contents: 'write', metadata: 'read' }])
    expect(body.token).toMatch(tokens === 'short' ? /^ghs_[A-Za-z0-9]{36}$/ : /^ghs_[\w.]{500,540}$/)
    expect((await rest(`GET /repos/${CONFIG}`, undefined, body.token)).status).toBe(200)
    expect((await rest(`POST /repos/${CONFIG}/labels`, { name: 'a' }, body.token)).status).toBe(403)
    expect((await rest('DELETE /installation/token', undefined, body.token)).status).toBe(204)
    expect((await rest(`GET /repos/${CONFIG}`, undefined, body.token)).status).toBe(401)
  },
)

test.each([
  [
    'a repository that it does not have',
    { repositories: ['other'] },
    422,
    'at least one repository that does not exist',
  ],
  [
    'a permission that it does not have',
    { permissions: { deployments: 'write' } },
    422,
    'permissions requested',
  ],
  ['more than it has', { permissions: { metadata: 'write' } }, 422, 'permissions requested'],
])('%s is not given to a token', async (_, body, status, message) => {
  await using room = await openWithApp()
  const answered = await room.mint(body)
  expect([answered.status, answered.body.message]).toEqual([status, expect.stringContaining(message)])
  room.github.takeViolations()
})

test('a suspended installation gives no token, and one of another App is not there', async () => {
  await using room = await openWithApp({ suspended: true })
  expect((await room.mint()).body.message).toBe('This installation has been suspended')
  const { installation } = room.github.addApp({ slug: 'other' })
  const path = `POST /app/installations/${installation.id}/access_tokens`
  expect((await room.rest(path, undefined, room.jwt())).status).toBe(404)
})

test('an App that is not installed on a repository does not find it', async () => {
  await using room = await openWithApp({ repositories: ['acme/other'] })
  expect((await room.rest(`GET /repos/${CONFIG}/installation`, undefined, room.jwt())).status).toBe(404)
})

const EXPIRED = "'Expiration time' claim ('exp') must be a numeric value representing the future time"

test.each([
  ['from the future', { iat: seconds() + 300 }, 401, "'Issued at' claim ('iat') must be an Integer"],
  ['expired', { exp: seconds() - 1 }, 401, EXPIRED],
  ['for more than ten minutes', { exp: seconds() + 900 }, 401, "'Expiration time' claim ('exp') is too far"],
  ['of an App that nobody knows', { iss: '7' }, 404, 'Integration not found'],
])('a JWT %s is refused in the words of GitHub', async (_, claims, status, message) => {
  await using room = await openWithApp()
  const answered = await room.mint({}, room.jwt(claims))
  expect([answered.status, answered.body.message]).toEqual([status, expect.stringContaining(message)])
})

test('a JWT that another key has signed is refused, and a token is none', async () => {
  await using room = await openWithApp()
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const other = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  for (const token of [room.jwt({}, other), room.github.addToken(), 'ghs_31400_a.b.c', 'nothing']) {
    const { status, body } = await room.mint({}, token)
    expect([status, body.message]).toEqual([401, 'A JSON web token could not be decoded'])
  }
  expect((await room.rest(`GET /repos/${CONFIG}`, undefined, room.jwt())).status).toBe(401)
})
