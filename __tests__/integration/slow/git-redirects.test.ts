// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { rename as renameFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { GitRepository } from '../../../src/config-repository/git/git-repository.ts'
import { Workspace } from '../../../src/runner/workspace.ts'
import { openConfigRoom } from '../../support/config-room.ts'
import { type GitServerPart, startGitServer } from '../../support/git-server.ts'
import { startTls } from '../../support/tunnel.ts'
import { aConfig, aRun } from '../../unit/builders.ts'
import { errorOf } from '../aws-room.ts'

const OLD = 'acme/old-config'
const NOW = 'acme/config'
const FILE = 'apps/x/kustomization.yaml'
const author = { name: 'Deploy Bot', email: 'bot@example.com' }
const change = { files: new Map([[FILE, 'x\n']]), message: 'deploy\n', author }

afterEach(() => {
  vi.unstubAllEnvs()
})

async function openRoom() {
  const room = await openConfigRoom({ config: () => ({ [FILE]: 'one\n' }) })
  /** Serves the same repositories to everybody, and writes down who came with what. */
  const other = await startGitServer({ root: room.git.root })
  other.settings.decide = () => 'allow'
  const moves: string[] = []
  const repositoryAt = (url: string) => {
    const config = aConfig({
      remote: { url, webUrl: undefined, label: NOW },
      credential: { kind: 'token', token: room.token },
    })
    return new GitRepository(config, {
      ...aRun(),
      workspace: new Workspace(room.temp),
      credential: async () => config.credential,
      signal: new AbortController().signal,
      onMoved: (address) => moves.push(address),
    })
  }
  return {
    ...room,
    other,
    moves,
    repositoryAt,
    repository: (name = NOW) => repositoryAt(`${room.git.url}/${name}.git`),
    [Symbol.asyncDispose]: async () => {
      await other.close()
      await room[Symbol.asyncDispose]()
    },
  }
}

const ALWAYS = { times: Number.POSITIVE_INFINITY }
const STATUSES = [301, 302, 303, 307, 308]
const PATH = `/${NOW}.git/info/refs`

function redirect(server: GitServerPart, on: string, status: number, location: string): void {
  server.fail({ status, headers: { location } }, { on, ...ALWAYS })
}

const host = (url: string) => url.replace('127.0.0.1', 'localhost')

test('a redirect that is gone when its address is asked for leads nowhere', async () => {
  await using room = await openRoom()
  const headers = { location: `${room.other.url}${PATH}?service=git-upload-pack` }
  room.git.fail({ status: 302, headers }, { on: 'refs:upload-pack', times: 1 })
  const { nodes } = await room.repository().read([FILE])
  expect(nodes.get(FILE)).toMatchObject({ text: 'one\n' })
  expect([room.other.requests, room.moves]).toEqual([[], []])
})

