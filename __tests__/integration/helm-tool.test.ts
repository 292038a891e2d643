import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { helmRenderer } from '../../src/render/tool/helm.ts'
import type { HelmJob, Release } from '../../src/render/tool/helm-job.ts'
import type { Rendering } from '../../src/render/tool/renderer.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { must } from '../unit/builders.ts'

/** The program in these tests shows how it is started and stopped; what helm makes of a chart is for the rig. */
let root: string
let bin: string
let workspace: Workspace
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'helm, tool-'))
  bin = join(root, 'bin')
  workspace = new Workspace(root)
})
afterEach(async () => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  await rm(root, { recursive: true, force: true })
})

async function write(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text, { mode })
}

const helm = (script: string) => write('bin/helm', script, 0o755)
const node = (script: string) => helm(`#!${process.execPath}\n${script}\n`)

const RELEASE: Release = {
  chart: 'web',
  name: 'front',
  namespace: undefined,
  values: [],
  inline: undefined,
  parameters: [],
}

const open = (signal = new AbortController().signal) =>
  must(helmRenderer({ PATH: bin }, { signal, workspace, log: { info: () => {} } }))

async function render(changes: Partial<Release> = {}, job: Partial<HelmJob> = {}): Promise<Rendering> {
  const releases = [{ ...RELEASE, ...changes }]
  await mkdir(join(root, 'tree'), { recursive: true })
  const answers = await open()({ root: join(root, 'tree'), releases, texts: new Map(), vendored: [], ...job })
  return must([...answers.values()][0])
}

async function shown<T>(changes: Partial<Release> = {}): Promise<T> {
  const rendering = await render(changes)
  if (!rendering.ok) throw new Error(rendering.message)
  return JSON.parse(rendering.manifests)
}

test('there is none where helm is not on PATH, or in a folder that depends on where this runs', () => {
  const ports = { signal: new AbortController().signal, workspace, log: { info: () => {} } }
  expect(helmRenderer({ PATH: bin }, ports)).toBeUndefined()
  expect(helmRenderer({}, ports)).toBeUndefined()
})

test('it gets values, inline values and parameters in their order, each as one argument', async () => {
  await node('process.stdout.write(JSON.stringify(process.argv.slice(2)))')
  const asked = await shown<readonly string[]>({
    namespace: 'prod',
    values: ['a,b.yaml', 'web/c.yaml'],
    inline: '{"x":1}',
    parameters: [
      { assignment: 'image.tag=1; rm -rf /', isText: false },
      { assignment: 'n=1', isText: true },
    ],
  })
  const tree = join(root, 'tree')
  const inline = must(asked[11])
  expect(asked).toEqual([
    ...['template', 'front', join(tree, 'web'), '--include-crds', '--namespace', 'prod'],
    ...['--values', `"${join(tree, 'a,b.yaml')}"`, '--values', `"${join(tree, 'web/c.yaml')}"`],
    ...['--values', inline, '--set', 'image.tag=1; rm -rf /', '--set-string', 'n=1'],
  ])
  const file = inline.slice(1, -1)
  expect([await readFile(file, 'utf8'), (await stat(file)).mode & 0o077]).toEqual(['{"x":1}', 0])
})

test('it sees nothing of this job and nothing of a user of helm', async () => {
  await node('process.stdout.write(JSON.stringify(process.env))')
  vi.stubEnv('GITHUB_TOKEN', 'a-secret')
  vi.stubEnv('HELM_PLUGINS', '/home/somebody/plugins')
  const env = await shown<Record<string, string>>()
  expect(JSON.stringify(env)).not.toMatch(/a-secret|somebody/)
  const private_ = Object.entries(env).filter(([name]) => name.startsWith('HELM_') || name === 'HOME')
  expect(private_.map(([name]) => name).toSorted()).toEqual([
    'HELM_CACHE_HOME',
    'HELM_CONFIG_HOME',
    'HELM_CONTENT_CACHE',
    'HELM_DATA_HOME',
    'HELM_PLUGINS',
    'HELM_REGISTRY_CONFIG',
    'HELM_REPOSITORY_CACHE',
    'HELM_REPOSITORY_CONFIG',
    'HOME',
  ])
  for (const [name, value] of private_) expect(value.startsWith(`${workspace.path}/`), name).toBe(true)
  expect([env.KUBECONFIG, env.HTTPS_PROXY]).toEqual(['/dev/null', 'http://127.0.0.1:0'])
  expect(await readdir(must(env.PATH))).toEqual([])
})

