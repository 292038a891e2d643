// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { AppTokens } from '../../src/github/app/app-tokens.ts'
import { type SignJwt, signWithPem } from '../../src/github/app/jwt.ts'
import { makeAppKey } from '../support/app-key.ts'
import { type AppSettings, type GithubAppPart, startGithubApp } from '../support/github-app.ts'
import { problemOf } from '../unit/builders.ts'

const key = makeAppKey()
const otherKey = makeAppKey()

interface Given {
  readonly id?: string
  readonly owner?: string
  readonly name?: string
  readonly permissions?: Record<string, 'read' | 'write'>
  readonly wished?: Record<string, 'read' | 'write'>
  readonly sign?: SignJwt
  readonly signal?: AbortSignal
}

function open(part: GithubAppPart, given: Given = {}) {
  const {
    id = '123456',
    owner = 'acme',
    name = 'platform-config',
    permissions = { contents: 'write' },
    wished = {},
  } = given
  const [masked, said]: [string[], string[]] = [[], []]
  const place = {
    id,
    owner,
    name,
    serverUrl: 'https://github.com',
    keyInput: 'config-app-private-key',
  } as const
  const say = (line: string) => said.push(line)
  const tokens = new AppTokens(
    { place, permissions, wished },
    {
      apiUrl: part.url,
      signal: given.signal ?? new AbortController().signal,
      secrets: { mask: (secret) => masked.push(secret) },
      sign: given.sign ?? signWithPem(key.pem),
      log: { info: say, warning: say },
    },
  )
  return { tokens, masked, said }
}

const start = (given: Partial<AppSettings> = {}) => startGithubApp({ publicKey: key.publicKey, ...given })
const actions = ({ requests }: GithubAppPart) => requests.map(({ action }) => action)

describe('a token of an App', () => {
  test.each(['123456', 'Iv23liAbCdEfGhIjKlMn'])(
    'is made by two requests for %s, and for that repository alone',
    async (id) => {
      await using part = await start()
      const { tokens, masked, said } = open(part, { id })
      const [one, other] = await Promise.all([tokens.token(), tokens.token()])
      expect(one).toBe(other)
      expect(part.tokens).toMatchObject([
        { token: one, repositories: ['platform-config'], permissions: { contents: 'write' } },
      ])
      expect(actions(part)).toEqual([
        'GET /repos/acme/platform-config/installation',
        'POST /app/installations/77/access_tokens',
      ])
      expect(masked).toContain(one)
      expect(masked).toContain(String(part.requests[0]?.headers.authorization).replace('Bearer ', ''))
      expect(said).toEqual([
        'Acts in acme/platform-config as the GitHub App acme-deployer, by a token of its own.',
      ])
    },
  )

  test('is signed for once', async () => {
    await using part = await start()
    let signed = 0
    const sign = signWithPem(key.pem)
    const { tokens } = open(part, {
      sign: async (input) => {
        signed += 1
        return sign(input)
      },
    })
    await tokens.token()
    expect(signed).toBe(1)
  })

  test('is made again when it nears its end, and each of them is revoked', async () => {
    await using part = await start({ lifetimeMs: 0 })
    const { tokens } = open(part)
    const made = [await tokens.token(), await tokens.token()]
    expect(new Set(made).size).toBe(2)
    await tokens.revoke()
    expect(part.tokens.map(({ revoked }) => revoked)).toEqual([true, true])
    expect(actions(part).filter((action) => action.startsWith('GET'))).toHaveLength(1)
  })

  test('is revoked after a cancel, too', async () => {
    await using part = await start()
    const cancel = new AbortController()
    const { tokens } = open(part, { signal: cancel.signal })
    await tokens.token()
    cancel.abort()
    await tokens.revoke()
    expect(part.tokens).toMatchObject([{ revoked: true }])
  })

  test('is asked for anew after a failure, and nothing is revoked that was never made', async () => {
    await using part = await start({ suspended: true })
    const { tokens } = open(part)
    expect(await problemOf(() => tokens.token())).toMatchObject({ code: 'APP_SUSPENDED' })
    await tokens.revoke()
    part.app.suspended = false
    expect(await tokens.token()).toMatch(/^ghs_/)
    expect(actions(part).filter((action) => action.startsWith('DELETE'))).toEqual([])
  })

  test('that cannot be revoked harms nobody', async () => {
    await using part = await start()
    const { tokens, said } = open(part)
    await tokens.token()
    part.app.unsettled = 1
    await tokens.revoke()
    expect(said.at(-1)).toBe('A token of the App could not be revoked; it ends by itself within an hour.')
  })

  test('says whose commits they are, also while GitHub does not know it yet', async () => {
    await using part = await start({ unsettled: 1 })
    const { tokens } = open(part)
    expect(await tokens.author()).toEqual({
      name: 'acme-deployer[bot]',
      email: '4711+acme-deployer[bot]@users.noreply.github.com',
    })
    expect(await tokens.isNew()).toBe(true)
  })

  test('that an option wishes more of than the App may is made without it, and warned of once', async () => {
    await using part = await start({ lifetimeMs: 0 })
    const { tokens, said } = open(part, { wished: { members: 'read' } })
    for (const _ of [1, 2]) await tokens.token()
    expect(part.tokens.map(({ permissions }) => permissions)).toEqual([
      { contents: 'write' },
      { contents: 'write' },
    ])
    const warnings = said.filter((line) => line.includes('"Members: Read-only"'))
    expect(warnings).toEqual([expect.stringContaining(`open ${PAGE}, "Review request"`)])
  })

  test('has what an option wishes where the App has it', async () => {
    await using part = await start({ permissions: { contents: 'write', members: 'read' } })
    const { tokens, said } = open(part, { wished: { members: 'read' } })
    await tokens.token()
    expect(part.tokens).toMatchObject([{ permissions: { contents: 'write', members: 'read' } }])
    expect(said.join('\n')).not.toContain('Members')
  })

  test('survives what passes by itself', async () => {
    await using part = await start()
    part.fail('reset', { on: 'GET /repos/acme/platform-config/installation' })
    part.fail({ status: 502 }, { on: 'POST /app/installations/77/access_tokens' })
    const { tokens } = open(part)
    expect(await tokens.token()).toMatch(/^ghs_/)
  })
})

