import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { checkRelease, moveMajor, publishTag, remoteTags } from '../../scripts/release/repository.ts'
import { git } from '../support/git.ts'

const REFUSAL =
  'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission'

/** A remote repository and a clone of it, as actions/checkout leaves one with `fetch-depth: 0`. */
async function repository() {
  const folder = await mkdtemp(join(tmpdir(), 'release-'))
  const remote = join(folder, 'remote.git')
  const clone = join(folder, 'clone')
  await git(['init', '-q', '--bare', '-b', 'main', remote], { cwd: folder })
  await git(['clone', '-q', remote, clone], { cwd: folder })

  /** Commits the files of a version, and pushes them to a branch. Returns the commit, which is checked out. */
  async function commit(version: string, branch = 'main'): Promise<string> {
    const json = `${JSON.stringify({ version })}\n`
    await writeFile(join(clone, 'package.json'), json)
    await writeFile(join(clone, 'package-lock.json'), json)
    await writeFile(join(clone, 'CHANGELOG.md'), `## [${version}] - 2026-11-21\n\n- New.\n`)
    await git(['add', '.'], { cwd: clone })
    await git(['commit', '-q', '--allow-empty', '-m', `Release ${version} on ${branch}`], { cwd: clone })
    await git(['push', '-q', 'origin', `HEAD:refs/heads/${branch}`], { cwd: clone })
    return git(['rev-parse', 'HEAD'], { cwd: clone })
  }

  /** The commit of a tag in the remote repository. */
  const tagged = (tag: string): string | undefined => remoteTags(clone).get(tag)?.commit

  /** From now on the remote refuses what GitHub refuses its own token. */
  async function refuseWorkflows(): Promise<void> {
    const hook = join(remote, 'hooks', 'pre-receive')
    await writeFile(hook, `#!/bin/sh\necho '${REFUSAL}' >&2\nexit 1\n`)
    await chmod(hook, 0o755)
  }

  return {
    clone,
    commit,
    tagged,
    refuseWorkflows,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

describe('a release of a real repository', () => {
  test('tags the commit, and takes the major along', async () => {
    await using room = await repository()
    const first = await room.commit('1.0.0')
    expect(publishTag(room.clone, 'v1.0.0')).toBe(`v1.0.0 is ${first} now`)
    expect(moveMajor(room.clone, 'v1.0.0')).toBe('v1 is v1.0.0 now')
    const second = await room.commit('1.1.0')
    publishTag(room.clone, 'v1.1.0')
    expect(moveMajor(room.clone, 'v1.1.0')).toBe('v1 is v1.1.0 now')
    expect([room.tagged('v1.0.0'), room.tagged('v1.1.0'), room.tagged('v1')]).toEqual([first, second, second])
  })

  test('can be run again after it was cut off anywhere', async () => {
    await using room = await repository()
    const commit = await room.commit('1.0.0')
    publishTag(room.clone, 'v1.0.0')
    expect(publishTag(room.clone, 'v1.0.0')).toBe(`v1.0.0 is ${commit} already`)
    moveMajor(room.clone, 'v1.0.0')
    expect(moveMajor(room.clone, 'v1.0.0')).toBe('v1 is v1.0.0 already')
  })

  test('takes a tag that a person made, annotated or not', async () => {
    await using room = await repository()
    const commit = await room.commit('1.0.0')
    await git(['tag', '-a', '-m', 'one', 'v1.0.0'], { cwd: room.clone })
    await git(['tag', '-a', '-m', 'major', 'v1', 'HEAD'], { cwd: room.clone })
    await git(['push', '-q', 'origin', '--tags'], { cwd: room.clone })
    expect(checkRelease(room.clone, 'v1.0.0').taggedCommit).toBe(commit)
    const next = await room.commit('1.0.1')
    publishTag(room.clone, 'v1.0.1')
    moveMajor(room.clone, 'v1.0.1')
    expect(room.tagged('v1')).toBe(next)
  })

  test('never moves a version', async () => {
    await using room = await repository()
    const first = await room.commit('1.0.0')
    publishTag(room.clone, 'v1.0.0')
    await room.commit('1.0.0')
    expect(() => publishTag(room.clone, 'v1.0.0')).toThrow('a version never moves')
    expect(room.tagged('v1.0.0')).toBe(first)
  })

  test('refuses a commit beside main', async () => {
    await using room = await repository()
    await room.commit('1.0.0')
    const beside = await room.commit('1.0.1', 'topic')
    expect(() => publishTag(room.clone, 'v1.0.1')).toThrow(`${beside} is not on main`)
    expect(room.tagged('v1.0.1')).toBeUndefined()
  })

  test('does not take the major back', async () => {
    await using room = await repository()
    await room.commit('1.0.1')
    publishTag(room.clone, 'v1.0.1')
    const newer = await room.commit('1.1.0')
    publishTag(room.clone, 'v1.1.0')
    moveMajor(room.clone, 'v1.1.0')
    expect(moveMajor(room.clone, 'v1.0.1')).toBe('v1 stays: a newer version than v1.0.1 is released')
    expect(room.tagged('v1')).toBe(newer)
    expect(() => moveMajor(room.clone, 'v1.2.0')).toThrow('v1.2.0 is no released version')
  })

  test('says what a person can push when GitHub refuses its own token the workflows of a commit', async () => {
    await using room = await repository()
    const commit = await room.commit('1.0.0')
    await room.refuseWorkflows()
    const command = `git push origin ${commit}:refs/tags/v1.0.0`
    expect(() => publishTag(room.clone, 'v1.0.0')).toThrow(command)
    expect(room.tagged('v1.0.0')).toBeUndefined()
  })
})

describe('node scripts/release.ts', () => {
  const script = resolve('scripts/release.ts')
  const run = (cwd: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      cwd,
      encoding: 'utf8',
    })
    return { status, stdout, stderr }
  }

  test('goes through the steps of the workflow', async () => {
    await using room = await repository()
    const commit = await room.commit('1.0.0')
    const outputs = ['check', 'tag', 'notes', 'latest', 'major'].map((step) =>
      run(room.clone, step, 'v1.0.0'),
    )
    expect(outputs).toEqual(
      [
        `v1.0.0 can be released from ${commit}`,
        `v1.0.0 is ${commit} now`,
        '- New.',
        'true',
        'v1 is v1.0.0 now',
      ].map((line) => ({ status: 0, stdout: `${line}\n`, stderr: '' })),
    )
  })

  test('does not call the late patch of an older major the latest', async () => {
    await using room = await repository()
    await room.commit('2.0.0')
    publishTag(room.clone, 'v2.0.0')
    await room.commit('1.0.1')
    publishTag(room.clone, 'v1.0.1')
    expect(run(room.clone, 'latest', 'v1.0.1').stdout).toBe('false\n')
  })

  test('fails with what forbids the release, and with its usage', async () => {
    await using room = await repository()
    await room.commit('1.0.0')
    const refused = run(room.clone, 'check', 'v1.0.1')
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('has version 1.0.0, not 1.0.1'),
    })
    expect(run(room.clone, 'toString', 'v1.0.0')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('usage: node scripts/release.ts'),
    })
  })
})

