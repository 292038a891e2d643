import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readGround } from '../../src/source/ground.ts'
import type { Trail } from '../../src/source/source.ts'

let root: string

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'ground-')))
  for (const name of ['ws/a/b', 'home', 'temp']) await mkdir(join(root, name), { recursive: true })
  await writeFile(join(root, 'ws/a/file'), 'text')
})
afterEach(() => rm(root, { recursive: true, force: true }))

const at = (name: string) => join(root, name)
const link = (name: string, to: string) => symlink(to, at(name))
function trail(path: string): Trail {
  const ground = readGround({ paths: [path], trusted: [] }, { env: {}, privateFolder: at('temp/own') })
  const found = ground.trails.get(path)
  if (!found) throw new Error('nothing was followed')
  return found
}

describe('a path leads where the kernel takes it', () => {
  const LINKS: readonly (readonly [string, string])[] = [
    ['ws/out', '..'],
    ['ws/home', '../home'],
    ['ws/deep', 'a/b'],
    ['ws/chain', 'deep'],
    ['ws/a/back', '../../ws/a/b/../file'],
    ['ws/slashes', './a//b/.'],
  ]
  test.each([
    'ws/a/b',
    'ws/out',
    'ws/out/home',
    'ws/out/ws/out/temp',
    'ws/home',
    'ws/home/..',
    // Above what the link leads to, and not above the link.
    'ws/deep/..',
    'ws/deep/../..',
    'ws/chain/../file',
    'ws/a/back',
    'ws/slashes/../b',
    'ws/./a/../a/b/',
  ])('%s', async (path) => {
    for (const [name, to] of LINKS) await link(name, to)
    expect(trail(`${root}/${path}`).real).toBe(await realpath(`${root}/${path}`))
  })

  test('also over the links of the kernel itself', async () => {
    expect(trail('/proc/self/cwd').real).toBe(process.cwd())
    expect(trail(`/proc/self/root${root}/home`).real).toBe(at('home'))
  })
})

test('what is not there leads where it would be', async () => {
  await link('ws/gone', '../home/not/there')
  expect(trail(at('ws/gone/file'))).toEqual({
    real: at('home/not/there/file'),
    links: [{ at: at('ws/gone'), to: '../home/not/there' }],
  })
})

test('circles, and chains longer than the kernel follows, have no end', async () => {
  await link('ws/x', 'y')
  await link('ws/y', 'x')
  expect(trail(at('ws/x')).real).toBeUndefined()
  await symlink('a', at('ws/link-0'))
  for (let index = 1; index <= 41; index += 1) await link(`ws/link-${index}`, `link-${index - 1}`)
  expect(trail(at('ws/link-39')).real).toBe(await realpath(at('ws/link-39')))
  expect(trail(at('ws/link-40')).real).toBeUndefined()
  await expect(realpath(at('ws/link-40'))).rejects.toThrow('ELOOP')
})

test('a link to a name that is no text is not taken for another', async () => {
  const name = Buffer.from([0xff])
  const bytes = (text: string) => Buffer.concat([Buffer.from(`${root}/ws/${text}`), name])
  await symlink(at('home'), bytes(''))
  await symlink(name, at('ws/svc'))
  // What it would be read as.
  await mkdir(at('ws/\ufffd'))
  expect(await realpath(at('ws/svc'))).toBe(at('home'))
  expect(trail(at('ws/svc')).real).toBeUndefined()
})

test('a path that is made to be long is given up, at once', async () => {
  await mkdir(at('ws/d'))
  await link('ws/last', 'd')
  const detour = `${'d/../'.repeat(800)}`
  for (let index = 0; index < 30; index += 1)
    await link(`ws/far-${index}`, `${detour}${index === 0 ? 'last' : `far-${index - 1}`}`)
  const started = performance.now()
  expect(trail(at('ws/far-0')).real).toBe(at('ws/d'))
  expect(trail(at('ws/far-29')).real).toBeUndefined()
  expect(performance.now() - started).toBeLessThan(30_000)
})

test('a device, a pipe and an endless file are not opened', async () => {
  execFileSync('mkfifo', [at('ws/pipe')])
  await link('ws/zero', '/dev/zero')
  expect(trail(at('ws/pipe'))).toEqual({ real: at('ws/pipe'), links: [] })
  expect(trail(at('ws/zero')).real).toBe('/dev/zero')
})

test('places are compared by where they really are', async () => {
  await link('hosted', 'ws')
  await link('house', 'home')
  const env = { GITHUB_WORKSPACE: at('hosted'), HOME: at('house'), RUNNER_TEMP: at('temp') }
  const asked = { paths: [], trusted: [at('house/../ws/a')] }
  const ground = readGround(asked, { env, privateFolder: at('temp/own') })
  expect(ground).toMatchObject({ cwd: process.cwd(), workspace: at('ws'), trusted: [at('ws/a')] })
  expect(ground.guarded.map(({ path }) => path)).toEqual([at('home'), at('temp'), at('temp/own')])
  const bare = readGround({ paths: [], trusted: [] }, { env: { HOME: '' }, privateFolder: at('temp/own') })
  expect(bare.workspace).toBe(process.cwd())
  expect(bare.guarded.map(({ path }) => path)).toEqual([at('temp/own')])
})
