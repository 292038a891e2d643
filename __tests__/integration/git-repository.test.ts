import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { GitRepository } from '../../src/config-repository/git/git-repository.ts'
import { gitEnvironment } from '../../src/config-repository/git/remote/environment.ts'
import type { CredentialSource } from '../../src/config-repository/git/remote/remote.ts'
import type { Materialised } from '../../src/config-repository/repository.ts'
import { StepError } from '../../src/errors/errors.ts'
import type { ConfigPlan } from '../../src/plan/config.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { commitTree } from '../e2e/scene.ts'
import { type ChildRecorder, recordChildren } from '../support/child-recorder.ts'
import { git, isolatedGitEnv } from '../support/git.ts'
import { PROTECTED_BRANCH } from '../support/git-repositories.ts'
import { startGitServer } from '../support/git-server.ts'
import { marker } from '../support/markers.ts'
import { scanForSecrets } from '../support/secret-scan.ts'
import { createHistory, openRepository } from '../support/world-repositories.ts'
import { aRun, problemOf } from '../unit/builders.ts'
import { processorTime } from '../unit/processor-time.ts'

const NAME = 'acme/config'
const ID = /^[0-9a-f]{40}$/
const APP = 'apps/x/kustomization.yaml'
const FILES = {
  [APP]: 'images:\n  - name: x\n    newTag: "1"\n',
  'apps/y/kustomization.yaml': 'resources: []\n',
  'README.md': 'no final newline',
}
const author = { name: 'Deploy Bot', email: 'bot@example.com' }
const change = (files: Record<string, string>, message = 'deploy(x): 1 -> 2\n\nActor: me\n') => ({
  files: new Map(Object.entries(files)),
  message,
  author,
})

afterEach(() => {
  vi.unstubAllEnvs()
})

async function open() {
  const root = await mkdtemp(join(tmpdir(), 'git-repository-'))
  const [temp, repositories] = [join(root, 'temp'), join(root, 'git')]
  await Promise.all([temp, repositories].map((path) => mkdir(path)))
  await createHistory(repositories, NAME, [{ 'old.txt': 'old\n' }, FILES])
  const token = marker('token')
  const server = await startGitServer({ root: repositories, tokens: [token] })
  const config = openRepository(repositories, NAME)
  const cancel = new AbortController()
  const plan = (changes: Partial<ConfigPlan> = {}): ConfigPlan => ({
    remote: { url: `${server.url}/${NAME}.git`, webUrl: undefined, label: NAME },
    credential: { kind: 'token', token },
    branch: undefined,
    pin: 'tag',
    retarget: false,
    replicas: { patterns: [], timeoutSeconds: 300 },
    pullRequest: undefined,
    onStale: 'skip',
    onDiverged: 'default-branch',
    createMissing: false,
    renderCheck: 'off',
    chartVersion: 'off',
    knownAccounts: new Set(),
    messageTemplate: undefined,
    author,
    via: { kind: 'git', reason: 'a test' },
    ...changes,
  })
  const repository = (changes?: Partial<ConfigPlan>, source?: CredentialSource) => {
    const config = plan(changes)
    const credential = source ?? (async () => config.credential)
    return new GitRepository(config, {
      ...aRun(),
      workspace: new Workspace(temp),
      credential,
      signal: cancel.signal,
    })
  }
  const overFile = () =>
    repository({
      remote: { url: `file://${config.directory}`, webUrl: undefined, label: NAME },
      credential: { kind: 'none' },
    })
  const close = async () => {
    await server.close()
    await rm(root, { recursive: true, force: true })
  }
  return {
    ...{ root, temp, token, server, config, cancel, repository, overFile },
    [Symbol.asyncDispose]: close,
  }
}

type Opened = Awaited<ReturnType<typeof open>>

/** The server runs in this process too, and its git is recorded with the rest. */
const ours = async (recorder: ChildRecorder) =>
  (await recorder.calls()).filter(({ env }) => env.GIT_PROJECT_ROOT === undefined)

/** The folder that part of a tree was written to. */
const folderOf = async (work: Promise<Materialised>): Promise<string> => {
  const written = await work
  if ('refused' in written) throw new Error(written.refused)
  return written.folder
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof StepError ? error.code : String(error)),
  )

