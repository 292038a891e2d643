import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitTree } from '../../src/config-repository/folder/commit-tree.ts'
import { folderTree } from '../../src/config-repository/folder/folder-tree.ts'
import { commitAt, mergeBase } from '../../src/config-repository/folder/merge-base.ts'
import { isLookedAt } from '../../src/effective/files/names.ts'
import { repositoryFiles } from '../../src/effective/files/repository-files.ts'
import type { FileTree } from '../../src/names/paths/file-tree.ts'
import { Repository } from '../../src/source/git/repository.ts'
import { git } from '../support/git.ts'
import { aRun } from '../unit/builders.ts'

let scratch: string
let root: string
const at: Record<string, string> = {}
const ALL = { below: '', wants: isLookedAt }

function repositoryAt(folder: string): Repository {
  const repository = Repository.around(folder, { ...aRun(), scratch })
  if (!repository) throw new Error(`no repository is in ${folder}`)
  return repository
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), content)
}

async function commit(name: string): Promise<void> {
  await git(['add', '-A'], { cwd: root })
  await git(['commit', '-q', '--allow-empty', '-m', name], { cwd: root })
  at[name] = await git(['rev-parse', 'HEAD'], { cwd: root })
}

const readIn = (tree: FileTree | undefined, path: string): string | undefined => {
  const content = tree?.read(path, 1 << 20)
  return content === undefined || typeof content === 'string' ? content : Buffer.from(content).toString()
}

/** main: first - base - change; side branches off at base; orphan has a root of its own. */
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'commit-tree-'))
  root = join(scratch, 'full')
  await git(['init', '-q', '-b', 'main', root], { cwd: scratch })
  await write('a/b.yaml', 'a: 0\n')
  await commit('first')
  await write('a/b.yaml', 'a: 1\n')
  await write('a/same.yaml', 'a: "1"\n')
  await write('a/é😀.yaml', 'b: 2\n')
  await write('a/copy.yaml', 'a: 1\n')
  await write('a/note.txt', 'not wanted')
  await write('large.yaml', `# ${'x'.repeat(2 << 20)}\n`)
  await write('binary.yaml', Uint8Array.of(0x61, 0, 0x62))
  await write('node_modules/x.yaml', 'a: 1\n')
  await write('line\nbreak.yaml', 'a: 1\n')
  await symlink('b.yaml', join(root, 'a/link.yaml'))
  await symlink('a', join(root, 'folder'))
  await symlink('../../etc/passwd', join(root, 'a/out.yaml'))
  await commit('base')
  await git(['checkout', '-q', '-b', 'side'], { cwd: root })
  await commit('side')
  await git(['checkout', '-q', 'main'], { cwd: root })
  await write('a/b.yaml', 'a: 2\n')
  await write('c.yaml', 'c: 3\n')
  await commit('change')
  await git(['checkout', '-q', '--orphan', 'orphan'], { cwd: root })
  await commit('orphan')
  await git(['checkout', '-q', '-f', 'main'], { cwd: root })
})

afterAll(() => rm(scratch, { recursive: true, force: true }))

