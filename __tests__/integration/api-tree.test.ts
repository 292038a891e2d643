// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { APP, FILES, openApiRoom } from './api-room.ts'

const folderOf = (written: { folder: string } | { refused: string }): string => {
  if ('refused' in written) throw new Error(written.refused)
  return written.folder
}

test('all paths of a tip are listed with one request', async () => {
  await using room = await openApiRoom()
  const repository = room.repository()
  const { tip } = await repository.read([APP])
  const before = room.github.requests.length
  expect(await repository.list(tip)).toEqual([
    'README.md',
    APP,
    'apps/x/odd.yaml',
    'apps/y/kustomization.yaml',
    'old.txt',
  ])
  expect(room.github.requests.length - before).toBe(1)
})

test('only the folders that are needed are written, and what is known is not fetched', async () => {
  await using room = await openApiRoom()
  const repository = room.repository()
  const { tip } = await repository.read(['apps/x', APP])
  const before = room.github.requests.length
  const folder = folderOf(await repository.materialise(tip, ['apps/x']))
  expect(await readdir(folder)).toEqual(['apps'])
  expect(await readdir(join(folder, 'apps'))).toEqual(['x'])
  for (const path of [APP, 'apps/x/odd.yaml'] as const)
    expect(readFileSync(join(folder, path), 'utf8')).toBe(FILES[path])
  // The listing of the folder, and the one text that was not read.
  expect(room.github.requests.length - before).toBe(2)
})

test('of a commit before the newest what stands at the paths is asked for once', async () => {
  await using room = await openApiRoom()
  const repository = room.repository()
  const { tip } = await repository.read([APP])
  await room.config.commit({ files: { [APP]: 'two\n' }, message: 'Next' })
  await repository.read([APP])
  const before = room.queries()
  folderOf(await repository.materialise(tip, ['apps/x']))
  // What stands there, and the texts of the files.
  expect(room.queries() - before).toBe(2)
})

test('without paths all of the tree is written', async () => {
  await using room = await openApiRoom()
  const repository = room.repository()
  const { tip } = await repository.read([APP])
  const folder = folderOf(await repository.materialise(tip, []))
  expect((await readdir(folder)).toSorted()).toEqual(['README.md', 'apps', 'old.txt'])
})

test('many files are cloned by git, and the log says so', async () => {
  await using room = await openApiRoom()
  const files = Object.fromEntries(
    Array.from({ length: 301 }, (_, index) => [`many/${index}.yaml`, `${index}`]),
  )
  await room.config.commit({ files, message: 'Many' })
  const repository = room.repository()
  const { tip } = await repository.read([APP])
  const folder = folderOf(await repository.materialise(tip, ['many']))
  expect(await readdir(join(folder, 'many'))).toHaveLength(301)
  expect(room.said.join('\n')).toContain('cloned by git')
})

test('bytes that are no UTF-8 reach the folder as they are, and are no text', async () => {
  await using room = await openApiRoom()
  const bytes = Buffer.from([0x61, 0xe9, 0x0a])
  const blob = await room.inConfig(['hash-object', '-w', room.write('latin1.yaml', bytes)])
  await room.place({ mode: '100644', blob, path: 'apps/x/latin1.yaml' })
  const repository = room.repository()
  const { tip, nodes } = await repository.read(['apps/x', 'apps/x/latin1.yaml'])
  expect(nodes.get('apps/x/latin1.yaml')).toEqual({ kind: 'binary' })
  const folder = folderOf(await repository.materialise(tip, ['apps/x']))
  expect(readFileSync(join(folder, 'apps/x/latin1.yaml'))).toEqual(bytes)
})

test('a link is written as a file that names its target', async () => {
  await using room = await openApiRoom()
  const blob = await room.inConfig(['hash-object', '-w', room.write('target', Buffer.from('/etc/passwd'))])
  await room.place({ mode: '120000', blob, path: 'apps/x/link.yaml' })
  const repository = room.repository()
  const { tip } = await repository.read(['apps/x'])
  const folder = folderOf(await repository.materialise(tip, ['apps/x']))
  expect(readFileSync(join(folder, 'apps/x/link.yaml'), 'utf8')).toBe('/etc/passwd')
})

test('a text of more than GitHub shows is read as bytes', async () => {
  await using room = await openApiRoom()
  const text = `${'# long\n'.repeat(100_000)}images: []\n`
  await room.config.commit({ files: { [APP]: text }, message: 'Long' })
  const { nodes } = await room.repository().read([APP])
  expect(nodes.get(APP)).toMatchObject({ kind: 'file', text })
})
