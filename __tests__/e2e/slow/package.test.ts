/// <reference lib="esnext.disposable" />
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { AuditedRepository } from '../auditing.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const BAD = {
  'pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:v1"}]}\n',
}

/** npm without a network, and with nothing of whoever runs the test. */
function npm(cwd: string, ...words: readonly string[]): string {
  const home = join(cwd, '..', 'home')
  mkdirSync(home, { recursive: true })
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    npm_config_offline: 'true',
    npm_config_cache: join(home, 'cache'),
  }
  return execFileSync('npm', [...words, '--no-audit', '--no-fund'], { cwd, env, encoding: 'utf8' })
}

function packed(into: string): string {
  mkdirSync(into, { recursive: true })
  const [{ filename = '' } = {}] = JSON.parse(
    npm(ROOT, 'pack', '--json', '--ignore-scripts', '--pack-destination', into),
  ) as { filename?: string }[]
  return join(into, filename)
}

test('the package is installed into an empty folder without a network, and audits', async () => {
  using repository = new AuditedRepository(BAD)
  const folder = join(repository.root, '..', 'installed')
  const tarball = packed(join(repository.root, '..', 'packed'))
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"private": true}\n')
  npm(folder, 'install', tarball)
  const modules = join(folder, 'node_modules')
  expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual(['ecr-gitops-deploy'])
  expect(readdirSync(join(modules, 'ecr-gitops-deploy')).toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'dist',
    'package.json',
  ])
  const program = join(modules, '.bin', 'ecr-gitops')
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  expect(await repository.run(['--version'], { program })).toMatchObject({ code: 0, out: `${version}\n` })
  const audited = await repository.run(['audit'], { program })
  expect(audited).toMatchObject({
    code: 1,
    err: '',
    out: expect.stringContaining('[ecr-account-placeholder]'),
  })
  expect(existsSync(join(folder, 'node_modules', 'yaml'))).toBe(false)
})

/** As pre-commit does it (pre_commit/languages/node.py): pack the clone of the hook, install the package, run the entry. */
test('the hook of pre-commit runs', async () => {
  using repository = new AuditedRepository(BAD)
  const [, entry = ''] =
    /^ {2}entry: (.*)$/m.exec(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) ?? []
  const prefix = join(repository.root, '..', 'environment')
  const tarball = packed(join(repository.root, '..', 'packed'))
  mkdirSync(prefix)
  npm(prefix, 'install', '--global', '--prefix', prefix, tarball)
  const [command = '', ...words] = entry.split(' ')
  const { code, out } = await repository.run(words, { program: join(prefix, 'bin', command) })
  expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('pod.yaml:4:') })
})
