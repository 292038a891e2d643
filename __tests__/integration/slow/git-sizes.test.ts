// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { spawnSync } from 'node:child_process'
import { open as openFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { GitRepository } from '../../../src/config-repository/git/git-repository.ts'
import { Workspace } from '../../../src/runner/workspace.ts'
import { commitTree } from '../../e2e/scene.ts'
import { recordChildren } from '../../support/child-recorder.ts'
import { openConfigRoom } from '../../support/config-room.ts'
import { git } from '../../support/git.ts'
import { startPackBomb } from '../../support/pack-bomb.ts'
import { aConfig, aRun } from '../../unit/builders.ts'
import { errorOf } from '../aws-room.ts'

const FILE = 'apps/x/kustomization.yaml'
const MIB = 1024 * 1024

afterEach(() => {
  vi.unstubAllEnvs()
})

async function openRoom() {
  const room = await openConfigRoom({ config: () => ({ [FILE]: 'images: []\n', 'small.yaml': 'a: 1\n' }) })
  const cwd = room.config.directory
  const repository = () => {
    const remote = { url: `file://${cwd}`, webUrl: undefined, label: 'acme/config' }
    const config = aConfig({ remote, credential: { kind: 'none' } })
    return new GitRepository(config, {
      ...aRun(),
      workspace: new Workspace(room.temp),
      credential: async () => config.credential,
      signal: new AbortController().signal,
    })
  }
  /** A blob of zeros, which are text too: some kilobytes in a pack. */
  const zeros = async (bytes: number) => {
    const path = join(room.root, `zeros-${bytes}`)
    const file = await openFile(path, 'w')
    await file.truncate(bytes)
    await file.close()
    return git(['hash-object', '-w', path], { cwd })
  }
  const commit = async (tree: string) => {
    const id = await git(['commit-tree', tree, '-m', 'Hostile'], { cwd })
    await git(['update-ref', 'refs/heads/main', id], { cwd })
  }
  const mktree = (lines: string[]) => git(['mktree'], { cwd, stdin: `${lines.join('\n')}\n` })
  return { ...room, cwd, repository, zeros, commit, mktree }
}

/** The most memory that this process has had so far. */
const peak = () => process.resourceUsage().maxRSS * 1024

describe('a file of 128 MiB', () => {
  const BYTES = 128 * MIB

  test('is reported by its size, beside what else was asked for, and never held', async () => {
    await using room = await openRoom()
    const blob = await room.zeros(BYTES)
    const folder = await room.mktree([`100644 blob ${blob}\tkustomization.yaml`])
    const small = await room.mktree([`100644 blob ${await room.zeros(3)}\ta`, `040000 tree ${folder}\tx`])
    await room.commit(small)
    const before = peak()
    const recorder = await recordChildren(join(room.root, 'children'), ['git'])
    vi.stubEnv('PATH', recorder.path)
    const repository = room.repository()
    const { tip, nodes } = await repository.read(['x', 'x/kustomization.yaml', 'a', 'none'])
    expect(Object.fromEntries(nodes)).toEqual({
      x: { kind: 'folder', id: folder, entries: ['kustomization.yaml'] },
      'x/kustomization.yaml': { kind: 'large', id: blob, bytes: BYTES, of: 'file' },
      a: { kind: 'file', id: expect.any(String), text: '\0\0\0' },
    })
    // Read as text it would be there three times.
    expect(peak() - before).toBeLessThan(BYTES)
    // A clone, one look, and two more because of its size.
    const ours = (await recorder.calls()).filter(
      ({ argv }) => !argv.some((word) => word.startsWith('upload-')),
    )
    expect(ours).toHaveLength(4)
    expect(await repository.materialise(tip, ['x'])).toEqual({
      refused: 'x/kustomization.yaml has 128 MiB, and at most 32 MiB are written',
    })
    // Read as text it would be there three times.
    expect(peak() - before).toBeLessThan(BYTES)
  })
})

test('a file of just 1 MiB is read, and one more byte is not', async () => {
  await using room = await openRoom()
  const [fits, large] = [await room.zeros(MIB), await room.zeros(MIB + 1)]
  await room.commit(await room.mktree([`100644 blob ${fits}\tfits`, `100644 blob ${large}\tlarge`]))
  const { nodes } = await room.repository().read(['fits', 'large'])
  expect([nodes.get('fits')?.kind, nodes.get('large')?.kind]).toEqual(['file', 'large'])
})

test('a folder of more than 8 MiB of names is reported by its size, and so is what it holds', async () => {
  await using room = await openRoom()
  const blob = await room.zeros(3)
  const names = Array.from({ length: 70_000 }, (_, index) => `${index}-${'n'.repeat(100)}`)
  const folder = await room.mktree(names.map((name) => `100644 blob ${blob}\t${name}`))
  await room.commit(await room.mktree([`040000 tree ${folder}\tx`]))
  const { nodes } = await room.repository().read(['x', `x/${names[0]}`])
  const large = { kind: 'large', id: folder, bytes: expect.any(Number), of: 'folder' }
  expect(Object.fromEntries(nodes)).toEqual({ x: large, [`x/${names[0]}`]: large })
})

test('files that are small, but too much together, are refused', async () => {
  await using room = await openRoom()
  const blob = await room.zeros(MIB)
  const names = Array.from({ length: 300 }, (_, index) => `f${index}`)
  await room.commit(await room.mktree(names.map((name) => `100644 blob ${blob}\t${name}`)))
  const repository = room.repository()
  const { code, message } = await errorOf(repository.read(names))
  expect([code, message]).toEqual(['CONFIG_TOO_LARGE', expect.stringContaining('256 MiB')])
  // Piece by piece they are no less.
  const { tip } = await repository.read(names.slice(0, 200))
  expect((await errorOf(repository.nodesAt(tip, names.slice(200)))).code).toBe('CONFIG_TOO_LARGE')
  // At another tip the count begins again.
  await commitTree(room.cwd, [{ path: 'other', mode: '100644', content: 'x' }])
  expect((await repository.read(names.slice(0, 200))).nodes.size).toBe(200)
})

test('the same files, read over and over, are no more than once', async () => {
  await using room = await openRoom()
  const blob = await room.zeros(MIB)
  const names = Array.from({ length: 60 }, (_, index) => `f${index}`)
  await room.commit(await room.mktree(names.map((name) => `100644 blob ${blob}\t${name}`)))
  const repository = room.repository()
  for (let round = 0; round < 6; round += 1) {
    const { tip } = await repository.read(names)
    await repository.nodesAt(tip, [...names, 'none'])
  }
  expect((await repository.read(names)).nodes.size).toBe(60)
})

describe('a tree that holds itself ten million times', () => {
  async function openBomb() {
    const room = await openRoom()
    const blob = await room.zeros(3)
    let tree = await room.mktree([`100644 blob ${blob}\tkustomization.yaml`])
    for (let level = 0; level < 7; level += 1) {
      const below = tree
      tree = await room.mktree(Array.from({ length: 10 }, (_, index) => `040000 tree ${below}\td${index}`))
    }
    await room.commit(tree)
    return room
  }

  test('is not searched to its end', async () => {
    await using room = await openBomb()
    const before = peak()
    const repository = room.repository()
    const { tip } = await repository.read([''])
    const { code, problems } = await errorOf(repository.list(tip))
    expect([code, problems[0].hint]).toEqual(['CONFIG_TOO_LARGE', expect.stringContaining('overlays')])
    expect(peak() - before).toBeLessThan(400 * MIB)
  })

  test('is not written to its end', async () => {
    await using room = await openBomb()
    const repository = room.repository()
    const { tip } = await repository.read([''])
    expect(await repository.materialise(tip, ['d1', 'd2'])).toEqual({
      refused: 'there are more than 100000 files in the folders that it needs',
    })
    const [workspace = ''] = await readdir(room.temp)
    const written = await readdir(join(room.temp, workspace, `tree-${tip}`), { recursive: true })
    expect(written.length).toBeLessThanOrEqual(100_000)
  })
})

test('files that are too much for a disk together are not written', async () => {
  await using room = await openRoom()
  const blob = await room.zeros(20 * MIB)
  const names = Array.from({ length: 20 }, (_, index) => `100644 blob ${blob}\tf${index}`)
  await room.commit(await room.mktree(names))
  const repository = room.repository()
  const { tip } = await repository.read([''])
  expect(await repository.materialise(tip, [])).toEqual({
    refused: 'the folders that it needs have more than 256 MiB',
  })
})

describe('names that no checkout makes', () => {
  /** A tree of one's own making: `mktree` would refuse some of these. */
  const treeOf = async (cwd: string, entries: [mode: string, name: string, id: string][]) => {
    const parts = entries.flatMap(([mode, name, id]) => [
      Buffer.from(`${mode} ${name}\0`, 'latin1'),
      Buffer.from(id, 'hex'),
    ])
    const args = ['hash-object', '-w', '-t', 'tree', '--literally', '--stdin']
    return spawnSync('git', args, { cwd, input: Buffer.concat(parts) })
      .stdout.toString()
      .trim()
  }

  test.each(['..', '.', '.git', '.GIT'])('as %j are not written, nor followed', async (name) => {
    await using room = await openRoom()
    const blob = await room.zeros(3)
    const inner = await treeOf(room.cwd, [['100644', 'escaped', blob]])
    const middle = await treeOf(room.cwd, [['40000', name, inner]])
    await room.commit(await treeOf(room.cwd, [['40000', 'x', middle]]))
    const repository = room.repository()
    const { tip } = await repository.read([''])
    expect(await repository.materialise(tip, [])).toEqual({
      refused: expect.stringContaining('a name that git'),
    })
    const [workspace = ''] = await readdir(room.temp)
    const all = await readdir(join(room.temp, workspace), { recursive: true })
    expect(all.filter((path) => path.endsWith('escaped'))).toEqual([])
  })

  test.each<readonly [string, readonly [string, string], string]>([
    ['twice the same', ['x', 'x'], 'two entries of one name'],
    ['one of bytes that are no text', ['x', 'x\xff'], 'a name that git'],
  ])('which stand for one another are reported: %s', async (_, [first, second], why) => {
    await using room = await openRoom()
    const [one, other] = [await room.zeros(3), await room.zeros(4)]
    await room.commit(
      await treeOf(room.cwd, [
        ['100644', first, one],
        ['100644', second, other],
      ]),
    )
    const repository = room.repository()
    const { tip } = await repository.read([''])
    expect(await repository.materialise(tip, [])).toEqual({ refused: expect.stringContaining(why) })
  })

  test('as one that is a file and a folder are reported', async () => {
    await using room = await openRoom()
    const blob = await room.zeros(3)
    const inner = await treeOf(room.cwd, [['100644', 'below', blob]])
    const tree = await treeOf(room.cwd, [
      ['100644', 'x', blob],
      ['40000', 'x', inner],
    ])
    await room.commit(tree)
    const repository = room.repository()
    const { tip } = await repository.read([''])
    expect(await repository.materialise(tip, [])).toEqual({
      refused: expect.stringContaining('cannot write'),
    })
  })
})

describe('a pack with a delta of some hundred bytes', () => {
  const readFrom = (url: string, temp: string) => {
    const remote = { url: `${url}/acme/config.git`, webUrl: undefined, label: 'acme/config' }
    const config = aConfig({ remote, credential: { kind: 'none' } })
    const repository = new GitRepository(config, {
      ...aRun(),
      workspace: new Workspace(temp),
      credential: async () => config.credential,
      signal: new AbortController().signal,
    })
    return repository.read(['a'])
  }

  test('that stands for 2 GiB is refused before git makes room for them', async () => {
    await using room = await openRoom()
    await using bomb = await startPackBomb(2048 * MIB)
    const { code, message } = await errorOf(readFrom(bomb.url, room.temp))
    expect([code, message]).toEqual(['CONFIG_TOO_LARGE', expect.stringContaining('over limit')])
    expect(bomb.requests.length).toBeLessThanOrEqual(3)
  })

  test('that stands for a file of 32 MiB is read', async () => {
    await using room = await openRoom()
    await using bomb = await startPackBomb(32 * MIB)
    const { nodes } = await readFrom(bomb.url, room.temp)
    expect(nodes.get('a')).toMatchObject({ kind: 'large', of: 'file' })
  })
})
