// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { afterEach, describe, expect, test, vi } from 'vitest'
import { AppTokens } from '../../src/github/app/app-tokens.ts'
import { type SignJwt, signWithPem } from '../../src/github/app/jwt.ts'
import { makeAppKey } from '../support/app-key.ts'
import type { AppOptions, Installation } from '../support/github/apps.ts'
import { createHistory } from '../support/world-repositories.ts'
import { problemOf } from '../unit/builders.ts'
import { openGitHubRoom } from './github/github-room.ts'

const otherKey = makeAppKey()
const CLIENT_ID = 'Iv23liAbCdEfGhI31400'

interface Given {
  readonly id?: string
  readonly name?: string
  readonly permissions?: Record<string, 'read' | 'write'>
  readonly wished?: Record<string, 'read' | 'write'>
  readonly pem?: string
  readonly sign?: SignJwt
  readonly signal?: AbortSignal
}

/** An embedded GitHub with an App, which checks each signature with the public key. */
async function start(options: AppOptions = {}) {
  const room = await openGitHubRoom()
  const permissions = { contents: 'write', metadata: 'read' } as const
  const made = room.github.addApp({ slug: 'acme-deployer', permissions, tokens: 'long', ...options })
  const open = (given: Given = {}) => {
    const { id = String(made.app.id), name = 'platform-config', permissions: asked, wished = {} } = given
    const [masked, said]: [string[], string[]] = [[], []]
    const keyInput = 'config-app-private-key' as const
    const place = { id, owner: 'acme', name, serverUrl: 'https://github.com', keyInput }
    const say = (line: string) => said.push(line)
    const tokens = new AppTokens(
      { place, permissions: asked ?? { contents: 'write' }, wished },
      {
        apiUrl: room.github.url,
        signal: given.signal ?? new AbortController().signal,
        secrets: { mask: (secret) => masked.push(secret) },
        sign: given.sign ?? signWithPem(given.pem ?? made.privateKey),
        log: { info: say, warning: say },
      },
    )
    return { tokens, masked, said }
  }
  const { app, installation } = made
  const actions = () => room.github.requests.map(({ action }) => action)
  return { ...room, ...made, open, actions, minted: app.minted, installation }
}

afterEach(() => void vi.useRealTimers())

