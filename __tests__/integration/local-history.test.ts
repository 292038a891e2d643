// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Relation } from '../../src/source/history/history.ts'
import { firstKnown, localHistory as openHistory } from '../../src/source/history/local-history.ts'
import { git } from '../support/git.ts'
import { aRun } from '../unit/builders.ts'
import { temporaryFolder } from '../unit/temporary.ts'

let root: string
let full: string
const at: Record<string, string> = {}
const localHistory = (folder: string) => openHistory(folder, { ...aRun(), scratch: root })

/** main: one - two - three; side branches off at one; orphan has a root of its own. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'local-history-'))
  full = join(root, 'full')
  await git(['init', '-q', '-b', 'main', full], { cwd: root })
  const commit = async (name: string) => {
    await writeFile(join(full, 'app.txt'), name)
    await git(['add', 'app.txt'], { cwd: full })
    await git(['commit', '-q', '-m', name], { cwd: full })
    at[name] = await git(['rev-parse', 'HEAD'], { cwd: full })
  }
  await commit('one')
  await git(['checkout', '-q', '-b', 'side'], { cwd: full })
  await commit('side')
  await git(['checkout', '-q', 'main'], { cwd: full })
  await commit('two')
  await commit('three')
  await git(['checkout', '-q', '--orphan', 'orphan'], { cwd: full })
  await commit('orphan')
  await git(['checkout', '-q', 'main'], { cwd: full })
})

afterAll(() => rm(root, { recursive: true, force: true }))

describe('a checkout with all of its history', () => {
  test.each<readonly [string, string, Relation]>([
    ['one', 'three', 'ahead'],
    ['three', 'one', 'behind'],
    ['two', 'two', 'identical'],
    ['side', 'three', 'diverged'],
    ['orphan', 'main', 'diverged'],
  ])('%s...%s is %s', async (base, head, relation) => {
    const main = { ...at, main: at.three }
    const folder = join(full, 'deep', 'folder')
    await mkdir(folder, { recursive: true })
    const named = main as Record<string, string>
    expect(await localHistory(folder).compare(named[base] ?? '', named[head] ?? '')).toBe(relation)
  })

  test('says nothing of a commit that it does not have', async () => {
    expect(await localHistory(full).compare('f'.repeat(40), at.one ?? '')).toBeUndefined()
  })

  test('says nothing of tags and branches, which may be old', async () => {
    await git(['tag', '-f', 'v1.0.0', 'main'], { cwd: full })
    expect(await localHistory(full).compare('v1.0.0', at.one ?? '')).toBeUndefined()
    expect(await localHistory(full).compare(at.one ?? '', 'main')).toBeUndefined()
  })

  test('knows what its remote branch holds already, and no more of it', async () => {
    const clone = join(root, 'clone')
    await git(['clone', '-q', `file://${full}`, clone], { cwd: root })
    const history = localHistory(clone)
    expect(await history.compare(at.one ?? '', 'main')).toBe('ahead')
    expect(await history.compare(at.three ?? '', 'main')).toBe('identical')
    // The branch may have taken it in since.
    expect(await history.compare(at.side ?? '', 'main')).toBeUndefined()
    expect(await history.compare(at.one ?? '', 'nowhere')).toBeUndefined()
  })

  test('knows what a merge has brought, though its branch was brought up to date', async () => {
    const clone = join(root, 'merged')
    await git(['clone', '-q', '-b', 'main', `file://${full}`, clone], { cwd: root })
    const inClone = (args: readonly string[]) => git([...args], { cwd: clone })
    await inClone(['checkout', '-q', '-b', 'deploy', at.two ?? ''])
    await inClone(['commit', '-q', '--allow-empty', '-m', 'deploy(web)'])
    await inClone(['merge', '-q', '--no-ff', '-m', 'Up to date', at.three ?? ''])
    await inClone(['checkout', '-q', 'main'])
    await inClone(['merge', '-q', '--no-ff', '-m', 'Merge pull request #1', 'deploy'])
    const history = localHistory(clone)
    const head = await inClone(['rev-parse', 'HEAD'])
    expect(await history.merged(head)).toMatch(/^deploy\(web\)/)
    expect(await history.merged(at.three ?? '')).toBeUndefined()
    expect(await history.merged('HEAD')).toBeUndefined()
  })

  test('is not changed by what was put into it later', async () => {
    await git(['replace', '--graft', at.three ?? ''], { cwd: full })
    expect(await localHistory(full).compare(at.one ?? '', at.three ?? '')).toBe('ahead')
    await git(['replace', '-d', at.three ?? ''], { cwd: full })
  })
})

describe('the changed paths of a checkout with all of its history', () => {
  let ground: string
  const named: Record<string, string> = {}

  /** Each commit changes one thing; `aside` goes off at the first one. */
  beforeAll(async () => {
    ground = join(root, 'paths')
    await git(['init', '-q', '-b', 'main', ground], { cwd: root })
    await mkdir(join(ground, 'api'))
    const commit = async (name: string) => {
      await git(['add', '-A', '--', ':!lib'], { cwd: ground })
      await git(['commit', '-q', '-m', name], { cwd: ground })
      named[name] = await git(['rev-parse', 'HEAD'], { cwd: ground })
    }
    const gitlink = (commitOf: string) =>
      git(['update-index', '--add', '--cacheinfo', `160000,${commitOf},lib`], { cwd: ground })
    await writeFile(join(ground, 'api', 'a b\n\u00e9.txt'), 'some text\n')
    await gitlink(at.one ?? '')
    await commit('start')
    await git(['checkout', '-q', '-b', 'aside'], { cwd: ground })
    await writeFile(join(ground, 'aside.txt'), '1')
    await commit('aside')
    await git(['checkout', '-q', 'main'], { cwd: ground })
    await git(['mv', 'api/a b\n\u00e9.txt', 'moved.txt'], { cwd: ground })
    await commit('moved')
    await gitlink(at.two ?? '')
    await commit('submodule')
    await git(['revert', '--no-edit', named.moved ?? ''], { cwd: ground })
    named.reverted = await git(['rev-parse', 'HEAD'], { cwd: ground })
  })

  const changes = (base: string, head: string, folder = ground) =>
    localHistory(folder).changes(named[base] ?? base, named[head] ?? head)

  test('are distinguished from the root, with both names of what was moved', async () => {
    expect(await changes('start', 'moved')).toEqual(['api/a b\n\u00e9.txt', 'moved.txt'])
    expect(await changes('start', 'moved', join(ground, 'api'))).toEqual(['api/a b\n\u00e9.txt', 'moved.txt'])
  })

  test('are those between the two states: what was taken back is none, and neither is a commit to itself', async () => {
    expect(await changes('start', 'reverted')).toEqual(['lib'])
    expect(await changes('start', 'start')).toEqual([])
  })

  test('hold a submodule, whatever the settings say', async () => {
    await git(['config', 'diff.ignoreSubmodules', 'all'], { cwd: ground })
    await git(['config', 'submodule.lib.ignore', 'all'], { cwd: ground })
    await git(['config', 'submodule.lib.path', 'lib'], { cwd: ground })
    await git(['config', 'diff.relative', 'true'], { cwd: ground })
    await writeFile(
      join(ground, '.gitmodules'),
      '[submodule "lib"]\n\tpath = lib\n\turl = ./lib\n\tignore = all\n',
    )
    expect(await changes('moved', 'submodule', join(ground, 'api'))).toEqual(['lib'])
  })

  test.each([
    ['an older commit', 'moved', 'start'],
    ['a commit beside it', 'aside', 'moved'],
    ['a commit that is not there', 'f'.repeat(40), 'moved'],
    ['a branch, which may have grown', 'start', 'main'],
    ['a tag', 'v1.0.0', 'moved'],
  ])('are not reported %s', async (_, base, head) => {
    await git(['tag', '-f', 'v1.0.0', named.start ?? ''], { cwd: ground })
    expect(await changes(base, head)).toBeUndefined()
  })

  test('are not reported a shallow checkout, nor where a folder is missing from a partial one', async () => {
    const [shallow, partial] = [join(root, 'paths-shallow'), join(root, 'paths-partial')]
    await git(['clone', '-q', '--depth=2', `file://${ground}`, shallow], { cwd: root })
    const tip = { base: named.submodule ?? '', head: named.reverted ?? '' }
    expect(await changes(tip.base, tip.head, shallow)).toBeUndefined()
    await git(['config', 'uploadpack.allowFilter', 'true'], { cwd: ground })
    await git(['clone', '-q', '--no-checkout', '--filter=tree:0', `file://${ground}`, partial], { cwd: root })
    expect(await localHistory(partial).compare(tip.base, tip.head)).toBe('ahead')
    expect(await changes(tip.base, tip.head, partial)).toBeUndefined()
  })
})

