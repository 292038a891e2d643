// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GitRepository } from '../../src/config-repository/git/git-repository.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import type { Reply } from '../support/part.ts'
import { startTls } from '../support/tunnel.ts'
import { aConfig, aRun } from '../unit/builders.ts'
import { errorOf } from './aws-room.ts'
import { startScripted } from './scripted-server.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'git-answers-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(root, { recursive: true, force: true })
})

function read(url: string) {
  const remote = { url, webUrl: undefined, label: 'acme/config' }
  const config = aConfig({ remote, credential: { kind: 'none' } })
  const repository = new GitRepository(config, {
    ...aRun(),
    workspace: new Workspace(root),
    credential: async () => config.credential,
    signal: new AbortController().signal,
  })
  return errorOf(repository.read(['']))
}

const page = (type: string, body: string): Reply => ({ status: 200, headers: { 'content-type': type }, body })
const COMMIT = '1'.repeat(40)

describe('an answer that no later attempt will change', () => {
  test.each<[string, Reply, string, RegExp]>([
    ['a page', page('text/html', '<html>Sign in</html>\n'), 'CONFIG_NOT_FOUND', /config-repository/],
    [
      'a page that calls itself git',
      page('application/x-git-upload-pack-advertisement', '<html>\n'),
      'CONFIG_NOT_FOUND',
      /config-repository/,
    ],
    [
      'files without a git server',
      page('text/plain', `${COMMIT}\trefs/heads/main\n`),
      'CONFIG_NOT_FOUND',
      /config-repository/,
    ],
    ['an answer without anything', page('text/html', ''), 'CONFIG_BRANCH_MISSING', /config-branch/],
    ['407', { status: 407 }, 'CONFIG_UNREACHABLE', /HTTPS_PROXY/],
    ...[400, 402, 405, 406, 410, 414, 418, 422, 451].map((status): [string, Reply, string, RegExp] => [
      String(status),
      { status },
      'CONFIG_UNREACHABLE',
      /config-repository/,
    ]),
  ])('%s is reported at once', async (_, reply, code, hint) => {
    await using part = await startScripted(reply, { status: 200, body: 'ref: refs/heads/main\n' }, reply)
    const error = await read(`${part.url}/acme/config.git`)
    expect(error.code).toBe(code)
    expect(error.problems[0].hint).toMatch(hint)
    expect(error.message).toContain('acme/config')
    expect(part.requests.length).toBeLessThanOrEqual(3)
  })

  test('a certificate for another host is reported at once', async () => {
    await using part = await startScripted({ status: 503 })
    await using secure = await startTls(part.url, ['elsewhere.example'])
    const file = join(root, 'authority.pem')
    await writeFile(file, secure.certificate)
    vi.stubEnv('GIT_SSL_CAINFO', file)
    const started = performance.now()
    const { code, message, problems } = await read(`${secure.url}/acme/config.git`)
    expect([code, part.requests.length]).toEqual(['CONFIG_UNREACHABLE', 0])
    expect(message).toMatch(
      /certificate of config-repository acme\/config .*elsewhere|certificate subject name/,
    )
    expect(problems[0].hint).toContain('host')
    expect(performance.now() - started).toBeLessThan(30_000)
  })

  test.each([407, 403])('a proxy that answers %i is reported at once', async (status) => {
    let asked = 0
    const proxy = createServer((client) => {
      client.on('error', () => client.destroy())
      client.once('data', () => {
        asked += 1
        client.end(
          `HTTP/1.1 ${status} No\r\nproxy-authenticate: Basic realm="x"\r\ncontent-length: 0\r\n\r\n`,
        )
      })
    })
    await once(proxy.listen(0, '127.0.0.1'), 'listening')
    vi.stubEnv('https_proxy', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
    vi.stubEnv('no_proxy', '')
    const { code, problems } = await read('https://git.example/acme/config.git')
    expect(code).toBe('CONFIG_UNREACHABLE')
    expect(problems[0].hint).toContain('HTTPS_PROXY')
    expect(asked).toBeLessThanOrEqual(3)
    proxy.close()
  })

  test.each(['ssh://%2DoProxyCommand=x/y', 'ssh://%5B-oProxyCommand=x%5D/y'])(
    '%s, which git blocks, is reported at once',
    async (url) => {
      const started = performance.now()
      const { code, message } = await read(url)
      expect([code, message]).toEqual(['CONFIG_UNREACHABLE', expect.stringContaining('blocked')])
      expect(performance.now() - started).toBeLessThan(30_000)
    },
  )
})

describe('an answer that may pass', () => {
  test.each([408, 429, 500, 502, 503, 504])('%i is asked again', async (status) => {
    await using part = await startScripted({ status }, { status }, { status: 404 })
    expect((await read(`${part.url}/acme/config.git`)).code).toBe('CONFIG_NOT_FOUND')
    expect(part.requests.length).toBeGreaterThanOrEqual(3)
  })
})