describe.each(['repository', 'overFile'] as const)('a repository (%s)', (transport) => {
  test('is read at its tip: files, folders, and what is not there', async () => {
    await using opened = await open()
    const paths = ['', 'apps', 'apps/x', APP, 'README.md', 'apps/none', 'none/at/all', 'README.md/below']
    const { tip, nodes } = await opened[transport]().read(paths)
    expect(tip).toBe(await opened.config.tip())
    expect(Object.fromEntries(nodes)).toEqual({
      '': { kind: 'folder', id: expect.stringMatching(ID), entries: ['README.md', 'apps', 'old.txt'] },
      apps: { kind: 'folder', id: expect.stringMatching(ID), entries: ['x', 'y'] },
      'apps/x': { kind: 'folder', id: expect.stringMatching(ID), entries: ['kustomization.yaml'] },
      [APP]: { kind: 'file', id: expect.stringMatching(ID), text: FILES[APP] },
      'README.md': { kind: 'file', id: expect.stringMatching(ID), text: 'no final newline' },
    })
  })

  test('takes one commit on the tip that was read, and tells of a lost race', async () => {
    await using opened = await open()
    const { config } = opened
    const repository = opened[transport]()
    const first = await repository.read([APP])
    await config.commit({ files: { 'theirs.txt': 'theirs\n' }, message: 'Theirs' })
    const lost = await repository.commit(first.tip, change({ [APP]: 'ours\n' }))
    expect(lost).toMatchObject({ landed: false, reason: expect.any(String), unsent: true })
    const second = await repository.read([APP])
    expect(second.tip).toBe(await config.tip())
    const won = await repository.commit(second.tip, change({ [APP]: 'ours\n' }))
    expect(won).toEqual({ landed: true, commit: await config.tip() })
    expect((await config.log()).map(({ message }) => message.split('\n')[0])).toEqual([
      'deploy(x): 1 -> 2',
      'Theirs',
      'Change 1',
      'Initial commit',
    ])
    expect(await config.file('theirs.txt')).toBe('theirs\n')
  })
})

describe('reading', () => {
  test('names symlinks, submodules and files that are no text, and follows none', async () => {
    await using opened = await open()
    await commitTree(opened.config.directory, [
      { path: 'link', mode: '120000', content: '/etc/passwd' },
      { path: 'sub', mode: '160000', content: 'a'.repeat(40) },
      { path: 'binary', mode: '100644', content: Buffer.from([0x66, 0xff, 0xfe]) },
      { path: 'empty', mode: '100644', content: '' },
      { path: 'bom', mode: '100644', content: '\uFEFFa: 1\r\nb: é\r\n' },
    ])
    const paths = ['link', 'link/below', 'sub', 'sub/below', 'binary', 'empty', 'bom']
    const { nodes } = await opened.repository().read(paths)
    expect(Object.fromEntries(nodes)).toEqual({
      link: { kind: 'symlink' },
      sub: { kind: 'submodule' },
      binary: { kind: 'binary' },
      empty: { kind: 'file', id: expect.stringMatching(ID), text: '' },
      bom: { kind: 'file', id: expect.stringMatching(ID), text: '\uFEFFa: 1\r\nb: é\r\n' },
    })
  })

  test('takes paths literally', async () => {
    await using opened = await open()
    const odd = ['a b.yaml', 'c"d.yaml', 'e\\f.yaml', 'gé.yaml', '*.yaml', ':(top)x.yaml', '-x.yaml']
    await opened.config.commit({
      files: Object.fromEntries(odd.map((path) => [JSON.stringify(path), `${path}\n`])),
      message: 'Odd names',
    })
    const repository = opened.repository()
    const { tip, nodes } = await repository.read(odd)
    expect([...nodes.keys()]).toEqual(odd)
    for (const path of odd)
      expect(nodes.get(path)).toEqual({ kind: 'file', id: expect.stringMatching(ID), text: `${path}\n` })
    const outcome = await repository.commit(
      tip,
      change(Object.fromEntries(odd.map((path) => [path, `new ${path}\n`]))),
    )
    expect(outcome.landed).toBe(true)
    const names = await git(['diff', '--name-only', '-z', tip, 'HEAD'], { cwd: opened.config.directory })
    expect(names.split('\0').filter(Boolean).sort()).toEqual(odd.toSorted())
  })

  test('costs two processes, and every later one two or three', async () => {
    await using opened = await open()
    const recorder = await recordChildren(join(opened.root, 'children'), ['git'])
    vi.stubEnv('PATH', recorder.path)
    const repository = opened.repository()
    const first = await repository.read([APP])
    expect(await ours(recorder)).toHaveLength(2)
    await repository.commit(first.tip, change({ [APP]: 'x\n' }))
    expect(await ours(recorder)).toHaveLength(4)
    await repository.read([APP])
    expect((await ours(recorder)).length).toBeLessThanOrEqual(7)
  })

  test('goes one commit deep, and leaves no work tree', async () => {
    await using opened = await open()
    await opened.repository().read([APP])
    const [workspace = ''] = await readdir(opened.temp)
    const folder = join(opened.temp, workspace, 'git', 'config.git')
    expect(await git(['rev-list', '--count', 'HEAD'], { cwd: folder })).toBe('1')
    expect(await git(['rev-parse', '--is-bare-repository'], { cwd: folder })).toBe('true')
    expect(await readdir(folder)).not.toContain('index')
    expect((await stat(join(opened.temp, workspace))).mode & 0o777).toBe(0o700)
  })
})