describe('a redirect to another place', () => {
  const read = '?service=git-upload-pack'
  const elsewhere: [string, (other: string) => string][] = [
    ['another port', (other) => `${other}${PATH}${read}`],
    ['another host', (other) => `${host(other)}${PATH}${read}`],
    ['user and password of the server there', (other) => `${other.replace('//', '//a:b@')}${PATH}${read}`],
  ]
  const cases = elsewhere.flatMap(([what, to], index) =>
    (index === 0 ? STATUSES : [302]).map((status) => [what, status, to] as const),
  )

  test.each(cases)('of a read to %s (%i): nothing is asked there', async (_, status, to) => {
    await using room = await openRoom()
    redirect(room.git, 'refs:upload-pack', status, to(room.other.url))
    const { code, message, problems } = await errorOf(room.repository().read([FILE]))
    expect(room.other.requests).toEqual([])
    expect(code).toBe('CONFIG_MOVED')
    const named = new URL(to(room.other.url))
    expect(message).toContain(`${named.protocol}//${named.host}/${NOW}.git`)
    expect(message).toContain(String(status))
    expect(problems[0].hint).toContain('config-repository')
    expect(room.git.requests.length).toBeLessThanOrEqual(2)
  })

  test.each([302, 307])('of a push (%i): nothing is asked there', async (status) => {
    await using room = await openRoom()
    const repository = room.repository()
    const { tip } = await repository.read([FILE])
    const location = `${room.other.url}${PATH}?service=git-receive-pack`
    redirect(room.git, 'refs:receive-pack', status, location)
    const { code, message } = await errorOf(repository.commit(tip, change))
    expect(room.other.requests).toEqual([])
    expect([code, await room.config.tip()]).toEqual(['CONFIG_MOVED', tip])
    expect(message).toContain(`${room.other.url}/${NOW}.git`)
  })

  // A body is sent again after these two (RFC 9110, section 15.4.8).
  const bodies = ['upload-pack', 'receive-pack'].flatMap((on) =>
    [307, 308].map((status) => [on, status] as const),
  )
  test.each(bodies)('of the %s itself (%i): nothing is asked there', async (on, status) => {
    await using room = await openRoom()
    redirect(room.git, on, status, `${room.other.url}/${NOW}.git/git-${on}`)
    const repository = room.repository()
    const work = async () => repository.commit((await repository.read([FILE])).tip, change)
    const { code } = await errorOf(work())
    expect(room.other.requests).toEqual([])
    expect(code).toBe('CONFIG_MOVED')
  })

  const odd = [
    'file:///etc/passwd',
    `file:///srv${PATH}${read}`,
    `ssh://-oProxyCommand=touch${PATH}${read}`,
    `ext::sh -c touch% x${PATH}${read}`,
    `gopher://127.0.0.1${PATH}${read}`,
    `//127.0.0.2:1${PATH}${read}`,
    'http://',
    '/login?return_to=%2Facme',
    `${PATH}?service=git-upload-pack&x`,
    `${PATH}${read}#x`,
    '::stop-commands::x',
    '',
  ]
  test.each(odd)('that is none for a repository, %j, is final', async (location) => {
    await using room = await openRoom()
    redirect(room.git, 'refs:upload-pack', 302, location)
    const { code } = await errorOf(room.repository().read([FILE]))
    expect(code).toBe('CONFIG_MOVED')
    expect(room.git.requests.length).toBeLessThanOrEqual(2)
  })

  test('without an address is final too', async () => {
    await using room = await openRoom()
    room.git.fail({ status: 302 }, { on: 'refs:upload-pack', ...ALWAYS })
    const { code } = await errorOf(room.repository().read([FILE]))
    expect(code).toBe('CONFIG_MOVED')
    expect(room.git.requests.length).toBeLessThanOrEqual(2)
  })
})

test.each([301, 307])('a redirect from HTTPS to plain HTTP (%i) takes nothing along', async (status) => {
  await using room = await openRoom()
  await using secure = await startTls(room.git.url)
  const file = join(room.root, 'authority.pem')
  await writeFile(file, secure.certificate)
  vi.stubEnv('GIT_SSL_CAINFO', file)
  redirect(room.git, 'refs:upload-pack', status, `${room.other.url}${PATH}?service=git-upload-pack`)
  const { code } = await errorOf(room.repositoryAt(`${secure.url}/${NOW}.git`).read([FILE]))
  expect(room.other.requests).toEqual([])
  // To the very same host: another scheme is another server.
  const plain = secure.url.replace('https:', 'http:')
  room.git.heal()
  redirect(room.git, 'refs:upload-pack', status, `${plain}${PATH}?service=git-upload-pack`)
  const second = await errorOf(room.repositoryAt(`${secure.url}/${NOW}.git`).read([FILE]))
  expect([code, second.code]).toEqual(['CONFIG_MOVED', 'CONFIG_MOVED'])
  expect(secure.seen.plain).toBe(0)
})

describe('settings of a user that allow redirects', () => {
  const settings = (url: string) => [
    '[http]\n\tfollowRedirects = true\n',
    `[http "${url}/"]\n\tfollowRedirects = true\n`,
    `[http "${url}/${NOW}.git"]\n\tfollowRedirects = true\n`,
    `[http "${url}/${NOW}.git/"]\n\tfollowRedirects = initial\n`,
    `[http "${url.replace('127.0.0.1', '*.0.0.1')}/${NOW}.git"]\n\tfollowRedirects = true\n`,
  ]
  test.each([0, 1, 2, 3, 4])('number %i does not matter', async (index) => {
    await using room = await openRoom()
    const global = join(room.root, 'gitconfig')
    await writeFile(global, settings(room.git.url)[index] ?? '')
    vi.stubEnv('GIT_CONFIG_GLOBAL', global)
    redirect(room.git, 'refs:upload-pack', 302, `${room.other.url}${PATH}?service=git-upload-pack`)
    expect((await errorOf(room.repository().read([FILE]))).code).toBe('CONFIG_MOVED')
    expect(room.other.requests).toEqual([])
  })
})

