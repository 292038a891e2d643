import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSource } from '../../src/source/checkout.ts'
import { git } from '../support/git.ts'
import { aRun } from '../unit/builders.ts'

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'git-lfs-'))
  await mkdir(join(root, 'scratch'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function unfetchedIn(context: string): Promise<readonly string[]> {
  const image = {
    context,
    paths: [],
    besides: [],
    copied: [{ folder: context, ignoreFiles: [] }],
    built: true,
  }
  const { unfetched, checkouts } = await readSource({ GITHUB_EVENT_NAME: 'push' }, [image], {
    ...aRun(),
    scratch: join(root, 'scratch'),
  })
  expect(checkouts.get(context)?.modified).toEqual([])
  return unfetched.map(({ by, path }) => `${by} ${path}`)
}

test('what git-lfs leaves in the place of its files is found, until it has fetched them', async () => {
  const origin = join(root, 'origin')
  await git(['init', '-q', '-b', 'main', origin], { cwd: root })
  await git(['lfs', 'install', '--local', '--skip-repo'], { cwd: origin })
  await git(['lfs', 'track', '*.bin'], { cwd: origin })
  await mkdir(join(origin, 'app'))
  await writeFile(join(origin, 'app', 'model.bin'), 'the content of the model\n'.repeat(1000))
  await writeFile(join(origin, 'app', 'small.bin'), 'x\n')
  await git(['add', '.'], { cwd: origin })
  await git(['commit', '-q', '-m', 'x'], { cwd: origin })
  expect(await unfetchedIn(join(origin, 'app'))).toEqual([])
  // As actions/checkout leaves it with lfs: false.
  const checkout = join(root, 'checkout')
  const env = { GIT_LFS_SKIP_SMUDGE: '1' }
  await git(['clone', '-q', `file://${origin}`, checkout], { cwd: root, env })
  const pointers = ['lfs app/model.bin', 'lfs app/small.bin']
  expect(await unfetchedIn(join(checkout, 'app'))).toEqual(pointers)
  await git(['lfs', 'install', '--local', '--skip-smudge', '--skip-repo'], { cwd: checkout })
  expect(await unfetchedIn(checkout)).toEqual(pointers)
  await git(['lfs', 'pull', '--include', 'app/small.bin'], { cwd: checkout })
  expect(await unfetchedIn(checkout)).toEqual(pointers.slice(0, 1))
  await git(['lfs', 'pull'], { cwd: checkout })
  expect(await unfetchedIn(checkout)).toEqual([])
})