describe('a token of an App', () => {
  test.each(['31400', CLIENT_ID])(
    'is made by two requests for %s, and for that repository alone',
    async (id) => {
      await using it = await start()
      const { tokens, masked, said } = it.open({ id })
      const [one, other] = await Promise.all([tokens.token(), tokens.token()])
      expect(one).toBe(other)
      expect(it.minted).toMatchObject([
        {
          token: one,
          repositories: ['acme/platform-config'],
          permissions: { contents: 'write', metadata: 'read' },
        },
      ])
      expect(it.actions()).toEqual(['find-installation', 'create-token'])
      expect(masked).toContain(one)
      expect(masked).toContain(String(it.github.requests[0]?.headers.authorization).replace('Bearer ', ''))
      expect(said).toEqual([
        'Acts in acme/platform-config as the GitHub App acme-deployer, by a token of its own.',
      ])
    },
  )

  test('is signed for once', async () => {
    await using it = await start()
    let signed = 0
    const sign = signWithPem(it.privateKey)
    const { tokens } = it.open({
      sign: async (input) => {
        signed += 1
        return sign(input)
      },
    })
    await tokens.token()
    expect(signed).toBe(1)
  })

  test('is made again when it nears its end, and each of them is revoked', async () => {
    await using it = await start()
    vi.useFakeTimers({ toFake: ['Date'] })
    it.github.settings.now = () => Date.now()
    const { tokens } = it.open()
    const made = [await tokens.token(), await tokens.token()]
    vi.setSystemTime(Date.now() + 51 * 60_000)
    // However many ask for it at once.
    made.push(...(await Promise.all([tokens.token(), tokens.token(), tokens.token()])))
    expect(new Set(made).size).toBe(2)
    await tokens.revoke()
    expect(it.minted.map(({ revoked }) => revoked)).toEqual([true, true])
    expect(it.actions().filter((action) => action === 'find-installation')).toHaveLength(1)
  })

  test.each([-1_000, 4_000])('that ends %i ms after it was made is never new', async (lifetimeMs) => {
    await using it = await start({ lifetimeMs })
    const { tokens } = it.open()
    await tokens.token()
    expect(await tokens.isNew()).toBe(false)
  })

  test('is revoked after a cancel, too', async () => {
    await using it = await start()
    const cancel = new AbortController()
    const { tokens } = it.open({ signal: cancel.signal })
    await tokens.token()
    cancel.abort()
    await tokens.revoke()
    expect(it.minted).toMatchObject([{ revoked: true }])
  })

  test('is asked for anew after a failure, and nothing is revoked that was never made', async () => {
    await using it = await start({ suspended: true })
    const { tokens } = it.open()
    expect(await problemOf(() => tokens.token())).toMatchObject({ code: 'APP_SUSPENDED' })
    await tokens.revoke()
    it.installation.suspended = false
    expect(await tokens.token()).toMatch(/^ghs_/)
    expect(it.actions().filter((action) => action === 'revoke-token')).toEqual([])
  })

  test('that cannot be revoked harms nobody', async () => {
    await using it = await start()
    const { tokens, said } = it.open()
    await tokens.token()
    it.github.switches.lateTokens = 1
    await tokens.revoke()
    expect(said.at(-1)).toBe('A token of the App could not be revoked; it ends by itself within an hour.')
  })

  test('says whose commits they are, also while GitHub does not know it yet', async () => {
    await using it = await start()
    it.github.switches.lateTokens = 1
    const { tokens } = it.open()
    expect(await tokens.author()).toEqual({
      name: 'acme-deployer[bot]',
      email: expect.stringMatching(/^\d+\+acme-deployer\[bot\]@users\.noreply\.github\.com$/),
    })
    expect(await tokens.isNew()).toBe(true)
  })

  test('that an option wishes more of than the App may is made without it, and warned of once', async () => {
    await using it = await start({ lifetimeMs: 0 })
    const { tokens, said } = it.open({ wished: { members: 'read' } })
    for (const _ of [1, 2]) await tokens.token()
    expect(it.minted).toHaveLength(2)
    for (const { permissions } of it.minted) expect(permissions).not.toHaveProperty('members')
    const warnings = said.filter((line) => line.includes('"Members: Read-only"'))
    expect(warnings).toEqual([expect.stringContaining(`open ${PAGE}, "Review request"`)])
  })

  test('has what an option wishes where the App has it', async () => {
    await using it = await start({ permissions: { contents: 'write', members: 'read' } })
    const { tokens, said } = it.open({ wished: { members: 'read' } })
    await tokens.token()
    expect(it.minted).toMatchObject([{ permissions: { contents: 'write', members: 'read' } }])
    expect(said.join('\n')).not.toContain('Members')
  })

  test('comes without what an option wishes also where GitHub says so only when asked for it', async () => {
    await using it = await start({ permissions: { contents: 'write', members: 'read' }, lifetimeMs: 0 })
    const { tokens, said } = it.open({ wished: { members: 'read' } })
    await tokens.token()
    it.installation.permissions = { contents: 'write' }
    expect(await tokens.token()).toMatch(/^ghs_/)
    expect(said.join('\n')).toContain('"Members: Read-only"')
    it.installation.permissions = {}
    expect(await problemOf(() => tokens.token())).toMatchObject({
      code: 'APP_PERMISSION_MISSING',
      message: expect.not.stringContaining('Members'),
    })
  })

  test('survives what passes by itself', async () => {
    await using it = await start()
    it.github.fail('reset', { on: 'find-installation' })
    it.github.fail({ status: 502 }, { on: 'create-token' })
    const { tokens } = it.open()
    expect(await tokens.token()).toMatch(/^ghs_/)
  })
})

const PAGE = 'https://github.com/organizations/acme/settings/installations/3140001'

describe('each fault is said with the page to open', () => {
  test.each<[string, AppOptions, Given, string, string, string]>([
    [
      'not installed',
      { repositories: ['other/platform-config'] },
      {},
      'APP_NOT_INSTALLED',
      'is not installed on acme',
      'https://github.com/apps/acme-deployer/installations/new',
    ],
    [
      'installed for others',
      { repositories: ['acme/other'] },
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
      {},
      { pem: otherKey.pem },
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
    await using it = await start(settings)
    const problem = await problemOf(() => it.open(given).tokens.token())
    expect(problem).toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(page),
    })
    expect(it.minted).toEqual([])
  })

  test.each<[Partial<Installation>, string]>([
    [{ repositories: ['acme/renamed'] }, 'APP_NOT_INSTALLED'],
    [{ permissions: { contents: 'read' } }, 'APP_PERMISSION_MISSING'],
    [{ suspended: true }, 'APP_SUSPENDED'],
  ])('also where GitHub says it only when asked for the token: %j', async (change, code) => {
    await using it = await start({ lifetimeMs: 0 })
    const { tokens } = it.open()
    await tokens.token()
    Object.assign(it.installation, change)
    expect(await problemOf(() => tokens.token())).toMatchObject({ code })
  })

  test('GitHub that stays away', async () => {
    await using it = await start()
    it.github.fail({ status: 400 }, { times: 9 })
    const problem = await problemOf(() => it.open().tokens.token())
    expect(problem).toMatchObject({
      code: 'APP_TOKEN_FAILED',
      message: expect.stringContaining('github.com answered 400'),
    })
  })
})