describe('a commit', () => {
  test('has exactly the bytes, the modes, the author and the message that were given', async () => {
    await using opened = await open()
    const { config } = opened
    await commitTree(config.directory, [
      { path: 'run.sh', mode: '100755', content: '#!/bin/sh\n' },
      { path: 'link', mode: '120000', content: 'run.sh' },
      { path: 'sub', mode: '160000', content: 'b'.repeat(40) },
    ])
    const repository = opened.repository()
    const { tip } = await repository.read(['run.sh', APP])
    const text = '\uFEFF#!/bin/sh\r\necho é\n\n\n'
    const outcome = await repository.commit(tip, change({ 'run.sh': text, [APP]: 'no newline at the end' }))
    const [commit] = await config.log()
    expect(outcome).toEqual({ landed: true, commit: commit?.sha })
    expect(commit).toEqual({
      sha: commit?.sha,
      parents: [tip],
      author: 'Deploy Bot <bot@example.com>',
      committer: 'Deploy Bot <bot@example.com>',
      message: 'deploy(x): 1 -> 2\n\nActor: me',
    })
    const cwd = config.directory
    const tree = await git(['ls-tree', '-r', 'HEAD'], { cwd })
    const blob = await git(['hash-object', '--stdin'], { cwd, stdin: text })
    expect(tree).toContain(`100755 blob ${blob}\trun.sh`)
    expect(tree).toMatch(/^120000 blob .*\tlink$/m)
    expect(tree).toContain(`160000 commit ${'b'.repeat(40)}\tsub`)
    expect(await git(['cat-file', '-s', `HEAD:${APP}`], { cwd })).toBe('21')
    expect(await git(['diff', '--name-only', 'HEAD^', 'HEAD'], { cwd })).toBe(`${APP}\nrun.sh`)
    expect(await git(['fsck', '--strict'], { cwd })).toBe('')
    expect(
      Math.abs(Number(await git(['log', '-1', '--format=%ct'], { cwd })) - Date.now() / 1000),
    ).toBeLessThan(60)
  })

  test('gives a file with a mode of the first gits one that git writes today', async () => {
    await using opened = await open()
    const { config } = opened
    const cwd = config.directory
    const blob = await git(['rev-parse', `main:${APP}`], { cwd })
    const tree = ['old.yaml', 'other'].flatMap((name) => [
      Buffer.from(`100664 ${name}\0`),
      Buffer.from(blob, 'hex'),
    ])
    const write = ['hash-object', '-w', '-t', 'tree', '--literally', '--stdin']
    const id = spawnSync('git', write, { cwd, input: Buffer.concat(tree), env: isolatedGitEnv() }).stdout
    const commit = await git(['commit-tree', id.toString().trim(), '-m', 'Old modes'], { cwd })
    await git(['update-ref', 'refs/heads/main', commit], { cwd })
    const repository = opened.repository()
    const { tip } = await repository.read(['old.yaml'])
    expect(await repository.commit(tip, change({ 'old.yaml': 'x\n' }))).toMatchObject({ landed: true })
    expect(await git(['diff', '--raw', 'HEAD^', 'HEAD'], { cwd })).toMatch(
      /^:100644 100644 \S+ \S+ M\told.yaml$/,
    )
  })

  test('is made on the named branch only', async () => {
    await using opened = await open()
    const { config } = opened
    await git(['branch', 'env/prod'], { cwd: config.directory })
    const main = await config.tip('main')
    const repository = opened.repository({ branch: 'env/prod' })
    const { tip } = await repository.read([APP])
    const outcome = await repository.commit(tip, change({ [APP]: 'x\n' }))
    expect(outcome).toEqual({ landed: true, commit: await config.tip('env/prod') })
    expect(await config.tip('main')).toBe(main)
  })

  test('of several at once on one tip lands once', async () => {
    await using opened = await open()
    const repositories = [1, 2, 3, 4].map(() => opened.repository())
    const snapshots = await Promise.all(repositories.map((repository) => repository.read([APP])))
    const outcomes = await Promise.all(
      repositories.map((repository, index) =>
        repository.commit(snapshots[index]?.tip ?? '', change({ [APP]: `${index}\n` })),
      ),
    )
    expect(outcomes.filter(({ landed }) => landed)).toHaveLength(1)
    expect(await opened.config.log()).toHaveLength(3)
  })

  test('does not bring back what was taken off the branch', async () => {
    await using opened = await open()
    const { config } = opened
    const before = await config.tip('HEAD^')
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    await git(['update-ref', 'refs/heads/main', before], { cwd: config.directory })
    expect(await repository.commit(tip, change({ [APP]: 'x\n' }))).toMatchObject({ landed: false })
    expect(await config.tip()).toBe(before)
    // The next round begins at what the branch is now.
    expect((await repository.read([APP])).tip).toBe(before)
  })

  test('that a hook refuses is final, in the words of the server', async () => {
    await using opened = await open()
    await opened.config.refuse(PROTECTED_BRANCH)
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    const work = repository.commit(tip, change({ [APP]: 'x\n' }))
    await expect(work).rejects.toThrow(/GH006: Protected branch update failed/)
    expect(opened.server.requests.filter(({ action }) => action === 'receive-pack')).toHaveLength(1)
  })

  test('before anything was read is a defect of the caller', async () => {
    await using opened = await open()
    const work = opened.repository().commit('f'.repeat(40), change({ [APP]: 'x\n' }))
    await expect(work).rejects.toThrow('used before it was read')
  })

  test('that is refused in words that nobody knows is final too, where the tip stayed', async () => {
    await using opened = await open()
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    const cwd = opened.config.directory
    // Nobody may push to the branch that a work tree is on.
    await git(['config', 'core.bare', 'false'], { cwd })
    await git(['config', 'receive.denyCurrentBranch', 'refuse'], { cwd })
    const work = repository.commit(tip, change({ [APP]: 'x\n' }))
    await expect(work).rejects.toThrow(/branch is currently checked out/)
    expect(await opened.config.tip()).toBe(tip)
  })

  /** What the server says of the push in place of its own words (gitprotocol-pack, "Report Status"). */
  const answerPush = ({ server }: Opened, reason: string) => {
    const packet = (text: string) => `${(text.length + 4).toString(16).padStart(4, '0')}${text}`
    const report = `${packet('unpack ok\n')}${packet(`ng refs/heads/main ${reason}\n`)}0000`
    const headers = { 'content-type': 'application/x-git-receive-pack-result' }
    const body = `${packet(`\u0001${report}`)}0000`
    server.fail({ status: 200, headers, body, after: true }, { on: 'receive-pack' })
  }

  test('that is refused, and on the branch all the same, has landed', async () => {
    await using opened = await open()
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    answerPush(opened, 'replica is behind')
    const outcome = await repository.commit(tip, change({ [APP]: 'x\n' }))
    expect(outcome).toEqual({ landed: true, commit: await opened.config.tip() })
    expect(await opened.config.file(APP)).toBe('x\n')
  })

  test.each([
    ['a page', 200],
    ['an error', 404],
    ['an error that does not pass', 400],
  ])('that the server took has landed, also where something before it answers with %s', async (_, status) => {
    await using opened = await open()
    const { config, server } = opened
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    server.fail({ status, body: '<html>', after: true }, { on: 'receive-pack' })
    const outcome = await repository.commit(tip, change({ [APP]: 'x\n' }))
    expect(outcome).toMatchObject({ landed: true, commit: await config.tip() })
  })

  test('that the server never saw has failed as what answers in its place says', async () => {
    await using opened = await open()
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    opened.server.fail({ status: 400, body: '<html>' }, { on: 'receive-pack' })
    const failed = repository.commit(tip, change({ [APP]: 'x\n' }))
    expect(await problemOf(() => failed)).toMatchObject({ code: 'CONFIG_UNREACHABLE' })
    expect(await opened.config.tip()).toBe(tip)
  })

  test('that is refused in words that nobody knows has lost a race where the tip moved', async () => {
    await using opened = await open()
    const { config, server } = opened
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    server.beforePush(async () => {
      await config.commit({ files: { 'theirs.txt': 'theirs\n' }, message: 'Theirs' })
    })
    answerPush(opened, 'replica is behind')
    const outcome = await repository.commit(tip, change({ [APP]: 'x\n' }))
    expect(outcome).toMatchObject({
      landed: false,
      reason: '[remote rejected] (replica is behind)',
      unanswered: false,
      unsent: false,
    })
    expect((await config.log()).map(({ message }) => message.split('\n')[0])).toEqual([
      'Theirs',
      'Change 1',
      'Initial commit',
    ])
  })

  test('on a tip that is not there is not made', async () => {
    await using opened = await open()
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    const work = repository.commit('f'.repeat(40), change({ [APP]: 'x\n' }))
    await expect(work).rejects.toThrow('git fast-import made no commit')
    expect(await opened.config.tip()).toBe(tip)
  })

  const lost = [
    'reset-after',
    'truncate',
    { status: 502, after: true },
    { status: 504, after: true },
  ] as const
  test.each(lost)('whose answer is lost (%j) is found to have landed', async (fault) => {
    await using opened = await open()
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    opened.server.fail(fault, { on: 'receive-pack' })
    const outcome = await repository.commit(tip, change({ [APP]: 'x\n' }))
    // No verdict, or the "no" to a push that the transport sent again: the next look at the tip says that it was ours.
    const { tip: now } = await repository.read([APP])
    expect(outcome).toMatchObject({ landed: false, commit: now })
    expect(await opened.config.tip()).toBe(now)
  })
})

