/// <reference lib="esnext.disposable" />
import { mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeText } from '../../../../src/doors/audit/disk.ts'
import type { ReportFile } from '../../../../src/doors/audit/plan/make-plan.ts'
import { temporaryFolder } from '../../temporary.ts'

const REPORT = '{\n  "version": 1,\n  "findings": [],\n  "counts": {}\n}\n'
const HOOK = '#!/bin/sh\nexit 0\n'

async function room() {
  const folder = await temporaryFolder()
  const root = await realpath(folder.path)
  const write = (file: ReportFile) =>
    writeText(file, REPORT, { place: { root, scope: '', shown: (path: string) => path }, cwd: root })
  return {
    write: folder.write,
    root,
    report: (path: string) => () => write({ path, from: 'settings' }),
    input: (path: string) => write({ path, from: 'input' }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

test.each([['.git/hooks/pre-commit'], ['.GIT/hooks/other'], ['modules/one/.git/config']])(
  'a repository has no report written to %s, whose text git would run',
  async (path) => {
    await using here = await room()
    await here.write('.git/hooks/pre-commit', HOOK, 0o755)
    expect(here.report(path)).toThrow('cannot be written')
    expect(readFileSync(join(here.root, '.git/hooks/pre-commit'), 'utf8')).toBe(HOOK)
  },
)

test('nor through a link that leads to where git runs it', async () => {
  await using here = await room()
  await here.write('.git/hooks/pre-commit', HOOK, 0o755)
  symlinkSync('.git/hooks', join(here.root, 'reports'))
  expect(here.report('reports/pre-commit')).toThrow('cannot be written')
  expect(readFileSync(join(here.root, '.git/hooks/pre-commit'), 'utf8')).toBe(HOOK)
})

test('nor in the place of what is no report: somebody may run it, or have it nowhere else', async () => {
  await using here = await room()
  await here.write('node_modules/.bin/lint', HOOK, 0o755)
  mkdirSync(join(here.root, 'folder'))
  symlinkSync('nowhere', join(here.root, 'link.json'))
  for (const path of ['node_modules/.bin/lint', 'folder', 'link.json']) {
    expect(here.report(path), path).toThrow('is no report')
  }
  expect(readFileSync(join(here.root, 'node_modules/.bin/lint'), 'utf8')).toBe(HOOK)
})

test('writes a report where none is, and in the place of an older one, which nobody can run', async () => {
  await using here = await room()
  here.report('reports/audit.json')()
  await here.write('older.json', REPORT.replace('{}', '{ "error": 0 }'), 0o755)
  here.report('older.json')()
  for (const path of ['reports/audit.json', 'older.json']) {
    expect(readFileSync(join(here.root, path), 'utf8')).toBe(REPORT)
    expect(statSync(join(here.root, path)).mode & 0o111).toBe(0)
  }
})

test('an input names any file: who gives it may write there anyway', async () => {
  await using here = await room()
  await here.write('notes.txt', 'text\n')
  here.input('notes.txt')
  expect(readFileSync(join(here.root, 'notes.txt'), 'utf8')).toBe(REPORT)
})