describe('the files of a commit', () => {
  test('are those of the commit, whatever the work tree holds', async () => {
    const tree = await commitTree(repositoryAt(root), at.base ?? '', ALL)
    expect(readIn(tree, 'a/b.yaml')).toBe('a: 1\n')
    expect(readIn(tree, 'a/copy.yaml')).toBe('a: 1\n')
    expect(readIn(tree, 'a/é😀.yaml')).toBe('b: 2\n')
    expect(readIn(tree, 'c.yaml')).toBe('unreadable')
    expect(readIn(tree, 'a/note.txt')).toBe('unreadable')
    expect(readIn(tree, 'large.yaml')).toBe('large')
  })

  test('are known as those of a folder are', async () => {
    const repository = repositoryAt(root)
    const tree = await commitTree(repository, at.change ?? '', ALL)
    const folder = folderTree(root)
    expect(tree?.paths).toEqual(folder.paths)
    expect(tree?.skipped.toSorted(byPath)).toEqual(folder.skipped.toSorted(byPath))
    for (const path of ['a/link.yaml', 'folder/b.yaml', 'folder/link.yaml', 'a/out.yaml', 'folder', 'x']) {
      expect(tree?.follow(path), path).toEqual(folder.follow(path))
    }
    expect(tree?.follow('folder/link.yaml')).toBe('a/b.yaml')
    const [one, other] = [repositoryFiles(tree ?? folder), repositoryFiles(folder)]
    expect(one.paths).toEqual(other.paths)
    expect(one.skipped.toSorted(byPath)).toEqual(other.skipped.toSorted(byPath))
    expect(one.skipped.map(({ why }) => why).toSorted()).toEqual(['binary', 'large', 'link', 'name'])
  })

  test('share what is the same with another state', async () => {
    const now = repositoryFiles(folderTree(root))
    const tree = await commitTree(repositoryAt(root), at.base ?? '', ALL)
    const then = repositoryFiles(tree ?? folderTree(root), now)
    expect(then.file('a/same.yaml')).toBe(now.file('a/same.yaml'))
    expect(then.file('a/b.yaml')?.text).toBe('a: 1\n')
    expect(now.file('a/b.yaml')?.text).toBe('a: 2\n')
  })

  test('below a folder have their paths from there', async () => {
    const tree = await commitTree(repositoryAt(root), at.base ?? '', { ...ALL, below: 'a' })
    expect(tree?.paths).toEqual(['b.yaml', 'copy.yaml', 'note.txt', 'same.yaml', 'é😀.yaml'])
    expect(readIn(tree, 'b.yaml')).toBe('a: 1\n')
  })

  test('are not known of a commit or a folder that is not there', async () => {
    const repository = repositoryAt(root)
    expect(await commitTree(repository, 'f'.repeat(40), ALL)).toBeUndefined()
    expect(await commitTree(repository, at.base ?? '', { ...ALL, below: 'none' })).toBeUndefined()
  })

  test('are not known where they were not fetched, and nothing is fetched for it', async () => {
    const partial = join(scratch, 'partial')
    await git(['config', 'uploadpack.allowFilter', 'true'], { cwd: root })
    await git(['clone', '-q', '--filter=blob:none', `file://${root}`, partial], { cwd: scratch })
    expect(await commitTree(repositoryAt(partial), at.first ?? '', ALL)).toBeUndefined()
  })
})

const byPath = (one: { path: string }, other: { path: string }): number => (one.path < other.path ? -1 : 1)

describe('what two commits have in common', () => {
  test('is the newest commit that both continue', async () => {
    expect(await mergeBase(repositoryAt(root), 'side', 'main')).toEqual({ commit: at.base })
    expect(await mergeBase(repositoryAt(root), at.base ?? '', 'HEAD')).toEqual({ commit: at.base })
  })

  test.each([
    ['main', 'orphan', 'unrelated'],
    ['main', 'f'.repeat(40), 'missing'],
    ['main', '--all', 'missing'],
  ])('%s and %s: %s', async (one, other, none) => {
    expect(await mergeBase(repositoryAt(root), one, other)).toEqual({ none })
  })

  test('is not known in a shallow clone that lacks it', async () => {
    const shallow = join(scratch, 'shallow')
    await git(['clone', '-q', '--depth=1', '--no-single-branch', `file://${root}`, shallow], { cwd: scratch })
    expect(await mergeBase(repositoryAt(shallow), 'HEAD', 'origin/side')).toEqual({ none: 'shallow' })
    expect(await mergeBase(repositoryAt(shallow), 'HEAD', at.base ?? '')).toEqual({ none: 'shallow' })
    expect(await mergeBase(repositoryAt(shallow), 'HEAD', 'HEAD')).toEqual({ commit: at.change })
  })

  test('a revision leads to its commit, where that is here', async () => {
    expect(await commitAt(repositoryAt(root), 'HEAD^')).toBe(at.base)
    expect(await commitAt(repositoryAt(root), 'HEAD^2')).toBeUndefined()
    expect(await commitAt(repositoryAt(root), '--help')).toBeUndefined()
  })
})