describe('a path with a line break', () => {
  test('is not asked for: its answers would be taken for those of other paths', async () => {
    await using opened = await open()
    const odd = 'apps/aa\nHEAD'
    await commitTree(opened.config.directory, [
      { path: `${odd}/kustomization.yaml`, mode: '100644', content: 'odd\n' },
      { path: 'apps/zzz/kustomization.yaml', mode: '100644', content: 'zzz\n' },
    ])
    const repository = opened.repository()
    const { tip, nodes } = await repository.read([
      odd,
      `${odd}/kustomization.yaml`,
      'apps/zzz/kustomization.yaml',
      APP,
    ])
    expect([...nodes.keys()]).toEqual(['apps/zzz/kustomization.yaml', APP])
    expect(nodes.get('apps/zzz/kustomization.yaml')).toMatchObject({ text: 'zzz\n' })
    expect((await repository.list(tip)).filter((path) => path.includes('\n'))).toEqual([])
    expect(await repository.list(tip)).toContain('apps/zzz/kustomization.yaml')
    await expect(repository.commit(tip, change({ [odd]: 'x\n' }))).rejects.toThrow('control character')
  })
})

describe('many files of one folder', () => {
  /** Milliseconds of this process alone, to look at so many files of a folder that has as many. */
  async function timeOf(count: number): Promise<number> {
    await using opened = await open()
    const cwd = opened.config.directory
    const blob = await git(['hash-object', '-w', '--stdin'], { cwd, stdin: 'text\n' })
    const names = Array.from({ length: count }, (_, number) => `file-${number}`)
    const tree = await git(['mktree'], {
      cwd,
      stdin: names.map((name) => `100644 blob ${blob}\t${name}\n`).join(''),
    })
    const root = await git(['mktree'], { cwd, stdin: `040000 tree ${tree}\tmany\n` })
    await git(['update-ref', 'HEAD', await git(['commit-tree', root, '-m', 'Many'], { cwd })], { cwd })
    const repository = opened.repository()
    const { tip } = await repository.read([])
    const started = processorTime()
    const nodes = await repository.nodesAt(
      tip,
      names.map((name) => `many/${name}`),
    )
    expect(nodes.size).toBe(count)
    return processorTime() - started
  }

  test('are looked at in a time that grows with their number, and not with its square', {
    timeout: 180_000,
  }, async () => {
    await timeOf(500)
    const few = await timeOf(500)
    expect(await timeOf(10_000)).toBeLessThan(80 * Math.max(few, 10))
  })
})