test('an App that is called otherwise meanwhile commits under its new name', async () => {
  await using it = await start()
  const before = await it.open().tokens.author()
  it.app.slug = 'acme-release'
  expect(await it.open().tokens.author()).toMatchObject({ name: 'acme-release[bot]' })
  expect(before?.name).toBe('acme-deployer[bot]')
})

test('the id of one App does not go with the key of another, in both directions', async () => {
  await using it = await start()
  const other = it.github.addApp({ slug: 'other' })
  const confused = [
    { id: String(other.app.id), pem: it.privateKey },
    { id: other.app.clientId, pem: it.privateKey },
    { pem: other.privateKey },
  ]
  for (const given of confused) {
    const problem = await problemOf(() => it.open(given).tokens.token())
    expect(problem).toMatchObject({ code: 'APP_KEY_REFUSED', message: expect.stringContaining('decoded') })
  }
  // The number in the address of an installation is no id of an App.
  const id = String(it.installation.id)
  const problem = await problemOf(() => it.open({ id }).tokens.token())
  expect(problem).toMatchObject({ hint: expect.stringContaining('address of an installation') })
  expect([...it.minted, ...other.app.minted]).toEqual([])
})

describe('a config repository that is elsewhere now', () => {
  const moveTo = async (fullName: string, repositories: readonly string[]) => {
    const it = await start({ repositories })
    await createHistory(it.root, fullName, [{ 'README.md': '# config\n' }])
    it.github.settings.moved.set('acme/platform-config', fullName)
    return it
  }

  test('of another owner gets a token of the App that is installed there', async () => {
    await using it = await moveTo('other/platform-config', ['other/platform-config'])
    expect(await it.open().tokens.token()).toMatch(/^ghs_/)
    expect(it.minted).toMatchObject([{ repositories: ['other/platform-config'] }])
  })

  test('under another name gets none, and the hint says what to correct', async () => {
    await using it = await moveTo('acme/platform', ['acme/platform'])
    expect(await problemOf(() => it.open().tokens.token())).toMatchObject({
      code: 'APP_NOT_INSTALLED',
      hint: expect.stringContaining(
        'correct config-repository: the repository must be there under this name',
      ),
    })
    expect(it.minted).toEqual([])
  })

  test('where the App is not installed is as one that it does not have', async () => {
    await using it = await moveTo('other/platform-config', ['acme/else'])
    expect(await problemOf(() => it.open().tokens.token())).toMatchObject({
      code: 'APP_NOT_INSTALLED',
      message: expect.stringContaining('is installed on acme, but not for acme/platform-config'),
    })
  })
})

describe('a cancel while', () => {
  test.each(['find-installation', 'create-token', 'user'])('%s is asked for ends the wait', async (on) => {
    await using it = await start()
    const cancel = new AbortController()
    const { tokens, said } = it.open({ signal: cancel.signal })
    it.github.fail('hang', { on })
    const asked = tokens.author()
    const ended = expect(asked).rejects.toThrow('cancelled')
    await expect.poll(() => it.actions()).toContain(on)
    cancel.abort(new Error('cancelled'))
    await ended
    await tokens.revoke()
    expect(it.minted.filter(({ revoked }) => !revoked)).toEqual([])
    expect(said.join('\n')).not.toContain('could not be revoked')
  })

  test('the key signs leaves nothing behind', async () => {
    await using it = await start()
    const cancel = new AbortController()
    let signs = false
    const sign: SignJwt = () => {
      signs = true
      return new Promise((_, reject) => {
        cancel.signal.addEventListener('abort', () => reject(cancel.signal.reason as Error))
      })
    }
    const { tokens } = it.open({ signal: cancel.signal, sign })
    const ended = expect(tokens.token()).rejects.toThrow('cancelled')
    await expect.poll(() => signs).toBe(true)
    cancel.abort(new Error('cancelled'))
    await ended
    await tokens.revoke()
    expect(it.actions()).toEqual([])
  })
})

describe('a clock that is wrong', () => {
  test.each([
    ['behind', 1_800_000],
    ['ahead of', -1_800_000],
  ])('%s GitHub is said, and the time of GitHub taken', async (where, aheadMs) => {
    await using it = await start()
    it.github.settings.now = () => Date.now() + aheadMs
    const { tokens, said } = it.open()
    expect(await tokens.token()).toMatch(/^ghs_/)
    expect(said[0]).toMatch(
      new RegExp(`^The clock of this runner is 1(?:799|800|801) s ${where} that of GitHub`),
    )
    expect(said.filter((line) => line.startsWith('The clock'))).toHaveLength(1)
  })
})