describe('no history is taken from', () => {
  test('a shallow checkout, even when it holds both commits', async () => {
    const shallow = join(root, 'shallow')
    await git(['clone', '-q', '--depth=2', `file://${full}`, shallow], { cwd: root })
    await git(['fetch', '-q', '--depth=1', 'origin', at.one ?? ''], { cwd: shallow })
    // It would answer "diverged": the commits between the two are missing.
    expect(await git(['cat-file', '-t', at.one ?? ''], { cwd: shallow })).toBe('commit')
    await using scratch = await temporaryFolder()
    const history = openHistory(shallow, { ...aRun(), scratch: scratch.path })
    expect(await history.compare(at.one ?? '', at.three ?? '')).toBeUndefined()
    // No git was asked, so nothing was made for one.
    expect(await readdir(scratch.path)).toEqual([])
  })

  test('a folder without a repository, and one that is not there', async () => {
    expect(await localHistory(root).compare(at.one ?? '', at.three ?? '')).toBeUndefined()
    expect(await localHistory(join(root, 'nowhere')).compare(at.one ?? '', at.three ?? '')).toBeUndefined()
  })

  test('a worktree, whose repository is elsewhere', async () => {
    const tree = join(root, 'worktree')
    await git(['worktree', 'add', '-q', '--detach', tree, 'main'], { cwd: full })
    expect(await localHistory(tree).compare(at.one ?? '', at.three ?? '')).toBeUndefined()
  })

  test('a partial clone by asking its server for what is missing', async () => {
    const partial = join(root, 'partial')
    await git(['config', 'uploadpack.allowFilter', 'true'], { cwd: full })
    await git(['clone', '-q', '--filter=blob:none', '--single-branch', `file://${full}`, partial], {
      cwd: root,
    })
    expect(await localHistory(partial).compare(at.one ?? '', at.three ?? '')).toBe('ahead')
    expect(await localHistory(partial).compare(at.side ?? '', at.three ?? '')).toBeUndefined()
    // Nothing came in: the commit of the other branch is still missing.
    const objects = await git(['rev-list', '--all', '--objects', '--missing=print'], { cwd: partial })
    expect(objects).not.toContain(at.side)
  })
})

describe('firstKnown', () => {
  const knows = (relation: Relation | undefined, asked: string[], name: string) => ({
    compare: async () => {
      asked.push(name)
      return relation
    },
    changes: async () => (relation === undefined ? undefined : [name]),
  })

  test('asks the next one only when the first does not know', async () => {
    const asked: string[] = []
    const history = firstKnown(knows('ahead', asked, 'local'), knows('behind', asked, 'server'))
    expect(await history.compare('a', 'b')).toBe('ahead')
    expect(asked).toEqual(['local'])
    expect(
      await firstKnown(knows(undefined, asked, '1'), knows('behind', asked, '2')).compare('a', 'b'),
    ).toBe('behind')
    expect(asked).toEqual(['local', '1', '2'])
  })

  test('asks the next one for changes that the first cannot tell', async () => {
    const unknown = knows(undefined, [], 'local')
    expect(await firstKnown(unknown, knows('ahead', [], 'server')).changes('a', 'b')).toEqual(['server'])
    expect(await firstKnown(knows('ahead', [], 'local'), unknown).changes('a', 'b')).toEqual(['local'])
    expect(await firstKnown(unknown, unknown).changes('a', 'b')).toBeUndefined()
  })
})