describe('a tip that was read', () => {
  test('is looked at again without asking the server', async () => {
    await using opened = await open()
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    await opened.config.commit({ files: { [APP]: 'moved\n' }, message: 'another' })
    const requests = opened.server.requests.length
    const nodes = await repository.nodesAt(tip, [APP, 'apps/y', 'nowhere'])
    expect([...nodes.keys()]).toEqual([APP, 'apps/y'])
    expect(nodes.get(APP)).toMatchObject({ text: FILES[APP] })
    expect(await repository.list(tip)).toEqual(['README.md', APP, 'apps/y/kustomization.yaml', 'old.txt'])
    expect(opened.server.requests.length).toBe(requests)
  })

  test('gives equal things equal ids', async () => {
    await using opened = await open()
    const repository = opened.repository()
    const before = await repository.read(['apps/x', 'apps/y', 'apps'])
    await opened.config.commit({ files: { [APP]: 'moved\n' }, message: 'another' })
    const after = await repository.read(['apps/x', 'apps/y', 'apps'])
    const changed = ['apps/x', 'apps/y', 'apps'].filter((path) => {
      const [one, other] = [before.nodes.get(path), after.nodes.get(path)]
      return one?.kind !== 'folder' || other?.kind !== 'folder' || one.id !== other.id
    })
    expect(changed).toEqual(['apps/x', 'apps'])
  })
})

describe('landed', () => {
  test('finds the commit that the branch holds below others, and no other one', async () => {
    await using opened = await open()
    const [one, other] = [opened.repository(), opened.repository()]
    const { tip } = await one.read([APP])
    await other.read([APP])
    const ours = await one.commit(tip, change({ [APP]: 'ours\n' }))
    const lost = await other.commit(tip, change({ [APP]: 'lost\n' }))
    for (const text of ['a', 'b']) await opened.config.commit({ files: { 'o.txt': text }, message: text })
    expect([ours.landed, lost.landed]).toEqual([true, false])
    const sent = [lost, ours].map(({ commit }) => ({ id: commit, message: 'x' }))
    expect(await other.landed(sent.slice(0, 1))).toBeUndefined()
    expect((await one.landed(sent))?.id).toBe(ours.commit)
    // Reading goes on from the newest tip, whatever depth the clone has by now.
    expect((await one.read([APP])).tip).toBe(await opened.config.tip())
  })
})

describe('the credential', () => {
  test('is asked for again before every transfer, and is not in local commands', async () => {
    await using opened = await open()
    const tokens = ['first', 'second', 'third'].map((name) => marker(name))
    opened.server.settings.tokens = new Map(tokens.map((token) => [token, 'all']))
    let asked = 0
    const credential = async () => ({ kind: 'token', token: tokens[asked++] ?? '' }) as const
    const repository = opened.repository({}, credential)
    const { tip } = await repository.read([APP])
    await opened.config.commit({ files: { 'other.txt': 'x\n' }, message: 'another' })
    expect(await repository.commit(tip, change({ [APP]: 'x\n' }))).toMatchObject({ landed: false })
    const { tip: now } = await repository.read([APP])
    expect(asked).toBe(3)
    expect(now).toBe(await opened.config.tip())
  })
})

