import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { git, tryGit } from '../support/git.ts'
import { PROTECTED_BRANCH } from '../support/git-repositories.ts'
import { startGitServer } from '../support/git-server.ts'
import { startGitHub } from '../support/github/github.ts'
import { marker } from '../support/markers.ts'
import { createHistory, openRepository } from '../support/world-repositories.ts'

async function open() {
  const root = await mkdtemp(join(tmpdir(), 'support-git-'))
  const commits = await createHistory(root, 'acme/config', [
    { 'a.txt': 'one\n' },
    { 'a.txt': 'two\n', 'b/c.txt': 'no newline at the end' },
  ])
  const token = marker('token')
  const server = await startGitServer({ root, tokens: [token] })
  const env = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${server.url}/.extraheader`,
    GIT_CONFIG_VALUE_0: `Authorization: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
  }
  const clone = async (name: string, depth?: string) => {
    const limits = depth ? [`--depth=${depth}`] : []
    await git(['clone', '-q', ...limits, `${server.url}/acme/config.git`, name], { cwd: root, env })
    return join(root, name)
  }
  const commit = (cwd: string, message: string) =>
    git(['commit', '-q', '--allow-empty', '-m', message], { cwd })
  const push = (cwd: string) => tryGit(['push', '-q', 'origin', 'HEAD:main'], { cwd, env })
  const close = async () => {
    await server.close()
    await rm(root, { recursive: true, force: true })
  }
  const config = openRepository(root, 'acme/config')
  return { root, commits, token, server, env, clone, commit, push, config, [Symbol.asyncDispose]: close }
}

