// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contentReader } from '../../../../src/config-repository/folder/content.ts'
import { folderTree } from '../../../../src/config-repository/folder/folder-tree.ts'
import { temporaryFolder } from '../../temporary.ts'

test('every file is there by its path, sorted, and what tools keep is not', async () => {
  await using folder = await temporaryFolder()
  for (const path of [
    'b/c.yaml',
    'b.yaml',
    'a/b/c/d.txt',
    '.hidden/e.yml',
    'node_modules/x.yaml',
    'b/.git/config',
    'b/.terraform/x.tf',
  ]) {
    await folder.write(path, path)
  }
  const tree = folderTree(folder.path)
  expect(tree.paths).toEqual(['.hidden/e.yml', 'a/b/c/d.txt', 'b.yaml', 'b/c.yaml'])
  expect(tree.skipped).toEqual([])
  expect(Buffer.from(tree.read('b/c.yaml', 100)).toString()).toBe('b/c.yaml')
})

test('links are followed within the folder alone', async () => {
  await using outer = await temporaryFolder()
  await outer.write('secret.yaml', 'a: b')
  await outer.write('in/a/b.yaml', 'a: b')
  const root = join(outer.path, 'in')
  symlinkSync('../secret.yaml', join(root, 'out.yaml'))
  symlinkSync(join(root, 'a/b.yaml'), join(root, 'absolute.yaml'))
  symlinkSync('..', join(root, 'a/up'))
  symlinkSync('none', join(root, 'dangling'))
  symlinkSync('a', join(root, 'folder'))
  const tree = folderTree(root)
  expect(tree.paths).toEqual(['a/b.yaml'])
  expect(tree.skipped.toSorted((one, other) => (one.path < other.path ? -1 : 1))).toEqual([
    { path: 'absolute.yaml', why: 'link' },
    { path: 'dangling', why: 'link' },
    { path: 'out.yaml', why: 'link' },
  ])
  expect(
    ['folder/b.yaml', 'a/up/folder/b.yaml', 'out.yaml', 'folder'].map((path) => tree.follow(path)),
  ).toEqual(['a/b.yaml', 'a/b.yaml', undefined, undefined])
  expect(tree.read('out.yaml', 100)).toBe('unreadable')
})

test('a file that became a link since is not followed', async () => {
  await using folder = await temporaryFolder()
  const path = await folder.write('a.yaml', 'secret')
  symlinkSync(path, join(folder.path, 'link'))
  expect(contentReader()(join(folder.path, 'link'), 100)).toBe('unreadable')
})

test('names that no terminal can show, pipes, and what may not be read are left out', async () => {
  await using folder = await temporaryFolder()
  const root = folder.path
  writeFileSync(join(root, 'a\nb.yaml'), '')
  writeFileSync(join(root, 'a\u001b[31m.yaml'), '')
  mkdirSync(join(root, 'c\u2028d'))
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0xff), Buffer.from('.yaml')]), '')
  execFileSync('mkfifo', [join(root, 'pipe.yaml')])
  const tree = folderTree(root)
  expect(tree.paths).toEqual([])
  expect(tree.skipped.map(({ why }) => why)).toEqual(['name', 'name', 'name', 'name'])
  expect(contentReader()(join(root, 'pipe.yaml'), 100)).toHaveLength(0)
  expect(folderTree(join(root, 'none')).skipped).toEqual([{ path: '', why: 'unreadable' }])
})

test('a file that has gone since cannot be read', async () => {
  await using folder = await temporaryFolder()
  const path = await folder.write('a.yaml', 'a')
  const tree = folderTree(folder.path)
  rmSync(path)
  expect(tree.paths).toEqual(['a.yaml'])
  expect(tree.read('a.yaml', 100)).toBe('unreadable')
})

test.each([
  [0, 10, 0],
  [10, 10, 10],
  [11, 10, 'large'],
  [64 * 1024, 1 << 20, 64 * 1024],
  [200_000, 1 << 20, 200_000],
  [200_000, 199_999, 'large'],
])('of %d bytes where %d are allowed: %s', async (length, limit, expected) => {
  await using folder = await temporaryFolder()
  const path = await folder.write('a', 'x'.repeat(length))
  const read = contentReader()
  read(path, 1 << 20)
  const content = read(path, limit)
  expect(typeof content === 'string' ? content : content.length).toBe(expected)
})
