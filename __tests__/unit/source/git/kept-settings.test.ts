import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { keptSettings } from '../../../../src/source/git/kept-settings.ts'
import { excessOf } from '../../expressions/growth.ts'
import { temporaryFolder } from '../../temporary.ts'

const KEPT: readonly (readonly [string, string])[] = [
  ['core.repositoryformatversion', '1'],
  ['core.filemode', 'false'],
  ['core.symlinks', 'true'],
  ['core.ignorecase', 'true'],
  ['core.precomposeunicode', 'true'],
  ['core.autocrlf', 'input'],
  ['core.eol', 'lf'],
  ['core.safecrlf', 'warn'],
  ['core.trustctime', 'false'],
  ['core.checkstat', 'minimal'],
  ['core.sparsecheckout', 'true'],
  ['core.sparsecheckoutcone', 'true'],
  ['index.sparse', 'true'],
  ['extensions.objectformat', 'sha256'],
  ['extensions.refstorage', 'reftable'],
  ['extensions.whatcomesnext', '1'],
  ['filter.lfs.clean', 'git-lfs clean -- %f'],
  ['filter.lfs.process', 'git-lfs filter-process'],
  ['filter.lfs.required', 'true'],
  ['remote.origin.url', 'https://github.com/acme/x.git'],
]

const DROPPED: readonly (readonly [string, string])[] = [
  ['core.sshcommand', 'evil'],
  ['core.fsmonitor', 'true'],
  ['core.hookspath', '/evil'],
  ['core.worktree', '/evil'],
  ['core.filemode', 'a value; with more'],
  ['extensions.partialclone', 'origin'],
  ['extensions.refstorage', 'files:///evil'],
  ['extensions.worktreeconfig', 'false'],
  ['filter.lfs.clean', 'git-lfs clean -- %f; evil'],
  ['filter.lfs.process', './git-lfs filter-process'],
  ['filter.evil.clean', 'git-lfs clean -- %f'],
  ['remote.origin.url', 'ext::sh -c evil'],
  ['remote.origin.url', 'https://x/"\n\t[core]sshCommand=evil'],
  ['remote.origin.promisor', 'true'],
  ['include.path', '/evil'],
  ['alias.status', '!evil'],
  ['filter.lfs.x.clean', 'git-lfs clean -- %f'],
]

/** What git reads of a file, as `key=value`. */
function readByGit(file: string): string[] {
  const list = spawnSync('git', ['config', '--file', file, '--list', '--null'], { encoding: 'utf8' })
  expect(list.stderr).toBe('')
  return list.stdout.split('\0').flatMap((record) => (record === '' ? [] : [record.replace('\n', '=')]))
}

/** Written by git, kept, and read by git again. */
async function throughGit(settings: readonly (readonly [string, string])[]): Promise<string[]> {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'config')
  for (const [key, value] of settings)
    expect(spawnSync('git', ['config', '--file', file, '--add', key, value]).status).toBe(0)
  return readByGit(await folder.write('kept', keptSettings(readFileSync(file, 'utf8'), '')))
}

describe('of what git writes', () => {
  test('what says how to read files and objects is kept as it is', async () => {
    const lines = KEPT.map(([key, value]) => `${key}=${value}`)
    expect((await throughGit(KEPT)).toSorted()).toEqual(lines.toSorted())
  })

  test('nothing else is', async () => {
    expect(await throughGit(DROPPED)).toEqual([])
  })
})

describe('of what is written by hand', () => {
  const kept = (text: string, ofWorktree = '') =>
    keptSettings(text, ofWorktree).replaceAll(/\s+/g, ' ').trim()

  test.each([
    ['a section and its setting on one line', '[CORE] FileMode = false', '[core] filemode = false'],
    ['a setting without a value', '[core]\n\tignoreCase', '[core] ignorecase = true'],
    ['quotes and a comment', '[core]\r\n  eol = "lf" ; as it should be\r\n', '[core] eol = lf'],
    ['a comment, and no section', '# filemode = false\nfilemode = false', ''],
    ['a line that goes on', '[core]\n\teol = lf\\\nx', ''],
    ['an escape', '[core]\n\teol = l\\nf', ''],
    ['a section that does not end', '[core\nfilemode = false\n[', ''],
    ['nothing that has a value', '[filter "lfs"]\n\tclean = git-lfs clean -- %f"\\n\\t!evil', ''],
  ])('%s', (_, text, expected) => {
    expect(kept(text)).toBe(expected)
  })

  test('those of the worktree are read where the repository says so, behind its own', () => {
    const own = '[core]\n\tsparseCheckout = true\n\tsshCommand = evil\n'
    expect(kept('[core]\n', own)).toBe('')
    expect(kept('[extensions]\n\tworktreeConfig = false\n', own)).toBe('')
    expect(kept('[extensions]\n\tworktreeConfig = true\n[core]\n\tsparseCheckout = false\n', own)).toBe(
      '[core] sparsecheckout = false [core] sparsecheckout = true',
    )
  })
})

test.each([
  '[',
  '[core',
  '=',
  '[filter "lfs"]clean=',
  'remote.origin.url=https://x/',
  ' \t',
  '"',
  '\n[core]eol=lf',
])('a megabyte of %j takes time in proportion', (piece) => {
  const run = (length: number) => {
    const text = piece.repeat(Math.ceil(length / piece.length))
    return () => keptSettings(text, '')
  }
  expect(excessOf([{ on: 'text', run }], { lengths: [100_000, 1_000_000] })).toBeUndefined()
})