describe('materialise', () => {
  const arrange = async (opened: Opened) => {
    await commitTree(opened.config.directory, [
      { path: 'apps/x/link', mode: '120000', content: '/etc/passwd' },
      { path: 'apps/x/run.sh', mode: '100755', content: '#!/bin/sh\n' },
      { path: 'apps/x/bom.yaml', mode: '100644', content: '\uFEFFa: 1\r\n' },
      { path: 'vendor', mode: '160000', content: 'c'.repeat(40) },
    ])
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    return { repository, tip }
  }

  test('acts on no attributes of the tree, whatever filters this runner has', async () => {
    await using opened = await open()
    const ran = join(opened.root, 'filter-ran')
    const settings = join(opened.root, 'gitconfig')
    await writeFile(settings, `[filter "evil"]\n\tsmudge = touch ${ran}; cat\n\trequired = true\n`)
    vi.stubEnv('GIT_CONFIG_GLOBAL', settings)
    await commitTree(opened.config.directory, [
      { path: '.gitattributes', mode: '100644', content: '* filter=evil text eol=crlf ident export-subst\n' },
      { path: 'apps/x/.gitattributes', mode: '100644', content: '* export-ignore\n' },
      { path: 'apps/x/d.yaml', mode: '100644', content: 'a: $Id$ $Format:%H$\n' },
    ])
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    const folder = await folderOf(repository.materialise(tip, ['apps/x']))
    expect(await readFile(join(folder, 'apps/x/d.yaml'), 'utf8')).toBe('a: $Id$ $Format:%H$\n')
    await expect(stat(ran)).rejects.toThrow('ENOENT')
  })

  test('writes a tree with symlinks as plain files', async () => {
    await using opened = await open()
    const { repository, tip } = await arrange(opened)
    const folder = await folderOf(repository.materialise(tip, []))
    expect(folder.startsWith(opened.temp)).toBe(true)
    const link = join(folder, 'apps/x/link')
    expect((await stat(link)).isFile()).toBe(true)
    expect(await readFile(link, 'utf8')).toBe('/etc/passwd')
    expect(await readFile(join(folder, 'apps/x/bom.yaml'), 'utf8')).toBe('\uFEFFa: 1\r\n')
    expect((await stat(join(folder, 'apps/x/run.sh'))).mode & 0o100).toBe(0o100)
    expect((await readdir(folder)).toSorted()).toEqual(['README.md', 'apps', 'old.txt', 'vendor'])
    expect(await readdir(join(folder, 'vendor'))).toEqual([])
  })

  test('writes files under names of any length', async () => {
    await using opened = await open()
    const [first, second] = [`${'a'.repeat(120)}.yaml`, `${'b'.repeat(200)}/${'c'.repeat(200)}.yaml`]
    await opened.config.commit({
      files: { [first]: '1\n', [second]: '2\n', z: '3\n' },
      message: 'Long names',
    })
    const repository = opened.repository()
    const { tip } = await repository.read([''])
    const folder = await folderOf(repository.materialise(tip, []))
    const texts = [first, second, 'z'].map((name) => readFile(join(folder, name), 'utf8'))
    expect(await Promise.all(texts)).toEqual(['1\n', '2\n', '3\n'])
  })

  test('fails as the disk does, and refuses no folder for it', async () => {
    await using opened = await open()
    const { repository, tip } = await arrange(opened)
    const folder = await folderOf(repository.materialise(tip, ['apps/y']))
    await symlink('/dev/full', join(folder, 'old.txt'))
    await expect(repository.materialise(tip, ['old.txt'])).rejects.toMatchObject({ code: 'ENOSPC' })
  })

  test('writes only what is below the paths', async () => {
    await using opened = await open()
    const { repository, tip } = await arrange(opened)
    const folder = await folderOf(repository.materialise(tip, ['apps/y']))
    expect(await readdir(folder, { recursive: true })).toEqual([
      'apps',
      'apps/y',
      'apps/y/kustomization.yaml',
    ])
  })

  test('writes no part of what is asked for when another is not there', async () => {
    await using opened = await open()
    const { repository, tip } = await arrange(opened)
    await expect(repository.materialise(tip, ['apps/y', 'none'])).rejects.toThrow(
      /git --literal-pathspecs archive .* failed: .*'none' did not match/,
    )
  })

  test('takes paths literally', async () => {
    await using opened = await open()
    await opened.config.commit({ files: { 'a*/x': '1\n', 'ab/x': '2\n' }, message: 'Odd names' })
    const repository = opened.repository()
    const { tip } = await repository.read([''])
    const folder = await folderOf(repository.materialise(tip, ['a*']))
    expect(await readdir(folder)).toEqual(['a*'])
  })

  test('and a commit do not disturb each other', async () => {
    await using opened = await open()
    const { repository, tip } = await arrange(opened)
    const [folder, outcome] = await Promise.all([
      folderOf(repository.materialise(tip, [])),
      repository.commit(tip, change({ [APP]: 'new\n' })),
    ])
    expect(outcome.landed).toBe(true)
    expect(await readFile(join(folder, APP), 'utf8')).toBe(FILES[APP])
  })
})

