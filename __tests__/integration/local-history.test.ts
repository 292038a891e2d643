import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Relation } from '../../src/gitops/history.ts'
import { firstKnown, localHistory } from '../../src/gitops/local-history.ts'
import { git } from '../support/git.ts'

let root: string
let full: string
const at: Record<string, string> = {}

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

  test('is not changed by what was put into it later', async () => {
    await git(['replace', '--graft', at.three ?? ''], { cwd: full })
    expect(await localHistory(full).compare(at.one ?? '', at.three ?? '')).toBe('ahead')
    await git(['replace', '-d', at.three ?? ''], { cwd: full })
  })
})

describe('no history is taken from', () => {
  test('a shallow checkout, even when it holds both commits', async () => {
    const shallow = join(root, 'shallow')
    await git(['clone', '-q', '--depth=2', `file://${full}`, shallow], { cwd: root })
    await git(['fetch', '-q', '--depth=1', 'origin', at.one ?? ''], { cwd: shallow })
    // It would answer "diverged": the commits between the two are missing.
    expect(await git(['cat-file', '-t', at.one ?? ''], { cwd: shallow })).toBe('commit')
    expect(await localHistory(shallow).compare(at.one ?? '', at.three ?? '')).toBeUndefined()
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
})