describe('the git server', () => {
  test('serves clones and pushes to a token, and logs both', async () => {
    await using opened = await open()
    const { clone, commit, push, server, config, commits } = opened
    const work = await clone('work', '1')
    await commit(work, 'Pushed')
    expect(await push(work)).toBe('')
    const log = await config.log()
    expect(log.map(({ message }) => message)).toEqual(['Pushed', 'Change 1', 'Initial commit'])
    expect(log[0]?.parents).toEqual([commits[1]])
    expect(await config.file('b/c.txt')).toBe('no newline at the end')
    expect(await config.file('a.txt', commits[0])).toBe('one\n')
    const seen = server.requests.map(({ action, status }) => `${action} ${status}`)
    expect(seen).toEqual([
      'refs:upload-pack 200',
      'upload-pack 200',
      'upload-pack 200',
      'refs:receive-pack 200',
      'receive-pack 200',
    ])
    expect(server.requests.every(({ headers }) => headers.authorization !== undefined)).toBe(true)
    expect(server.requests[0]?.headers['git-protocol']).toBe('version=2')
  })

  test('takes a large push: a streamed body without a length', async () => {
    await using opened = await open()
    const work = await opened.clone('work')
    const env = {
      ...opened.env,
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_1: 'http.postBuffer',
      GIT_CONFIG_VALUE_1: '1000',
    }
    const blob = Array.from({ length: 20_000 }, (_, line) => `${line} ${Math.sin(line)}`).join('\n')
    await git(
      [
        'update-index',
        '--add',
        '--cacheinfo',
        `100644,${await git(['hash-object', '-w', '--stdin'], { cwd: work, stdin: blob })},big.txt`,
      ],
      { cwd: work },
    )
    await git(['commit', '-q', '-m', 'Big'], { cwd: work })
    await git(['push', '-q', 'origin', 'HEAD:main'], { cwd: work, env })
    expect(opened.server.requests.at(-1)?.headers).toHaveProperty('transfer-encoding', 'chunked')
    expect(await opened.config.file('big.txt')).toBe(blob)
  })

  test('unpacks gzip requests', async () => {
    await using opened = await open()
    // git compresses what it asks for above one kilobyte: thirty tips are enough.
    const tips = Array.from({ length: 30 }, (_, n) =>
      [
        `commit refs/heads/tip-${n}`,
        'committer T <t@example.com> 1760000000 +0000',
        'data 1',
        `${n % 10}`,
        '',
      ].join('\n'),
    )
    await git(['fast-import', '--quiet'], { cwd: opened.config.directory, stdin: tips.join('\n') })
    await git(['-C', opened.root, 'clone', '-q', `${opened.server.url}/acme/config`, 'work'], {
      cwd: opened.root,
      env: opened.env,
    })
    expect(opened.server.requests.map(({ headers }) => headers['content-encoding'])).toContain('gzip')
  })

  test('refuses as GitHub does', async () => {
    await using opened = await open()
    const { server, root, env } = opened
    const ask = (more: Record<string, string> = env) =>
      git(['ls-remote', `${server.url}/acme/config`], { cwd: root, env: more }).catch(String)
    expect(await ask()).toContain('refs/heads/main')
    expect(await ask({})).toContain('could not read Username')
    server.settings.decide = () => 'not-found'
    expect(await ask()).toContain('not found')
    server.settings.decide = ({ service }) => (service === 'upload-pack' ? 'forbidden' : undefined)
    expect(await ask()).toContain('403')
    delete server.settings.decide
    server.settings.tokens.set(opened.token, ['acme/other'])
    expect(await ask()).toContain('not found')
    const probe = await fetch(`${server.url}/acme/config.git/info/refs?service=git-upload-pack`)
    expect([probe.status, probe.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="GitHub"'])
  })

  test('lets a test win the race', async () => {
    await using opened = await open()
    const { clone, commit, push, server, config } = opened
    const work = await clone('work')
    await commit(work, 'Mine')
    server.beforePush(async () => {
      await config.commit({ files: { 'a.txt': 'theirs\n' }, message: 'Theirs' })
    })
    expect(await push(work)).toBeUndefined()
    expect((await config.log())[0]?.message).toBe('Theirs')
    await git(['pull', '-q', '--rebase'], { cwd: work, env: opened.env })
    expect(await push(work)).toBe('')
  })

  test('refuses by hook, breaks before and after a push, and is slow when told', async () => {
    await using opened = await open()
    const { clone, commit, push, server, config, env } = opened
    const work = await clone('work')
    await commit(work, 'One')
    await config.refuse(PROTECTED_BRANCH)
    const refusal = await git(['push', 'origin', 'HEAD:main'], { cwd: work, env }).catch(String)
    expect(refusal).toContain('GH006: Protected branch update failed')
    expect(refusal).toContain('pre-receive hook declined')
    await config.refuse(undefined)
    server.fail({ status: 502 }, { on: 'receive-pack' })
    expect(await push(work)).toBeUndefined()
    expect((await config.log())[0]?.message).toBe('Change 1')
    // curl tries once more by itself when a connection that it reuses is reset.
    server.fail('reset', { on: 'receive-pack', times: 2 })
    expect(await push(work)).toBeUndefined()
    server.fail({ status: 502, after: true }, { on: 'receive-pack' })
    expect(await push(work)).toBeUndefined()
    expect((await config.log())[0]?.message).toBe('One')
    server.settings.latencyMs = 60
    const started = performance.now()
    await git(['ls-remote', 'origin'], { cwd: work, env })
    expect(performance.now() - started).toBeGreaterThan(100)
  })
})

describe('the GitHub API', () => {
  async function openApi() {
    const opened = await open()
    const { root, token } = opened
    const api = await startGitHub({ root, tokens: [token] })
    const headers = { authorization: `Bearer ${token}` }
    const ask = async (path: string, init: RequestInit = { headers }) => {
      const answer = await fetch(`${api.url}/repos/acme/config${path}`, init)
      const body = (await answer.json()) as Record<string, unknown>
      return { status: answer.status, headers: answer.headers, body }
    }
    const close = async () => {
      await api.close()
      await opened[Symbol.asyncDispose]()
    }
    return { ...opened, api, ask, [Symbol.asyncDispose]: close }
  }

  test('compares commits', async () => {
    await using opened = await openApi()
    const { ask, commits, config } = opened
    const [first, second] = commits
    const side = await config.commit({ files: { 'x.txt': 'x' }, message: 'Side', branch: 'side' })
    await git(['update-ref', 'refs/heads/main', second ?? ''], { cwd: config.directory })
    expect((await ask(`/compare/${first}...${second}`)).body).toMatchObject({
      status: 'ahead',
      ahead_by: 1,
      behind_by: 0,
      merge_base_commit: { sha: first },
      files: [
        { filename: 'a.txt', status: 'modified' },
        { filename: 'b/c.txt', status: 'added' },
      ],
    })
    expect((await ask(`/compare/${second}...${first}`)).body).toMatchObject({
      status: 'behind',
      behind_by: 1,
    })
    expect((await ask('/compare/main...main')).body).toMatchObject({ status: 'identical', files: [] })
    const diverged = await ask(`/compare/${side}...main`)
    expect([diverged.status, diverged.body.message]).toEqual([
      404,
      `No common ancestor between ${side} and ${second}.`,
    ])
    expect((await ask(`/compare/${'0'.repeat(40)}...main`)).status).toBe(404)
    expect((await ask('')).body).toMatchObject({ full_name: 'acme/config', default_branch: 'main' })
  })

  test('names up to 300 changed files, on the first page only, and both names of a renamed one', async () => {
    await using opened = await openApi()
    const { ask, config } = opened
    const many = Object.fromEntries(
      Array.from({ length: 301 }, (_, index) => [`many/${index}`, `${index}\n`]),
    )
    const first = await config.commit({ files: { 'old name.txt': 'the same text\n' }, message: 'First' })
    const second = await config.commit({
      files: { 'old name.txt': null, 'new name.txt': 'the same text\n' },
      message: 'Second',
    })
    const third = await config.commit({ files: many, message: 'Third' })
    expect((await ask(`/compare/${first}...${second}?per_page=1`)).body.files).toMatchObject([
      { filename: 'new name.txt', status: 'renamed', previous_filename: 'old name.txt' },
    ])
    expect((await ask(`/compare/${second}...${third}?per_page=1`)).body.files).toHaveLength(300)
    expect((await ask(`/compare/${second}...${third}?per_page=1&page=2`)).body).not.toHaveProperty('files')
  })

  test('tells a diverged history', async () => {
    await using opened = await openApi()
    const { ask, commits, config } = opened
    await git(['branch', 'side', commits[0] ?? ''], { cwd: config.directory })
    await config.commit({ files: { 'x.txt': 'x' }, message: 'Side', branch: 'side' })
    expect((await ask('/compare/side...main')).body).toMatchObject({
      status: 'diverged',
      ahead_by: 1,
      behind_by: 1,
    })
  })

  test('wants a token, and fails as told', async () => {
    await using opened = await openApi()
    const { ask, api, token } = opened
    expect((await ask('', { headers: {} })).status).toBe(404)
    expect((await ask('', { headers: { authorization: 'Bearer wrong' } })).body.message).toBe(
      'Bad credentials',
    )
    api.settings.tokens.set(token, ['acme/other'])
    expect((await ask('')).status).toBe(404)
    api.fail({ status: 403, headers: { 'retry-after': '1' }, body: '{"message":"rate limit"}' })
    const limited = await ask('')
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([403, '1'])
  })
})
