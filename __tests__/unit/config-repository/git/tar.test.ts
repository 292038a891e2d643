import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { BLOCK, padded, readHeader, readRecords } from '../../../../src/config-repository/git/tar.ts'
import { git, isolatedGitEnv } from '../../../support/git.ts'
import { temporaryFolder } from '../../temporary.ts'

/** All entries of an archive, with their contents. */
function entriesOf(archive: Buffer) {
  const entries = []
  let names: ReadonlyMap<string, string> = new Map()
  for (let at = 0; at < archive.length; ) {
    const header = readHeader(archive.subarray(at, at + BLOCK), names)
    at += BLOCK
    if (!header) continue
    const content = archive.subarray(at, at + header.bytes)
    at += padded(header.bytes)
    names = header.type === 'x' ? readRecords(content) : new Map()
    if (/[025]/.test(header.type)) entries.push({ ...header, text: content.toString() })
  }
  return entries
}

describe('what git archive writes', () => {
  test('is read with names of any length, modes, links and empty files', async () => {
    await using folder = await temporaryFolder()
    const cwd = folder.path
    await git(['init', '--quiet', '--initial-branch=main'], { cwd })
    const long = `${'a/'.repeat(200)}${'ü'.repeat(120)}.yaml`
    const middle = `${'b'.repeat(90)}/${'c'.repeat(90)}.yaml`
    const texts = { 'a.yaml': 'a: 1\n', empty: '', [middle]: 'x'.repeat(513), [long]: 'y'.repeat(512) }
    for (const [path, text] of Object.entries(texts)) await folder.write(path, text)
    await folder.write('run.sh', '#!/bin/sh\n', 0o755)
    await git(['add', '.'], { cwd })
    for (const target of ['a.yaml', 't/'.repeat(150)]) {
      const id = await git(['hash-object', '-w', '--stdin'], { cwd, stdin: target })
      await git(['update-index', '--add', '--cacheinfo', `120000,${id},link-${target.length}`], { cwd })
    }
    await git(['commit', '--quiet', '-m', 'first'], { cwd })
    const archive = spawnSync('git', ['archive', '--format=tar', 'HEAD'], {
      cwd,
      env: isolatedGitEnv(),
    }).stdout
    const entries = entriesOf(archive)
    const files = entries.filter(({ type }) => type === '0')
    expect(Object.fromEntries(files.map(({ path, text }) => [path, text]))).toEqual({
      ...texts,
      'run.sh': '#!/bin/sh\n',
    })
    expect(files.filter(({ executable }) => executable).map(({ path }) => path)).toEqual(['run.sh'])
    expect(entries.filter(({ type }) => type === '2').map(({ path, target }) => [path, target])).toEqual([
      ['link-300', 't/'.repeat(150)],
      ['link-6', 'a.yaml'],
    ])
    expect(entries.filter(({ type }) => type === '5').map(({ path }) => path)).toContain(`${'b'.repeat(90)}/`)
  })
})

test('records that are cut or no records end', () => {
  for (const text of ['', 'x', '0 a=b\n', '-5 a=b\n', '99 path=abc\n', '11 path=abc\n'])
    expect(() => readRecords(Buffer.from(text))).not.toThrow()
  expect(readRecords(Buffer.from('12 path=abc\n'))).toEqual(new Map([['path', 'abc']]))
})