/** As GitHub answers for a repository that was renamed or moved to another owner. */
function rename(server: GitServerPart, names: readonly string[], absolute = true): void {
  server.settings.redirect = ({ repository, service }) => {
    const to = names[names.indexOf(repository) + 1]
    if (!names.includes(repository) || to === undefined) return undefined
    return `${absolute ? server.url : ''}/${to}.git/info/refs?service=git-${service}`
  }
}

describe('a repository that was renamed', () => {
  test.each([true, false])('is read and written where it is now (absolute address: %s)', async (absolute) => {
    await using room = await openRoom()
    rename(room.git, [OLD, NOW], absolute)
    const repository = room.repository(OLD)
    const { tip } = await repository.read([FILE])
    await room.config.commit({ files: { other: 'x\n' }, message: 'Theirs' })
    expect(await repository.commit(tip, change)).toMatchObject({ landed: false })
    const { tip: now } = await repository.read([FILE])
    expect(await repository.commit(now, change)).toEqual({ landed: true, commit: await room.config.tip() })
    expect(await room.config.file(FILE)).toBe('x\n')
    expect(room.moves).toEqual([`${room.git.url}/${NOW}.git`])
    // Asked for at the old address when it was not known yet, and then never again.
    const asked = room.git.requests.map(({ path }) => path.startsWith(`/${OLD}.git`))
    expect(asked.lastIndexOf(true)).toBeLessThanOrEqual(1)
  })

  test('while the run is under way is written where it is now', async () => {
    await using room = await openRoom()
    const repository = room.repository()
    const { tip } = await repository.read([FILE])
    await renameFile(room.config.directory, join(room.git.root, 'acme/moved.git'))
    rename(room.git, [NOW, 'acme/moved'])
    const outcome = await repository.commit(tip, change)
    expect(outcome).toMatchObject({ landed: true })
    expect(room.moves).toEqual([`${room.git.url}/acme/moved.git`])
  })

  test('over HTTPS is found', async () => {
    await using room = await openRoom()
    await using secure = await startTls(room.git.url)
    const file = join(room.root, 'authority.pem')
    await writeFile(file, secure.certificate)
    vi.stubEnv('GIT_SSL_CAINFO', file)
    rename(room.git, [OLD, NOW], false)
    const { tip } = await room.repositoryAt(`${secure.url}/${OLD}.git`).read([FILE])
    expect(tip).toBe(await room.config.tip())
    expect(room.moves).toEqual([`${secure.url}/${NOW}.git`])
  })

  test('twice is found', async () => {
    await using room = await openRoom()
    rename(room.git, ['acme/oldest', OLD, NOW])
    await room.repository('acme/oldest').read([FILE])
    expect(room.moves).toEqual([`${room.git.url}/${NOW}.git`])
  })

  test('to itself, or in a circle, is final', async () => {
    await using room = await openRoom()
    rename(room.git, [OLD, OLD])
    const self = await errorOf(room.repository(OLD).read([FILE]))
    expect(room.git.requests.length).toBeLessThanOrEqual(2)
    rename(room.git, [OLD, 'acme/other', OLD])
    const circle = await errorOf(room.repository(OLD).read([FILE]))
    expect([self.code, circle.code]).toEqual(['CONFIG_MOVED', 'CONFIG_MOVED'])
    expect(circle.message).toContain('circle')
    expect(room.git.requests.length).toBeLessThanOrEqual(6)
  })

  test('over and over has an end', async () => {
    await using room = await openRoom()
    let moves = 0
    room.git.settings.redirect = () => `${room.git.url}/acme/${moves++}.git/info/refs?service=git-upload-pack`
    expect((await errorOf(room.repository(OLD).read([FILE]))).code).toBe('CONFIG_MOVED')
    expect(room.git.requests.length).toBeLessThanOrEqual(10)
  })
})