describe('a hostile repository', () => {
  test('runs nothing: hooks, filters, templates and submodules stay unused', async () => {
    await using opened = await open()
    const { root, config } = opened
    const trap = join(root, 'trap')
    const touch = `touch ${trap}`
    const hooks = ['pre-push', 'reference-transaction', 'post-checkout', 'post-index-change', 'pre-commit']
    for (const folder of ['hooks', 'template/hooks']) {
      await mkdir(join(root, folder), { recursive: true })
      for (const hook of hooks)
        await writeFile(join(root, folder, hook), `#!/bin/sh\n${touch}\n`, { mode: 0o755 })
    }
    const settings = [
      ['core.hooksPath', join(root, 'hooks')],
      ['init.templateDir', join(root, 'template')],
      ['core.fsmonitor', touch],
      ['filter.lfs.process', touch],
      ['filter.lfs.smudge', touch],
      ['filter.lfs.required', 'true'],
      ['submodule.recurse', 'true'],
      ['fetch.recurseSubmodules', 'true'],
      ['credential.helper', `!${touch}; echo password=x`],
      ['core.sshCommand', touch],
      ['core.gitProxy', touch],
      ['protocol.ext.allow', 'always'],
    ]
    const global = join(root, 'gitconfig')
    await writeFile(global, '')
    for (const [key = '', value = ''] of settings)
      await git(['config', '--file', global, key, value], { cwd: root })
    vi.stubEnv('GIT_CONFIG_GLOBAL', global)
    vi.stubEnv('GIT_TEMPLATE_DIR', join(root, 'template'))
    vi.stubEnv('GIT_SSH_COMMAND', touch)
    vi.stubEnv('GIT_ASKPASS', join(root, 'hooks', 'pre-push'))
    await config.commit({
      files: {
        '.gitattributes': '* filter=lfs diff=lfs merge=lfs\n',
        '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c ${touch.replaceAll(' ', '% ')}\n`,
        'big.bin': 'version https://git-lfs.github.com/spec/v1\n',
      },
      message: 'Traps',
    })
    await commitTree(config.directory, [{ path: 'x', mode: '160000', content: 'd'.repeat(40) }])
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    const folder = await folderOf(repository.materialise(tip, []))
    expect(await readFile(join(folder, 'big.bin'), 'utf8')).toMatch(/^version https/)
    expect((await repository.commit(tip, change({ [APP]: 'x\n' }))).landed).toBe(true)
    await expect(stat(trap)).rejects.toThrow('ENOENT')
  })
})

describe('settings of the user of a runner', () => {
  const settings = [
    ['another name for remotes', '[clone]\n\tdefaultRemoteName = upstream\n'],
    ['what is meant for another remote', '[remote "origin"]\n\tpushurl = file:///none\n\tmirror = true\n'],
    ['signed pushes', '[push]\n\tgpgSign = true\n'],
    ['push options', '[push]\n\tpushOption = ci.skip\n'],
    ['another format of refs', '[init]\n\tdefaultRefFormat = reftable\n[feature]\n\texperimental = true\n'],
  ] as const
  test.each(settings)('%s do not matter', async (_what, text) => {
    await using opened = await open()
    const global = join(opened.root, 'gitconfig')
    await writeFile(global, text)
    vi.stubEnv('GIT_CONFIG_GLOBAL', global)
    const repository = opened.repository()
    await repository.read([APP])
    await opened.config.commit({ files: { 'theirs.txt': 'x\n' }, message: 'Theirs' })
    const { tip } = await repository.read([APP])
    expect(await repository.commit(tip, change({ [APP]: 'x\n' }))).toMatchObject({ landed: true })
    expect(await opened.config.file(APP)).toBe('x\n')
  })

  test('and of git 3 for the format of refs are overruled: HEAD is read as a file', async () => {
    const workspace = new Workspace(tmpdir())
    const env = gitEnvironment('file:///none', { kind: 'none' }, { ...aRun(), workspace })
    expect(env.GIT_DEFAULT_REF_FORMAT).toBe('files')
  })
})

