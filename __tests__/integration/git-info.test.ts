import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { gitInfoOf } from '../../src/images/engine/git-info.ts'
import { git } from '../support/git.ts'
import { RAN, repositoryInFolder, writeFiles } from '../support/hostile-git.ts'
import { aBuild, aRun } from '../unit/builders.ts'

const NOTHING = { BUILDX_GIT_INFO: 'false', BUILDX_GIT_LABELS: 'false' }
const ORIGIN = 'https://github.com/acme/x.git'

let root: string
let checkout: string
let context: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "git-info-o'clock-"))
  checkout = join(root, 'checkout')
  context = join(checkout, 'svc')
  await git(['init', '-q', '-b', 'main', checkout], { cwd: root })
  await writeFiles(checkout, repositoryInFolder('svc'))
  await git(['add', '.'], { cwd: checkout })
  await git(['commit', '-q', '-m', 'one'], { cwd: checkout })
  await git(['remote', 'add', 'origin', ORIGIN], { cwd: checkout })
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rm(root, { recursive: true, force: true }))

/** How a newer buildx starts git: in the context, and with hardly a variable of its own environment. */
async function ask(env: NodeJS.ProcessEnv, ...command: string[]): Promise<string> {
  const options = { cwd: context, env: { PATH: env.PATH, RUNNER_TEMP: root, HOME: root, LC_ALL: 'C' } }
  const { stdout } = await promisify(execFile)('git', ['-c', 'log.showSignature=false', ...command], options)
  return stdout.trim()
}

const request = (of: Parameters<typeof aBuild>[0], scratch = join(root, 'scratch')) => ({
  ...aRun(),
  plan: aBuild({ context, ...of }),
  scratch,
})

describe('what buildx is reported git', () => {
  test('is nothing where it would write it nowhere, and where there is no repository', () => {
    expect(gitInfoOf(request({}))).toEqual(NOTHING)
    expect(gitInfoOf(request({ provenance: 'true', context: root }))).toEqual(NOTHING)
  })

  test.each([
    ['a provenance', { provenance: 'mode=max' }, ''],
    ['labels', {}, 'full'],
  ])('is of the repository around the context, for %s', async (_, of, labels) => {
    vi.stubEnv('BUILDX_GIT_LABELS', labels)
    const scratch = join(root, labels || 'none')
    await mkdir(scratch)
    const env = gitInfoOf(request(of, scratch))
    expect(await ask(env, 'show', '--format=%H', 'HEAD', '--quiet', '--')).toBe(
      await git(['rev-parse', 'HEAD'], { cwd: checkout }),
    )
    expect(await ask(env, 'rev-parse', '--is-inside-work-tree')).toBe('true')
    expect(await ask(env, 'rev-parse', '--show-toplevel')).toBe(checkout)
    expect(await ask(env, 'remote', 'get-url', 'origin')).toBe(ORIGIN)
    // Another attempt of the same build.
    expect(gitInfoOf(request(of, scratch))).toEqual(env)
    expect(existsSync(join(root, RAN))).toBe(false)
    // Without it the repository in the folder answers, and runs what it names.
    await expect(ask({ PATH: process.env.PATH }, 'show', 'HEAD', '--')).rejects.toThrow('bad object HEAD')
    expect(existsSync(join(root, RAN))).toBe(true)
    await rm(join(root, RAN))
  })
})