describe('the step of the workflow that makes the release', () => {
  /** Runs it as GitHub does, with a `gh` that notes what it is asked to create. */
  async function makeRelease(clone: string, { exists }: { exists: boolean }) {
    const { jobs } = parse(await readFile('.github/workflows/release.yml', 'utf8')) as {
      jobs: { publish: { steps: { run?: string }[] } }
    }
    const { run = '' } = jobs.publish.steps.find((step) => step.run?.includes('gh release create')) ?? {}
    const bin = join(clone, '.git', 'bin')
    const asked = join(bin, 'asked')
    await mkdir(bin)
    await writeFile(asked, '')
    const gh = `#!/bin/sh\n[ "$2" = view ] && exit ${exists ? 0 : 1}\nprintf '%s|' "$@" >'${asked}'\n`
    await writeFile(join(bin, 'gh'), gh, { mode: 0o755 })
    await symlink(resolve('scripts'), join(clone, 'scripts'))
    const PATH = [bin, process.env.PATH].join(delimiter)
    const { status } = spawnSync('bash', ['-e', '-c', run], { cwd: clone, env: { PATH, TAG: 'v1.0.0' } })
    return { status, asked: await readFile(asked, 'utf8') }
  }

  test('gives it the notes of the changelog, and leaves one that is there alone', async () => {
    await using room = await repository()
    await room.commit('1.0.0')
    const made = 'release|create|v1.0.0|--verify-tag|--title|v1.0.0|--notes|- New.|--latest=true|'
    expect(await makeRelease(room.clone, { exists: false })).toEqual({ status: 0, asked: made })
    await using again = await repository()
    await again.commit('1.0.0')
    expect(await makeRelease(again.clone, { exists: true })).toEqual({ status: 0, asked: '' })
  })

  test('makes none when its notes cannot be had', async () => {
    await using room = await repository()
    await room.commit('1.0.1')
    expect(await makeRelease(room.clone, { exists: false })).toEqual({ status: 1, asked: '' })
  })
})