test('its memory has a limit where the machine can set one', async () => {
  await write('bin/prlimit', '#!/bin/sh\nprintf "%s " "$@"\n', 0o755)
  await helm('')
  const rendering = await render()
  expect(rendering.ok && rendering.manifests).toContain(
    `--as=4294967296 ${join(bin, 'helm')} template front `,
  )
})

describe('a child', () => {
  test.each([
    [
      'says so',
      'echo "Error: no good" >&2; echo "Use --debug flag to render out invalid YAML" >&2; exit 1',
      'failed: no good',
    ],
    ['says nothing', 'exit 3', 'failed: exit code 3'],
    [
      'finds no memory',
      'echo "fatal error: out of memory" >&2; exit 2',
      'needed more than the 4 GiB of memory that it gets',
    ],
  ])('that fails and %s', async (_, script, what) => {
    await helm(`#!/bin/sh\n${script}\n`)
    expect(await render()).toMatchObject({ ok: false, message: `helm ${what}` })
  })

  test('that is a script finds no other program, which is said', async () => {
    await helm('#!/bin/sh\nexec version-manager exec helm "$@"\n')
    expect(await render()).toMatchObject({
      message: expect.stringMatching(
        /^helm \(a script, which finds no other program here\) failed: .*version-manager: not found/,
      ),
    })
  })

  test('that writes far too much is stopped', async () => {
    await node("const text = 'x'.repeat(1 << 20); for (let i = 0; i < 70; i++) process.stdout.write(text)")
    expect(await render()).toMatchObject({ ok: false, message: 'helm rendered more than 64 MiB' })
  })

  test('that does not end is ended after a minute', async () => {
    const started = join(root, 'started')
    await node(
      `require('node:fs').writeFileSync(${JSON.stringify(started)}, ''); setInterval(() => {}, 60_000)`,
    )
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const rendering = render()
    await vi.waitUntil(() => existsSync(started), { timeout: 30_000 })
    vi.advanceTimersByTime(60_000)
    expect(await rendering).toMatchObject({ ok: false, message: 'helm did not end within 60 s' })
  })
})

test('texts and charts beside it are put where helm looks, again for every job, and never over what is there', async () => {
  await node(
    "const fs = require('node:fs'); const at = process.argv[4] + '/charts'; process.stdout.write(JSON.stringify(fs.readdirSync(at).map((n) => [n, fs.statSync(at + '/' + n).isDirectory() && fs.readFileSync(at + '/' + n + '/values.yaml', 'utf8')])))",
  )
  await write('tree/lib/values.yaml', 'old')
  await write('tree/packed/values.yaml', 'old')
  await write('tree/web/charts/packed-1.0.0.tgz', '')
  const renderer = open()
  const shownFor = async (text: string) => {
    const answers = await renderer({
      root: join(root, 'tree'),
      releases: [RELEASE],
      texts: new Map([
        ['lib/values.yaml', text],
        ['env/new/values.yaml', ''],
      ]),
      vendored: ['lib', 'packed'].map((name) => ({ from: name, into: 'web', name })),
    })
    const [rendering] = answers.values()
    return rendering?.ok ? JSON.parse(rendering.manifests) : rendering
  }
  const packed = ['packed-1.0.0.tgz', false]
  expect(await shownFor('one')).toEqual([['lib', 'one'], packed])
  expect(await shownFor('two')).toEqual([['lib', 'two'], packed])
  expect(existsSync(join(root, 'tree/env/new/values.yaml'))).toBe(true)
})

test('a file in the place of the charts stays, for helm to say what is missing', async () => {
  await helm('#!/bin/sh\necho "Error: missing in charts/ directory: lib" >&2; exit 1\n')
  await write('tree/lib/Chart.yaml', '')
  await write('tree/web/charts', '../lib')
  const rendering = await render({}, { vendored: [{ from: 'lib', into: 'web', name: 'lib' }] })
  expect(rendering).toMatchObject({ message: 'helm failed: missing in charts/ directory: lib' })
  expect(await readFile(join(root, 'tree/web/charts'), 'utf8')).toBe('../lib')
})
