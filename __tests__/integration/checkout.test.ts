import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { readSource } from '../../src/source/checkout.ts'
import type { Checkout } from '../../src/source/source.ts'
import { recordChildren } from '../support/child-recorder.ts'
import { git } from '../support/git.ts'
import { configureFilter, RAN, touch } from '../support/hostile-git.ts'
import { aRun } from '../unit/builders.ts'

let root: string
let here: string
let count = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'checkout-'))
  await mkdir(join(root, 'scratch'))
})
beforeEach(async () => {
  count += 1
  here = join(root, String(count))
  await mkdir(here)
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rm(root, { recursive: true, force: true }))

async function readAt(context: string): Promise<Checkout | undefined> {
  const { checkouts } = await readSource(
    { GITHUB_EVENT_NAME: 'push' },
    [{ context, paths: [], besides: [], copied: [], built: true }],
    { ...aRun(), scratch: join(root, 'scratch') },
  )
  return checkouts.get(context)
}

const headOf = (cwd: string): Promise<string> => git(['rev-parse', 'HEAD'], { cwd })

/** A repository with `a/one.txt` and `b/two.txt`, and one commit. */
async function repository(name: string, ...options: string[]): Promise<string> {
  const path = join(here, name)
  await git(['init', '-q', '-b', 'main', ...options, path], { cwd: here })
  for (const file of ['a/one.txt', 'b/two.txt']) {
    await mkdir(join(path, file, '..'))
    await writeFile(join(path, file), `${file}\n`)
  }
  await commitAll(path)
  return path
}

async function commitAll(cwd: string): Promise<void> {
  await git(['add', '.'], { cwd })
  await git(['commit', '-q', '-m', 'x'], { cwd })
}

/** Read as it is, and again when a file is another one, although its time and size are the same. */
async function expectReadRight(path: string, file = 'a/one.txt'): Promise<void> {
  const head = await headOf(path)
  await touch(join(path, file))
  expect(await readAt(path)).toEqual({ head, modified: [] })
  await writeFile(join(path, file), 'another text\n')
  expect(await readAt(path)).toEqual({ head, modified: [file] })
}

describe('a checkout is read', () => {
  test('with SHA-256', async () => {
    await expectReadRight(await repository('sha256', '--object-format=sha256'))
  })

  test('whatever else its settings hold, and even where git could not read them', async () => {
    const path = await repository('broken')
    await writeFile(join(path, '.git', 'config'), '[core\n\tnothing = that git reads')
    await expect(headOf(path)).rejects.toThrow('bad config')
    const status = await readAt(path)
    expect(status?.modified).toEqual([])
  })

  test('with a split index', async () => {
    const path = await repository('split')
    await git(['update-index', '--split-index'], { cwd: path })
    await expectReadRight(path)
  })

  test.each([[[]], [['--sparse-index']]])('that is sparse %s', async (options) => {
    const path = await repository('sparse')
    await git(['sparse-checkout', 'set', '--cone', ...options, 'a'], { cwd: path })
    await expect(headOf(join(path, 'b'))).rejects.toThrow('ENOENT')
    await expectReadRight(path)
  })

  test('with line ends of its own', async () => {
    const path = await repository('crlf')
    await git(['config', 'core.autocrlf', 'true'], { cwd: path })
    await rm(join(path, 'a'), { recursive: true })
    await git(['checkout', '--', '.'], { cwd: path })
    expect(await readFile(join(path, 'a', 'one.txt'), 'utf8')).toBe('a/one.txt\r\n')
    await expectReadRight(path)
  })

  test('without modes', async () => {
    const path = await repository('modes')
    await git(['config', 'core.fileMode', 'false'], { cwd: path })
    await git(['update-index', '--chmod=+x', 'a/one.txt'], { cwd: path })
    await git(['commit', '-q', '-m', 'y'], { cwd: path })
    expect((await readAt(path))?.modified).toEqual([])
  })

  test.each(['blob:none', 'tree:0'])(
    'that is a partial clone, %s, and asks its server nothing',
    async (filter) => {
      const from = await repository('server')
      await git(['config', 'uploadpack.allowFilter', 'true'], { cwd: from })
      const path = join(here, 'partial')
      await git(['clone', '-q', `--filter=${filter}`, '--depth=1', `file://${from}`, path], { cwd: here })
      await rename(from, `${from}-gone`)
      await git(['mv', 'a/one.txt', 'a/three.txt'], { cwd: path })
      const { modified = [] } = (await readAt(path)) ?? {}
      expect([...modified].sort()).toEqual(['a/one.txt', 'a/three.txt'])
    },
  )

  test('of another user', async () => {
    const path = await repository('foreign')
    const bin = join(here, 'bin')
    await mkdir(bin)
    // git's own way to try it without being root (its test suite, t0033).
    const stub = `#!/bin/sh\nPATH='${process.env.PATH}' GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec git "$@"\n`
    await writeFile(join(bin, 'git'), stub, { mode: 0o755 })
    vi.stubEnv('PATH', bin)
    expect(await readAt(path)).toMatchObject({ modified: [] })
  })

  test('as a worktree, and as one whose repository is bare', async () => {
    const main = await repository('main')
    const bare = join(here, 'bare.git')
    await git(['clone', '-q', '--bare', main, bare], { cwd: here })
    for (const [name, from] of Object.entries({ one: main, two: bare })) {
      const path = join(here, name)
      await git(['worktree', 'add', '-q', '--detach', path, 'main'], { cwd: from })
      await expectReadRight(path)
    }
  })

  test('with its repository in another place, by file or by link', async () => {
    const apart = await repository('apart', `--separate-git-dir=${join(here, 'apart-git')}`)
    await expectReadRight(apart)
    const linked = await repository('linked')
    await rename(join(linked, '.git'), join(here, 'linked-git'))
    await symlink('../linked-git', join(linked, '.git'))
    await expectReadRight(linked)
  })
})

describe('submodules', () => {
  /** `lib`, with a submodule `deep` of its own, in a repository that is read by one process for each. */
  async function nested(): Promise<string> {
    const [outer, lib, deep] = await Promise.all(['outer', 'lib', 'deep'].map((name) => repository(name)))
    const add = async (to = '', from = '', name = '') => {
      await git(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', from, name], { cwd: to })
      await commitAll(to)
    }
    await add(lib, deep, 'deep')
    await add(outer, lib, 'lib')
    const update = ['submodule', '--quiet', 'update', '--init', '--recursive']
    await git(['-c', 'protocol.file.allow=always', ...update], { cwd: outer ?? '' })
    return outer ?? ''
  }

  test('are clean as they were checked out, and modified with what is in them', async () => {
    const outer = await nested()
    expect((await readAt(outer))?.modified).toEqual([])
    const inner = join(outer, 'lib', 'deep')
    expect(await readAt(inner)).toEqual({ head: await headOf(inner), modified: [] })
    await writeFile(join(inner, 'a', 'one.txt'), 'another text\n')
    expect((await readAt(outer))?.modified).toEqual(['lib'])
  })

  test('are modified by another commit, but not where that is to be ignored', async () => {
    const outer = await nested()
    await git(['commit', '-q', '--allow-empty', '-m', 'y'], { cwd: join(outer, 'lib') })
    expect((await readAt(outer))?.modified).toEqual(['lib'])
    await git(['config', '--file=.gitmodules', 'submodule.lib.ignore', 'all'], { cwd: outer })
    await git(['add', '.gitmodules'], { cwd: outer })
    await git(['commit', '-q', '-m', 'z'], { cwd: outer })
    await writeFile(join(outer, 'lib', 'a', 'one.txt'), 'another text\n')
    expect((await readAt(outer))?.modified).toEqual([])
  })

  test('run nothing of their own settings, and cost a process each', async () => {
    const outer = await nested()
    vi.stubEnv('RUNNER_TEMP', here)
    for (const path of ['.git/modules/lib', '.git/modules/lib/modules/deep']) {
      await configureFilter(join(outer, path))
      await writeFile(join(outer, path, 'info', 'attributes'), '*.txt filter=evil\n')
    }
    for (const path of ['lib', 'lib/deep']) await touch(join(outer, path, 'a', 'one.txt'))
    const recorder = await recordChildren(join(here, 'children'), ['git'])
    vi.stubEnv('PATH', recorder.path)
    expect((await readAt(outer))?.modified).toEqual([])
    const commands = (await recorder.calls()).map(({ argv }) => argv.find((word) => /^[a-z]+$/.test(word)))
    expect(commands).toEqual(['status', 'config', 'status', 'config', 'status'])
    expect(existsSync(join(here, RAN))).toBe(false)
  })

  /** How often git was asked for the state of a folder, where `.gitmodules` says so. */
  async function statusesWith(path: string, gitmodules: readonly string[]): Promise<number> {
    const entries = gitmodules.map((to, index) => `[submodule "s${index}"]\n\tpath = ${to}\n`)
    await writeFile(join(path, '.gitmodules'), entries.join(''))
    const recorder = await recordChildren(join(here, 'children'), ['git'])
    vi.stubEnv('PATH', recorder.path)
    await readAt(path)
    return (await recorder.calls()).filter(({ argv }) => argv.includes('status')).length
  }

  test('are asked about once, however many names they have', async () => {
    const outer = await nested()
    const names = Array.from({ length: 300 }, (_, index) => (index % 2 ? 'lib' : `${'./'.repeat(index)}lib`))
    expect(await statusesWith(outer, names)).toBe(3)
  })

  test('are modified above a hundred of them, as nobody looks', async () => {
    const outer = await repository('outer')
    const names = Array.from({ length: 103 }, (_, index) => `lib${index}`)
    for (const name of names) {
      await mkdir(join(outer, name))
      await writeFile(join(outer, name, '.git'), `gitdir: ${join(here, 'lib', '.git')}\n`)
    }
    await repository('lib')
    expect(await statusesWith(outer, names)).toBe(101)
    vi.unstubAllEnvs()
    expect((await readAt(outer))?.modified).toEqual(expect.arrayContaining(names.slice(100)))
  })

  test('that are not checked out, or lead round in a circle, are none', async () => {
    const path = await repository('circle')
    await symlink('.', join(path, 'round'))
    await writeFile(
      join(path, '.gitmodules'),
      ['round', '..', '.', 'none'].map((name) => `[submodule "${name}"]\n\tpath = ${name}\n`).join(''),
    )
    await commitAll(path)
    expect((await readAt(path))?.modified).toEqual([])
  })

  test('are not looked for in what a link leads to', async () => {
    const path = await repository('link')
    await symlink('/dev/zero', join(path, '.gitmodules'))
    expect((await readAt(path))?.modified).toEqual([])
  })
})

describe('what is no regular file', () => {
  const FILES = ['HEAD', 'index', 'config', 'packed-refs', 'shallow', 'commondir', 'refs/heads/main']
  const DEEPER = ['info/attributes', 'info/exclude', 'info/sparse-checkout', 'objects/info/alternates']
  const FURTHER = ['objects/info/commit-graph', 'objects/pack/multi-pack-index']

  test.each([...FILES, ...DEEPER, ...FURTHER])('in .git makes no repository: %s', async (name) => {
    const path = await repository('pipe')
    const recorder = await recordChildren(join(here, 'children'), ['git'])
    for (const make of ['mkfifo "$0"', 'ln -s /dev/zero "$0"']) {
      const file = join(path, '.git', name)
      await rm(file, { force: true })
      await mkdir(join(file, '..'), { recursive: true })
      execFileSync('sh', ['-c', make, file])
      vi.stubEnv('PATH', recorder.path)
      expect(await readAt(path)).toBeUndefined()
      vi.unstubAllEnvs()
    }
    // git was not even started, so nothing has to be waited for.
    expect(await recorder.calls()).toEqual([])
  })

  test('is no .gitmodules', async () => {
    const path = await repository('modules')
    execFileSync('mkfifo', [join(path, '.gitmodules')])
    expect((await readAt(path))?.modified).toEqual([])
  })
})

describe('files of git-lfs', () => {
  const LFS = { clean: 'git-lfs clean -- %f', required: 'true' }

  /** In the repository upper case, in the checkout lower case: without the filter they look modified. */
  async function withLfs(local: Record<string, string>, user: Record<string, string>): Promise<string> {
    const bin = join(here, 'bin')
    await mkdir(bin)
    await writeFile(join(bin, 'git-lfs'), '#!/bin/sh\nexec tr a-z A-Z\n', { mode: 0o755 })
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`)
    vi.stubEnv('GIT_CONFIG_GLOBAL', join(here, 'gitconfig'))
    vi.stubEnv('RUNNER_TEMP', here)
    const path = await repository('lfs')
    await writeFile(join(path, '.gitattributes'), '*.bin filter=lfs\n')
    await writeFile(join(path, 'large.bin'), 'LARGE\n')
    await commitAll(path)
    for (const [key, value] of Object.entries(local)) {
      await git(['config', `filter.lfs.${key}`, value], { cwd: path })
    }
    for (const [key, value] of Object.entries(user)) {
      await git(['config', `--file=${join(here, 'gitconfig')}`, `filter.lfs.${key}`, value], { cwd: path })
    }
    await writeFile(join(path, 'large.bin'), 'large\n')
    return path
  }

  test.each([
    ['of the user or the machine', {}, LFS],
    ['of the checkout, as actions/checkout installs it', LFS, {}],
    ['of both', LFS, LFS],
    [
      'of the user, where the checkout names another program',
      { clean: `: >"$RUNNER_TEMP/${RAN}"; cat` },
      LFS,
    ],
  ])('are clean with the filter %s, and modified when they are', async (_, local, user) => {
    const path = await withLfs(local, user)
    expect((await readAt(path))?.modified).toEqual([])
    await writeFile(join(path, 'large.bin'), 'other\n')
    expect((await readAt(path))?.modified).toEqual(['large.bin'])
    expect(existsSync(join(here, RAN))).toBe(false)
  })

  test('are modified where nobody but the checkout names a filter, and that one is not git-lfs', async () => {
    const path = await withLfs({ clean: `: >"$RUNNER_TEMP/${RAN}"; tr a-z A-Z` }, {})
    expect((await readAt(path))?.modified).toEqual(['large.bin'])
    expect(existsSync(join(here, RAN))).toBe(false)
  })
})
