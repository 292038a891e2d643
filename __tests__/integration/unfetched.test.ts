import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ingredientsOf } from '../../src/doors/deploy/inputs.ts'
import { readSource } from '../../src/source/checkout.ts'
import { readIndex, readListing } from '../../src/source/git/index-file.ts'
import type { Unfetched } from '../../src/source/source.ts'
import { recordChildren } from '../support/child-recorder.ts'
import { git } from '../support/git.ts'
import { aRun, inputsOf } from '../unit/builders.ts'

let root: string
let here: string
let count = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'unfetched-'))
  await mkdir(join(root, 'scratch'))
})
beforeEach(async () => {
  count += 1
  here = join(root, String(count))
  await mkdir(here)
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rm(root, { recursive: true, force: true }))

/** A pointer as git-lfs writes it (docs/spec.md). */
const pointerTo = (content: string): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${createHash('sha256').update(content).digest('hex')}\nsize ${content.length}\n`

type Files = Readonly<Record<string, string>>

async function write(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

async function repository(name: string, files: Files): Promise<string> {
  const path = join(here, name)
  await git(['init', '-q', '-b', 'main', path], { cwd: here })
  await write(path, files)
  await commitAll(path)
  return path
}

async function commitAll(cwd: string): Promise<void> {
  await git(['add', '.'], { cwd })
  await git(['commit', '-q', '-m', 'x'], { cwd })
}

const addSubmodule = (cwd: string, from: string, path: string): Promise<string> =>
  git(['-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', from, path], { cwd })

/** As actions/checkout leaves it without `submodules`. */
async function cloneOf(from: string, ...options: string[]): Promise<string> {
  const path = join(here, `${count}-clone`)
  await git(['-c', 'protocol.file.allow=always', 'clone', '-q', ...options, from, path], { cwd: here })
  return path
}

async function unfetchedIn(
  checkout: string,
  given: Readonly<Record<string, string>> = {},
): Promise<readonly Unfetched[]> {
  const paths = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value.replace('$', checkout)]),
  )
  const { inputs } = inputsOf({ repository: 'ab', context: checkout, ...paths })
  const source = await readSource({ GITHUB_EVENT_NAME: 'push' }, ingredientsOf(inputs), {
    ...aRun(),
    scratch: join(root, 'scratch'),
  })
  return source.unfetched
}

const LFS = '*.bin filter=lfs diff=lfs merge=lfs -text\n'

describe('git-lfs pointers', () => {
  test('are found below the context, and nothing else is', async () => {
    const path = await repository('one', {
      '.gitattributes': LFS,
      'app/Dockerfile': 'FROM scratch\n',
      'app/a [1].bin': pointerTo('a'),
      'app/deep/b.bin': pointerTo('b'),
      'app/fetched.bin': 'the content\n',
      'app/empty.bin': '',
      'app/notes.txt': pointerTo('a text that speaks of git-lfs'),
      'app2/c.bin': pointerTo('c'),
      'c.bin': pointerTo('c'),
    })
    const found = ['app/a [1].bin', 'app/deep/b.bin'].map((file) => ({ by: 'lfs', path: file }))
    expect(await unfetchedIn(path, { context: '$/app' })).toEqual(found)
    expect((await unfetchedIn(path)).map((one) => one.path)).toEqual([
      ...found.map((one) => one.path),
      'app2/c.bin',
      'c.bin',
    ])
    expect(await unfetchedIn(path, { context: '$/app', build: 'never' })).toEqual([])
  })

  test('are found in contexts whose names are patterns, and where only a folder speaks of git-lfs', async () => {
    const path = await repository('odd', {
      'a[b]*?/.gitattributes': LFS,
      'a[b]*?/x.bin': pointerTo('x'),
      'ab/x.bin': pointerTo('x'),
    })
    expect(await unfetchedIn(path, { context: '$/a[b]*?' })).toEqual([{ by: 'lfs', path: 'a[b]*?/x.bin' }])
    expect(await unfetchedIn(path, { context: '$/ab' })).toEqual([])
  })

  test('are found in further contexts, and not beside a Dockerfile', async () => {
    const path = await repository('further', {
      '.gitattributes': LFS,
      'app/main.ts': '',
      'build/Dockerfile': 'FROM scratch\n',
      'build/x.bin': pointerTo('x'),
      'models/m.bin': pointerTo('m'),
    })
    const given = { context: '$/app', file: '$/build/Dockerfile' }
    expect(await unfetchedIn(path, given)).toEqual([])
    const further = { ...given, 'build-contexts': 'models=$/models' }
    expect(await unfetchedIn(path, further)).toEqual([{ by: 'lfs', path: 'models/m.bin' }])
  })

  test.each([
    [{ '.dockerignore': 'data\n' }, []],
    [{ 'Dockerfile.dockerignore': 'data\n', '.dockerignore': '' }, []],
    [{ 'Dockerfile.dockerignore': '', '.dockerignore': 'data\n' }, ['data/x.bin']],
    [{ '.dockerignore': '*\n!data/x.bin\n' }, ['data/x.bin']],
  ])('are no news where %j leaves them out', async (lists, left) => {
    const path = await repository('ignored', {
      '.gitattributes': LFS,
      'data/x.bin': pointerTo('x'),
      ...lists,
    })
    expect((await unfetchedIn(path)).map((one) => one.path)).toEqual(left)
  })
})

describe('submodules', () => {
  test('that are not checked out are found, and those that are not', async () => {
    const library = await repository('library', { 'lib.ts': '' })
    const parent = await repository('parent', { 'app/Dockerfile': '', 'other/x': '' })
    await addSubmodule(parent, library, 'app/lib')
    await addSubmodule(parent, library, 'other/lib')
    await commitAll(parent)
    expect(await unfetchedIn(parent)).toEqual([])
    const checkout = await cloneOf(parent)
    expect(await unfetchedIn(checkout, { context: '$/app' })).toEqual([{ by: 'submodules', path: 'app/lib' }])
    await rm(join(checkout, 'app/lib'), { recursive: true })
    expect(await unfetchedIn(checkout, { context: '$/app' })).toEqual([{ by: 'submodules', path: 'app/lib' }])
    // Files from a cache or an artifact are no empty folder.
    await write(checkout, { 'app/lib/lib.ts': '' })
    expect(await unfetchedIn(checkout, { context: '$/app' })).toEqual([])
  })

  test('say when a context lies in one', async () => {
    const library = await repository('library', { 'lib.ts': '' })
    const parent = await repository('parent', { Dockerfile: '' })
    await addSubmodule(parent, library, 'vendor/lib')
    await commitAll(parent)
    const checkout = await cloneOf(parent)
    const found = [{ by: 'submodules', path: 'vendor/lib', holdsContext: true }]
    for (const context of ['$/vendor/lib', '$/vendor/lib/app']) {
      expect(await unfetchedIn(checkout, { context })).toEqual(found)
    }
  })

  test('of submodules are found, with git-lfs pointers in them', async () => {
    const inner = await repository('inner', { 'x.ts': '' })
    const library = await repository('library', {
      '.gitattributes': LFS,
      'm.bin': pointerTo('m'),
      'n.bin': pointerTo('n'),
    })
    await addSubmodule(library, inner, 'deep/inner')
    await commitAll(library)
    const parent = await repository('parent', { '.dockerignore': 'lib/n.bin\n' })
    await addSubmodule(parent, library, 'lib')
    await commitAll(parent)
    const checkout = await cloneOf(parent)
    await git(['-c', 'protocol.file.allow=always', 'submodule', 'update', '-q', '--init'], { cwd: checkout })
    expect(await unfetchedIn(checkout)).toEqual([
      { by: 'lfs', path: 'lib/m.bin' },
      { by: 'submodules of submodules', path: 'lib/deep/inner' },
    ])
  })

  test('that are never to be fetched are none, and what .gitmodules does not name nothing brings', async () => {
    const library = await repository('library', { 'lib.ts': '' })
    const parent = await repository('parent', { Dockerfile: '' })
    await addSubmodule(parent, library, 'never')
    await git(['config', '-f', '.gitmodules', 'submodule.never.update', 'none'], { cwd: parent })
    await rename(library, join(parent, 'embedded'))
    await commitAll(parent)
    expect(await unfetchedIn(parent)).toEqual([])
    const checkout = await cloneOf(parent)
    expect(await unfetchedIn(checkout)).toEqual([{ by: 'nothing', path: 'embedded' }])
  })
})

test('what a sparse checkout leaves out is found below the context, one file of each folder', async () => {
  const path = await repository('sparse', {
    'app/a': '',
    'app/b/1': '',
    'app/b/2': '',
    'app/c/d/1': '',
    'x/y': '',
  })
  await git(['sparse-checkout', 'set', '--cone', 'app/c'], { cwd: path })
  expect(await unfetchedIn(path, { context: '$/app' })).toEqual([{ by: 'sparse-checkout', path: 'app/b/1' }])
  expect(await unfetchedIn(path, { context: '$/app/c' })).toEqual([])
})

describe('patterns of paths', () => {
  const absentIn = async (context: string, paths: readonly string[]): Promise<readonly string[]> => {
    const image = { context, paths, besides: [], copied: [], built: true }
    const asking = { ...aRun(), scratch: join(root, 'scratch') }
    return (await readSource({ GITHUB_EVENT_NAME: 'push' }, [image], asking)).absentPaths
  }
  const PATHS = ['x/**', './x/y', 'x/y/', 'libs/*/src/**', 'x/none/**', 'xx/**', 'b/file']

  test.each([[[]], [['--sparse-index']]])(
    'that a sparse checkout %s leaves out are not absent, and no others',
    async (options) => {
      const path = await repository('paths', { 'app/a': '', 'x/y/z': '', 'libs/l/src/m': '', 'b/file': '' })
      await git(['sparse-checkout', 'set', '--cone', ...options, 'app'], { cwd: path })
      expect(await absentIn(join(path, 'app'), PATHS)).toEqual(['x/none/**', 'xx/**'])
    },
  )

  test('that stand for something in the checkout cost no process', async () => {
    const path = await repository('there', { 'app/a': '' })
    const recorder = await recordChildren(join(here, 'recorder'), ['git'])
    vi.stubEnv('PATH', recorder.path)
    expect(await absentIn(path, ['app/**', '!none/**', 'app/a'])).toEqual([])
    expect((await recorder.calls()).length).toBe(1)
  })
})

describe('the index', () => {
  const FILES = {
    '.gitattributes': LFS,
    'a/.gitattributes': '',
    'a/x.gitattributes': '',
    [`${'n'.repeat(200)}/${'m'.repeat(200)}`]: '',
  }

  async function parent(name: string): Promise<string> {
    const library = await repository(`${name}-library`, { 'lib.ts': '' })
    const path = await repository(name, FILES)
    await addSubmodule(path, library, 'lib')
    await commitAll(path)
    return path
  }

  const asked = async (cwd: string) => readListing(await git(['ls-files', '-z', '-t', '--stage'], { cwd }))

  test('is read as git reads it', async () => {
    const path = await parent('plain')
    const read = () => readIndex(readFileSync(join(path, '.git/index')))
    expect(read()).toEqual(await asked(path))
    expect(read()).toEqual({
      submodules: ['lib'],
      attributes: ['.gitattributes', 'a/.gitattributes'],
      leftOut: [],
    })
    await git(['update-index', '--skip-worktree', 'a/x.gitattributes'], { cwd: path })
    expect(read()).toEqual(await asked(path))
    expect(read()?.leftOut).toEqual(['a/x.gitattributes'])
  })

  test.each([
    ['names that share their beginning', ['update-index', '--index-version=4']],
    ['parts', ['update-index', '--split-index']],
    ['folders', ['sparse-checkout', 'set', '--cone', '--sparse-index', 'a']],
  ])('with %s is left to git', async (_, command) => {
    const path = await parent('other')
    await git(command, { cwd: path })
    expect(readIndex(readFileSync(join(path, '.git/index')))).toBeUndefined()
    const checkout = await unfetchedIn(path, { context: '$/a' })
    expect(checkout).toEqual([])
  })

  test('that ends early is none', async () => {
    const path = await parent('cut')
    const index = readFileSync(join(path, '.git/index'))
    const whole = readIndex(index)
    const others = Array.from({ length: index.length }, (_, length) => readIndex(index.subarray(0, length)))
    // Between two of the extensions at its end it looks whole.
    const different = others.filter((read) => read && JSON.stringify(read) !== JSON.stringify(whole))
    expect(different).toEqual([])
    expect(others.slice(0, 600).every((read) => read === undefined)).toBe(true)
  })

  test('of a checkout that is whole costs no process', async () => {
    const path = await repository('whole', { '.gitattributes': '* text=auto\n', 'a/x': '' })
    const recorder = await recordChildren(join(here, 'recorder'), ['git'])
    vi.stubEnv('PATH', recorder.path)
    expect(await unfetchedIn(path)).toEqual([])
    const calls = await recorder.calls()
    expect(calls.map(({ argv }) => argv.includes('status'))).toEqual([true])
  })
})
