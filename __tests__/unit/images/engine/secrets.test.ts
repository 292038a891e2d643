import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { prepareSecrets } from '../../../../src/images/engine/secrets.ts'
import { aBuild, aRun, problemsOf } from '../../builders.ts'
import { temporaryFolder } from '../../temporary.ts'

let masked: string[] = []

beforeEach(() => {
  masked = []
})

afterEach(() => {
  vi.unstubAllEnvs()
})

test('a value becomes a file of this user alone, masked line by line', async () => {
  await using folder = await temporaryFolder()
  const plan = aBuild({
    secrets: [
      { id: 'npm', value: 'npm-secret' },
      { id: 'key', value: 'first-line\nsecond-line\n' },
    ],
  })
  const { args, env } = await prepareSecrets(plan, { ...aRun({ masked }), scratch: folder.path })
  const files = [join(folder.path, 'secret-0'), join(folder.path, 'secret-1')]
  expect(args).toEqual([`id=npm,src=${files[0]}`, `id=key,src=${files[1]}`])
  expect(env).toEqual({})
  expect(await Promise.all(files.map((file) => readFile(file, 'utf8')))).toEqual([
    'npm-secret',
    'first-line\nsecond-line\n',
  ])
  for (const file of files) expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(masked).toEqual(['npm-secret', 'first-line', 'second-line'])
})

test('a variable goes by name, also one that other children do not get', async () => {
  await using folder = await temporaryFolder()
  vi.stubEnv('GIT_AUTH_TOKEN', 'git-secret')
  const plan = aBuild({ secretEnvs: [{ id: 'git', variable: 'GIT_AUTH_TOKEN' }] })
  const { args, env } = await prepareSecrets(plan, { ...aRun({ masked }), scratch: folder.path })
  expect(args).toEqual(['id=git,env=GIT_AUTH_TOKEN'])
  expect(env).toEqual({ GIT_AUTH_TOKEN: 'git-secret' })
  expect(masked).toEqual(['git-secret'])
})

test('a file goes by its path, and is masked while it is small', async () => {
  await using folder = await temporaryFolder()
  const small = await folder.write('a,b', 'small-secret')
  const large = await folder.write('large', `large-secret\n${'x'.repeat(64 * 1024)}`)
  const plan = aBuild({
    secretFiles: [
      { id: 'small', path: small },
      { id: 'large', path: large },
    ],
  })
  expect((await prepareSecrets(plan, { ...aRun({ masked }), scratch: folder.path })).args).toEqual([
    `id=small,"src=${small}"`,
    `id=large,src=${large}`,
  ])
  expect(masked).toEqual(['small-secret'])
})

test('files that are missing or empty are reported together, before anything is written', async () => {
  await using folder = await temporaryFolder()
  const empty = await folder.write('empty', '')
  const plan = aBuild({
    secrets: [{ id: 'npm', value: 'npm-secret' }],
    secretFiles: [
      { id: 'a', path: join(folder.path, 'nowhere') },
      { id: 'b', path: empty },
      { id: 'c', path: folder.path },
    ],
  })
  const problems = await problemsOf(() => prepareSecrets(plan, { ...aRun({ masked }), scratch: folder.path }))
  expect(problems.map(({ code, inputs, message }) => [code, inputs, message])).toEqual([
    [
      'INPUT_INVALID',
      ['secret-files'],
      `secret-files takes a from ${folder.path}/nowhere, which cannot be read`,
    ],
    ['INPUT_INVALID', ['secret-files'], `secret-files takes b from ${empty}, which is empty`],
    ['INPUT_INVALID', ['secret-files'], `secret-files takes c from ${folder.path}, which is no regular file`],
  ])
  await expect(stat(join(folder.path, 'secret-0'))).rejects.toThrow('ENOENT')
})