const PAGE = 'https://github.com/organizations/acme/settings/installations/77'

describe('each fault is said with the page to open', () => {
  test.each<[string, Partial<AppSettings>, Given, string, string, string]>([
    [
      'not installed',
      { installations: {} },
      {},
      'APP_NOT_INSTALLED',
      'is not installed on acme',
      'https://github.com/apps/acme-deployer/installations/new',
    ],
    [
      'installed for others',
      { installations: { acme: ['other'] } },
      {},
      'APP_NOT_INSTALLED',
      'but not for acme/platform-config',
      PAGE,
    ],
    ['suspended', { suspended: true }, {}, 'APP_SUSPENDED', 'is suspended on acme', PAGE],
    [
      'without the permission',
      { permissions: { contents: 'read' } },
      {},
      'APP_PERMISSION_MISSING',
      '"Contents: Read and write"',
      PAGE,
    ],
    [
      'without one of two',
      {},
      { permissions: { contents: 'write', pull_requests: 'write' } },
      'APP_PERMISSION_MISSING',
      '"Pull requests: Read and write"',
      PAGE,
    ],
    [
      'key of another App',
      { publicKey: otherKey.publicKey },
      {},
      'APP_KEY_REFUSED',
      'could not be decoded',
      'https://github.com/settings/apps',
    ],
    [
      'id of no App',
      {},
      { id: '999' },
      'APP_KEY_REFUSED',
      'has no GitHub App with the id 999',
      'https://github.com/organizations/acme/settings/apps',
    ],
  ])('%s', async (_, settings, given, code, message, page) => {
    await using part = await start(settings)
    const problem = await problemOf(() => open(part, given).tokens.token())
    expect(problem).toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(page),
    })
    expect(part.tokens).toEqual([])
  })

  test.each([
    [{ installations: { acme: ['renamed'] } }, 'APP_NOT_INSTALLED'],
    [{ permissions: { contents: 'read' } }, 'APP_PERMISSION_MISSING'],
    [{ suspended: true }, 'APP_SUSPENDED'],
  ])('also where GitHub says it only when asked for the token: %j', async (change, code) => {
    await using part = await start({ lifetimeMs: 0 })
    const { tokens } = open(part)
    await tokens.token()
    Object.assign(part.app, change)
    expect(await problemOf(() => tokens.token())).toMatchObject({ code })
  })

  test('GitHub that stays away', async () => {
    await using part = await start()
    part.fail({ status: 400 }, { times: 9 })
    const problem = await problemOf(() => open(part).tokens.token())
    expect(problem).toMatchObject({
      code: 'APP_TOKEN_FAILED',
      message: expect.stringContaining('github.com answered 400'),
    })
  })
})

describe('a clock that is wrong', () => {
  test.each([
    ['behind', 1_800_000],
    ['ahead of', -1_800_000],
  ])('%s GitHub is said, and the time of GitHub taken', async (where, aheadMs) => {
    await using part = await start({ aheadMs })
    const { tokens, said } = open(part)
    expect(await tokens.token()).toMatch(/^ghs_/)
    expect(said[0]).toMatch(
      new RegExp(`^The clock of this runner is 1(?:799|800|801) s ${where} that of GitHub`),
    )
    expect(said.filter((line) => line.startsWith('The clock'))).toHaveLength(1)
  })
})