describe('failures', () => {
  test('an empty repository and a branch that is not there are reported as such', async () => {
    await using opened = await open()
    const { config, repository } = opened
    expect(await codeOf(repository({ branch: 'releases' }).read([APP]))).toBe('CONFIG_BRANCH_MISSING')
    await git(['update-ref', '-d', 'refs/heads/main'], { cwd: config.directory })
    expect(await codeOf(repository().read([APP]))).toBe('CONFIG_BRANCH_MISSING')
    // Final at once: none of this is worth a second try.
    const reads = opened.server.requests.filter(({ action }) => action === 'refs:upload-pack')
    expect(reads).toHaveLength(2)
  })

  test('a default branch that is deleted meanwhile is named, and one that HEAD only names', async () => {
    await using opened = await open()
    const { config, repository } = opened
    const reading = repository()
    await reading.read([APP])
    await git(['branch', '-m', 'main', 'trunk'], { cwd: config.directory })
    await git(['symbolic-ref', 'HEAD', 'refs/heads/gone'], { cwd: config.directory })
    await expect(reading.read([APP])).rejects.toThrow(`${NAME} has no branch main`)
    await expect(repository().read([APP])).rejects.toThrow(`${NAME} has no branch gone`)
  })

  test('a tag is no branch to commit to', async () => {
    await using opened = await open()
    await git(['tag', 'v1'], { cwd: opened.config.directory })
    expect(await codeOf(opened.repository({ branch: 'v1' }).read([APP]))).toBe('CONFIG_BRANCH_MISSING')
  })

  test.each([
    ['is not there', undefined, 0o755],
    ['may not be run', '', 0o644],
    ['is a script that cannot run the real one', '#!/bin/sh\nexec /dev/null "$@"\n', 0o755],
  ])('a git that %s is reported as such', async (_, script, mode) => {
    await using opened = await open()
    const bin = join(opened.root, 'bin')
    await mkdir(bin)
    if (script !== undefined) await writeFile(join(bin, 'git'), script, { mode })
    vi.stubEnv('PATH', bin)
    const problem = await problemOf(() => opened.repository().read([APP]))
    expect(problem).toEqual({
      code: 'CONFIG_UNREACHABLE',
      message: expect.stringMatching(/^git cannot be started on this runner: /),
      hint: 'Install git on the runner, or in the container image of the job.',
    })
  })

  const refusals = [
    ['unauthorized', 'CONFIG_DENIED'],
    ['forbidden', 'CONFIG_DENIED'],
    ['not-found', 'CONFIG_NOT_FOUND'],
  ] as const
  test.each(refusals)('a server that answers %s to a read: %s, at once', async (answer, code) => {
    await using opened = await open()
    opened.server.settings.decide = () => answer
    const started = performance.now()
    expect(await codeOf(opened.repository().read([APP]))).toBe(code)
    expect(performance.now() - started).toBeLessThan(30_000)
    expect(opened.server.requests.length).toBeLessThanOrEqual(2)
  })

  test.each(refusals)('a server that answers %s to a push only: %s', async (answer, code) => {
    await using opened = await open()
    opened.server.settings.decide = ({ service }) => (service === 'receive-pack' ? answer : undefined)
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    expect(await codeOf(repository.commit(tip, change({ [APP]: 'x\n' })))).toBe(code)
    expect(await opened.config.tip()).toBe(tip)
  })

  test('a git that is too old to be given a credential in its environment is named as such', async () => {
    await using opened = await open()
    const bin = join(opened.root, 'bin')
    await mkdir(bin)
    const old = `case "$*" in *--version*) echo 'git version 2.30.2' && exit ;; esac\necho 'fatal: could not read Username' >&2\nexit 128\n`
    await writeFile(join(bin, 'git'), `#!/bin/sh\n${old}`, { mode: 0o755 })
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`)
    const reading = opened.repository().read([APP])
    await expect(reading).rejects.toThrow(
      'CONFIG_UNREACHABLE: git on this runner is too old: git version 2.30.2',
    )
  })

  test('a file:// path without a repository', async () => {
    await using opened = await open()
    const remote = { url: `file://${opened.root}/none.git`, webUrl: undefined, label: 'none' }
    const repository = opened.repository({ remote, credential: { kind: 'none' } })
    expect(await codeOf(repository.read([APP]))).toBe('CONFIG_NOT_FOUND')
  })

  const passing = [{ status: 503 }, { status: 502 }, 'reset', 'truncate'] as const
  test.each(passing)('a read that fails once (%j) is tried again', async (fault) => {
    await using opened = await open()
    opened.server.fail(fault, { on: 'upload-pack' })
    expect((await opened.repository().read([APP])).tip).toBe(await opened.config.tip())
  })

  test('a cancel ends a read under way', async () => {
    await using opened = await open()
    opened.server.fail('hang', { times: Number.POSITIVE_INFINITY })
    const reading = codeOf(opened.repository().read([APP]))
    while (opened.server.requests.length === 0) await new Promise((done) => setTimeout(done, 10))
    const started = performance.now()
    opened.cancel.abort()
    // The reason of the abort itself; the entry of the action says CANCELLED, once for all of its parts.
    expect(await reading).toContain('AbortError')
    expect(performance.now() - started).toBeLessThan(30_000)
  })
})

describe('the token', () => {
  test('is in no argument, file or URL', async () => {
    await using opened = await open()
    const recorder = await recordChildren(join(opened.root, 'children'), ['git'])
    vi.stubEnv('PATH', recorder.path)
    const repository = opened.repository()
    const { tip } = await repository.read([APP])
    await repository.commit(tip, change({ [APP]: 'x\n' }))
    await repository.materialise(tip, [])
    const calls = await ours(recorder)
    expect(calls.length).toBeGreaterThanOrEqual(5)
    const texts = { argv: calls.flatMap(({ argv }) => argv).join('\n') }
    const leaks = await scanForSecrets({ secrets: [opened.token], texts, directories: [opened.temp] })
    expect(leaks).toEqual([])
    const sent = opened.server.requests.map(({ headers }) => headers.authorization)
    expect(new Set(sent)).toEqual(
      new Set([`Basic ${Buffer.from(`x-access-token:${opened.token}`).toString('base64')}`]),
    )
  })
})
