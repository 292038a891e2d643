import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GitRepository } from '../../src/config-repository/git/git-repository.ts'
import { RenderCheck } from '../../src/render/render-check.ts'
import { namespaceArguments } from '../../src/render/tool/network.ts'
import { kustomizeRenderer, type Rendering } from '../../src/render/tool/renderer.ts'
import { findTool } from '../../src/render/tool/tool.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { commitTree } from '../e2e/scene.ts'
import { recordChildren } from '../support/child-recorder.ts'
import { listen } from '../support/http-server.ts'
import { createHistory, openRepository } from '../support/world-repositories.ts'
import { aConfig, aRun, must, problemOf } from '../unit/builders.ts'
import { bumpOf, NEW } from '../unit/render/tree.ts'

/**
 * Stands in for kustomize, which not every machine has: resources and one images entry, so that a test sees which files
 * were rendered. The real one does its part in the rig.
 */
const STAND_IN = `#!${process.execPath}
const { parse } = require(${JSON.stringify(createRequire(import.meta.url).resolve('yaml'))})
const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const [command, folder, option, output] = process.argv.slice(2)
if (command !== 'build' || option !== '-o') process.exit(64)
const render = (path) => {
  if (!existsSync(join(path, 'kustomization.yaml'))) return readFileSync(path, 'utf8')
  const { resources = [], images = [] } = parse(readFileSync(join(path, 'kustomization.yaml'), 'utf8'))
  const text = resources.map((name) => render(join(path, name))).join('---\\n')
  return images.reduce((all, { name, newName, newTag }) =>
    all.replaceAll(\`image: \${name}\\n\`, \`image: \${newName}:\${newTag}\\n\`), text)
}
writeFileSync(output, render(folder))
`

const FILE = 'apps/web/prod/kustomization.yaml'
const text = (tag: string) =>
  `resources: [../base]\nimages:\n  - name: web\n    newName: ${NEW}\n    newTag: ${tag}\n`
const FILES = {
  [FILE]: text('old'),
  'apps/web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'apps/web/base/deployment.yaml': 'kind: Pod\nspec:\n  containers:\n  - image: web\n',
  'apps/api/kustomization.yaml': 'namePrefix: x\n',
  'README.md': 'not rendered\n',
}

let root: string
let bin: string
let workspace: Workspace
let told: string[]
const log = { info: (text: string) => void told.push(text) }

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'render-'))
  bin = join(root, 'bin')
  await mkdir(bin)
  workspace = new Workspace(root)
  told = []
})
afterEach(async () => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  await rm(root, { recursive: true, force: true })
})

async function program(name: string, script: string, mode = 0o755): Promise<string> {
  const file = join(bin, name)
  await writeFile(file, script)
  await chmod(file, mode)
  return file
}

/** Renders one folder of a tree that stands on the disk already. */
async function renderOnce(
  files: Record<string, string> = {
    'app/kustomization.yaml': 'resources: [a.yaml]\n',
    'app/a.yaml': 'kind: A\n',
  },
  {
    env = { PATH: bin },
    signal = new AbortController().signal,
  }: { env?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
): Promise<Rendering> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, 'tree', path)), { recursive: true })
    await writeFile(join(root, 'tree', path), content)
  }
  const render = must(kustomizeRenderer(env, { signal, workspace, log }))
  const job = { root: join(root, 'tree'), folders: ['app'], texts: new Map<string, string>() }
  return must((await render(job)).get('app'))
}

describe('the tool', () => {
  test('is kustomize where there is one, else kubectl', async () => {
    const kubectl = await program('kubectl', '')
    expect(findTool({ PATH: `/none:${bin}` })).toEqual({
      name: 'kubectl',
      file: kubectl,
      args: ['kustomize'],
    })
    const other = join(root, 'other')
    await mkdir(other)
    await writeFile(join(other, 'kustomize'), '', { mode: 0o755 })
    expect(findTool({ PATH: `${bin}:${other}` })).toMatchObject({
      file: join(other, 'kustomize'),
      args: ['build'],
    })
  })

  test.each([
    ['no PATH', undefined],
    ['an empty one', ''],
    ['none that has it', '/none:/dev/null'],
  ])('is not found with %s', async (_, path) => {
    await program('kustomize', '')
    expect(findTool(path === undefined ? {} : { PATH: path })).toBeUndefined()
  })

  test('is not found in a folder that depends on where this runs', async () => {
    await program('kustomize', '')
    expect(findTool({ PATH: relative(process.cwd(), bin) })).toBeUndefined()
  })

  test('is no folder, and no file that cannot be run', async () => {
    await mkdir(join(bin, 'kustomize'))
    await program('kubectl', '', 0o644)
    expect(findTool({ PATH: bin })).toBeUndefined()
  })

  test('that is not there renders nothing', () => {
    expect(
      kustomizeRenderer({ PATH: bin }, { signal: new AbortController().signal, workspace, log }),
    ).toBeUndefined()
  })
})

describe('a child', () => {
  test('gets its folder, and its output is gone afterwards', async () => {
    await program('kustomize', STAND_IN)
    expect(await renderOnce()).toEqual({ ok: true, manifests: 'kind: A\n' })
    expect(await readdir(join(workspace.path, 'rendered'))).toEqual([])
  })

  test('sees nothing of this job: no secrets, no programs, no way out', async () => {
    vi.stubEnv('INPUT_CONFIG-TOKEN', 'a-secret')
    vi.stubEnv('GITHUB_TOKEN', 'a-secret')
    vi.stubEnv('NO_PROXY', '*')
    const script = `#!${process.execPath}\nrequire('node:fs').writeFileSync(process.argv[5], JSON.stringify(process.env))\n`
    await program('kustomize', script)
    const rendering = await renderOnce()
    if (!rendering.ok) throw new Error(rendering.message)
    const env: Record<string, string> = JSON.parse(rendering.manifests)
    expect(rendering.manifests).not.toContain('a-secret')
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']) {
      expect(env[name]).toBe('http://127.0.0.1:0')
    }
    expect([env.NO_PROXY, env.no_proxy, env.KUBECONFIG]).toEqual(['', '', '/dev/null'])
    for (const name of ['PATH', 'HOME', 'TMPDIR', 'XDG_CONFIG_HOME']) {
      expect(env[name]).toMatch(new RegExp(`^${workspace.path}/`))
      expect(await readdir(must(env[name]))).toEqual([])
      expect((await stat(must(env[name]))).mode & 0o077).toBe(0)
    }
  })

  test.each([
    [
      'says so at last',
      'echo "# Warning: old" >&2; echo "Error: $2/a.yaml is bad" >&2; exit 1',
      'failed: app/a.yaml is bad',
    ],
    ['says nothing', 'exit 3', 'failed: exit code 3'],
    ['renders no file', 'exit 0', 'rendered nothing'],
  ])('that %s', async (_, script, what) => {
    await program('kustomize', `#!/bin/sh\n${script}\n`)
    const rendering = await renderOnce()
    expect(rendering).toMatchObject({ ok: false, message: `kustomize ${what}` })
    expect(JSON.stringify(rendering)).not.toContain(root)
  })

  test('that is a script and needs a program is reported so: it finds none here', async () => {
    await program('kustomize', '#!/bin/sh\nexec the-real-kustomize "$@"\n')
    expect(await renderOnce()).toMatchObject({
      ok: false,
      message: expect.stringMatching(
        /^kustomize \(a script, which finds no other program here\) failed: .*not found/,
      ),
    })
  })

  test('that is no program is reported', async () => {
    await program('kustomize', 'no program')
    expect(await renderOnce()).toMatchObject({
      ok: false,
      message: expect.stringContaining('kustomize failed: '),
    })
  })

  test('that renders far too much is not read', async () => {
    const large = "fs.ftruncateSync(fs.openSync(process.argv[5], 'w'), 65 * 1024 ** 2)"
    await program('kustomize', `#!${process.execPath}\nconst fs = require('node:fs')\n${large}\n`)
    expect(await renderOnce()).toMatchObject({ ok: false, message: 'kustomize rendered 65 MiB' })
    expect(await readdir(join(workspace.path, 'rendered'))).toEqual([])
  })

  test('that does not end is ended after a minute', async () => {
    const started = join(root, 'started')
    const forEver = `require('node:fs').writeFileSync('${started}', ''); setInterval(() => {}, 60_000)`
    await program('kustomize', `#!${process.execPath}\n${forEver}\n`)
    // Nothing but the minute is made short: the process is a real one.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const rendering = renderOnce()
    await vi.waitUntil(() => existsSync(started), { timeout: 30_000 })
    vi.advanceTimersByTime(60_000)
    expect(await rendering).toMatchObject({ ok: false, message: 'kustomize did not end within 60 s' })
    expect(await readdir(join(workspace.path, 'rendered'))).toEqual([])
  })

  test('ends with the run', async () => {
    await program('kustomize', `#!${process.execPath}\nsetTimeout(() => {}, 60_000)\n`)
    const cancel = new AbortController()
    const rendering = renderOnce(undefined, { signal: cancel.signal })
    setTimeout(() => cancel.abort(new Error('cancelled')), 300)
    await expect(rendering).rejects.toThrow('cancelled')
  })
})

describe('the network', () => {
  /** In the place of kustomize: what it can reach, whose child it is, and what it may still do when it is asked to end. */
  const looker = (url: string) => `#!${process.execPath}
const { writeFileSync } = require('node:fs')
const say = (reached) => writeFileSync(process.argv[5], JSON.stringify({ reached, parent: process.ppid }))
fetch(${JSON.stringify(url)}).then(() => say(true), () => say(false))
`
  const DENIED = '#!/bin/sh\necho "unshare: unshare failed: Operation not permitted" >&2\nexit 1\n'

  async function look(path: string) {
    let requests = 0
    const server = await listen(async (_, response) => {
      requests += 1
      response.end()
    })
    await program('kustomize', looker(server.url))
    const rendering = await renderOnce(undefined, { env: { PATH: path } })
    await server.close()
    if (!rendering.ok) throw new Error(rendering.message)
    return { requests, ...(JSON.parse(rendering.manifests) as { reached: boolean; parent: number }) }
  }

  test('is there or not as the log says, and no process stands between', async () => {
    const { requests, reached, parent } = await look(`${bin}:${process.env.PATH}`)
    const [line = '', ...more] = told
    expect(more).toEqual([])
    expect(line).toMatch(/^Overlays are rendered with kustomize (?:in|without) a network namespace/)
    expect(reached).toBe(line.includes(' without '))
    expect(requests).toBe(reached ? 1 : 0)
    expect(parent).toBe(process.pid)
  })

  test.each([
    ['unshare is refused', DENIED, 'unshare: unshare failed: Operation not permitted'],
    ['unshare says nothing', '#!/bin/sh\nexit 7\n', 'unshare ended with exit code 7'],
    ['unshare does nothing', '', 'unshare ended with exit code 0'],
    ['there is no unshare', undefined, 'unshare is not on PATH'],
  ])('is reported to be there where %s', async (_, script, why) => {
    if (script !== undefined) await program('unshare', script)
    expect(await look(bin)).toEqual({ requests: 1, reached: true, parent: process.pid })
    expect(told).toEqual([
      expect.stringMatching(
        /^Overlays are rendered with kustomize without a network namespace \(.+\): that they/,
      ),
    ])
    expect(told[0]).toMatch(why)
  })

  test.each([
    [0, ['--net', '--']],
    [1000, ['--user', '--net', '--']],
    [undefined, ['--user', '--net', '--']],
  ])('is taken away from user %s in its own way', (uid, expected) => {
    expect(namespaceArguments(uid)).toEqual(expected)
  })

  test('is tried once for all renderings, and only when there is something to render', async () => {
    await program(
      'kustomize',
      `#!${process.execPath}\nrequire('node:fs').writeFileSync(process.argv[5], '')\n`,
    )
    await program('unshare', DENIED)
    const started: unknown[] = []
    const count = (child: unknown) => started.push(child)
    subscribe('child_process', count)
    const { signal } = new AbortController()
    const render = must(kustomizeRenderer({ PATH: bin }, { signal, workspace, log }))
    expect(started).toHaveLength(0)
    for (const _ of [1, 2]) await render({ root, folders: ['a', 'b'], texts: new Map() })
    unsubscribe('child_process', count)
    expect(started).toHaveLength(1 + 4)
    expect(told).toHaveLength(1)
  })

  test('that is away changes nothing about a cancelled run', async () => {
    const started = join(root, 'started')
    const forEver = `require('node:fs').writeFileSync('${started}', String(process.pid)); process.on('SIGINT', () => {}); setInterval(() => {}, 60_000)`
    await program('kustomize', `#!${process.execPath}\n${forEver}\n`)
    const cancel = new AbortController()
    const env = { PATH: `${bin}:${process.env.PATH}` }
    const rendering = renderOnce(undefined, { env, signal: cancel.signal })
    await vi.waitUntil(() => existsSync(started) && readFileSync(started, 'utf8') !== '', { timeout: 30_000 })
    const pid = Number(readFileSync(started, 'utf8'))
    cancel.abort(new Error('cancelled'))
    await expect(rendering).rejects.toThrow('cancelled')
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  test('is asked for no longer in a run that is cancelled', async () => {
    const started = join(root, 'started')
    await program('kustomize', STAND_IN)
    const forEver = `require('node:fs').writeFileSync('${started}', ''); setInterval(() => {}, 60_000)`
    await program('unshare', `#!${process.execPath}\n${forEver}\n`)
    const cancel = new AbortController()
    const rendering = renderOnce(undefined, { signal: cancel.signal })
    await vi.waitUntil(() => existsSync(started), { timeout: 30_000 })
    cancel.abort(new Error('cancelled'))
    await expect(rendering).rejects.toThrow('cancelled')
    expect(told).toEqual([])
  })
})

describe('several folders', () => {
  const job = (folders: readonly string[]) => ({ root, folders, texts: new Map<string, string>() })

  test('come back in their order, whichever is done first', async () => {
    const script = `#!${process.execPath}
const [, folder, , output] = process.argv.slice(2)
const name = folder.slice(-1)
setTimeout(() => require('node:fs').writeFileSync(output, name), name === 'a' ? 1000 : 0)
`
    await program('kustomize', script)
    const render = must(
      kustomizeRenderer({ PATH: bin }, { signal: new AbortController().signal, workspace, log }),
    )
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    expect([...(await render(job(names)))]).toEqual(
      names.map((name) => [name, { ok: true, manifests: name }]),
    )
  })

  test('that wait for their turn are not begun after a cancel', async () => {
    await program('kustomize', `#!${process.execPath}\nsetTimeout(() => {}, 60_000)\n`)
    const started: unknown[] = []
    const count = (child: unknown) => started.push(child)
    subscribe('child_process', count)
    const cancel = new AbortController()
    const render = must(kustomizeRenderer({ PATH: bin }, { signal: cancel.signal, workspace, log }))
    const rendering = render(job(['a', 'b', 'c', 'd', 'e', 'f']))
    await vi.waitUntil(() => started.length > 0, { timeout: 30_000 })
    const before = started.length
    cancel.abort(new Error('cancelled'))
    await expect(rendering).rejects.toThrow('cancelled')
    // Those that ended after the first one would have made room for another by then.
    await new Promise((resolve) => setTimeout(resolve, 500))
    unsubscribe('child_process', count)
    expect(started).toHaveLength(before)
  })
})

describe('over git', () => {
  async function open(files: Record<string, string> = FILES) {
    const repositories = join(root, 'git')
    await mkdir(repositories)
    await createHistory(repositories, 'acme/config', [files])
    const remote = openRepository(repositories, 'acme/config')
    const config = aConfig({
      remote: { url: `file://${remote.directory}`, webUrl: undefined, label: 'acme/config' },
      credential: { kind: 'none' },
    })
    const { signal } = new AbortController()
    const tree = new GitRepository(config, {
      ...aRun(),
      workspace,
      credential: async () => config.credential,
      signal,
    })
    const recorder = await recordChildren(join(root, 'recorded'), ['git', 'kustomize', 'kubectl'])
    const env = { PATH: recorder.path }
    vi.stubEnv('PATH', recorder.path)
    const check = (mode: 'auto' | 'require' = 'require') =>
      new RenderCheck({
        mode,
        tree,
        render: kustomizeRenderer(env, { signal, workspace, log }),
        knownAccounts: new Set(),
      })
    const started = async () =>
      (await recorder.calls()).map(({ tool, argv }) => `${tool} ${argv.find((word) => /^[a-z]/.test(word))}`)
    return { remote, tree, check, started }
  }

  beforeEach(async () => {
    await program('kustomize', STAND_IN)
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`)
  })

  test('the edited overlay and its bases are rendered from the new tree', async () => {
    const { tree, check } = await open()
    const { tip } = await tree.read([FILE])
    expect(await check().check(bumpOf(FILE, [text('old'), text('new')], { tip }))).toEqual([])
    const written = await readdir(join(workspace.path, `tree-${tip}`), { recursive: true })
    expect(written.filter((name) => /\.\w+$/.test(name)).toSorted()).toEqual([
      'apps/web/base/deployment.yaml',
      'apps/web/base/kustomization.yaml',
      FILE,
    ])
  })

  test('costs few processes once, and one more after a lost race', async () => {
    const { tree, remote, check, started } = await open()
    const { tip } = await tree.read([FILE])
    const before = (await started()).length
    const checks = check()
    await checks.check(bumpOf(FILE, [text('old'), text('new')], { tip }))
    expect((await started()).slice(before)).toEqual([
      'git cat-file',
      'git cat-file',
      'git cat-file',
      'git archive',
      'kustomize build',
    ])
    await remote.commit({ files: { 'apps/api/kustomization.yaml': 'namePrefix: y\n' }, message: 'Theirs' })
    const next = await tree.read([FILE])
    expect(next.tip).not.toBe(tip)
    const later = (await started()).length
    await checks.check(bumpOf(FILE, [text('old'), text('new')], { tip: next.tip }))
    expect((await started()).slice(later)).toEqual(['git cat-file'])
  })

  test('renders again at one tip with other texts, and never with those of before', async () => {
    const { tree, check } = await open()
    const { tip } = await tree.read([FILE])
    const checks = check()
    await checks.check(bumpOf(FILE, [text('old'), text('new')], { tip }))
    const problem = await problemOf(() =>
      checks.check(bumpOf(FILE, [text('old'), text('other')], { tip, reference: `${NEW}:new` })),
    )
    expect(problem.code).toBe('IMAGE_NOT_RENDERED')
  })

  test.each([
    ['a URL', (url: string) => `${url}/base.yaml`, 'names the remote base'],
    ['a clone over HTTP', (url: string) => `${url}/o/r.git?ref=main`, 'names the remote base'],
    ['a clone over ssh', () => 'git@example.com:o/r.git', 'names the remote base'],
    [
      'a folder outside of the repository',
      () => '../../../../..',
      'which is no path inside of the repository',
    ],
  ])('%s is found beforehand, and nothing is started', async (_, base, why) => {
    const requests: string[] = []
    const server = await listen(async (request, response) => {
      requests.push(String(request.url))
      response.end()
    })
    const files = { ...FILES, 'apps/web/base/kustomization.yaml': `resources:\n  - ${base(server.url)}\n` }
    const { tree, check, started } = await open(files)
    const { tip } = await tree.read([FILE])
    const before = (await started()).length
    const [warning] = await check('auto').check(bumpOf(FILE, [text('old'), text('new')], { tip }))
    expect(warning).toContain(`apps/web/base/kustomization.yaml:2 `)
    expect(warning).toContain(why)
    expect(new Set((await started()).slice(before))).toEqual(new Set(['git cat-file']))
    expect(requests).toEqual([])
    await server.close()
  })

  const spaces = (mebibytes: number) => `${' '.repeat(mebibytes * 1024 * 1024)}\n`
  const BASE = 'apps/web/base'
  const LARGE: [string, Record<string, string>, string][] = [
    [
      'a kustomization',
      { [`${BASE}/kustomization.yaml`]: `resources: [deployment.yaml]${spaces(2)}` },
      `${BASE}/kustomization.yaml is too large to be read`,
    ],
    [
      'what may be a configuration',
      {
        [`${BASE}/kustomization.yaml`]: 'resources: [deployment.yaml]\ntransformers: [large.yaml]\n',
        [`${BASE}/large.yaml`]: spaces(2),
      },
      `${BASE}/large.yaml is too large to be looked into`,
    ],
    ['a file beside it', { [`${BASE}/film.bin`]: spaces(33) }, `${BASE}/film.bin has 34 MiB`],
  ]
  test.each(LARGE)(
    '%s that is too large is a warning, or a refusal where rendering is required',
    async (...given) => {
      const [, files, why] = given
      const { tree, check, started } = await open({ ...FILES, ...files })
      const { tip } = await tree.read([FILE])
      const bump = bumpOf(FILE, [text('old'), text('new')], { tip })
      const [warning] = await check('auto').check(bump)
      expect(warning).toContain(why)
      const problem = await problemOf(() => check('require').check(bump))
      expect([problem.code, problem.message]).toEqual(['RENDER_FAILED', expect.stringContaining(why)])
      expect((await started()).filter((one) => one.startsWith('kustomize'))).toEqual([])
    },
  )

  test('a resource of 2 MiB is rendered like any other', async () => {
    const files = {
      [`${BASE}/kustomization.yaml`]: 'resources: [deployment.yaml, bundle.yaml]\n',
      [`${BASE}/bundle.yaml`]: `kind: CustomResourceDefinition\n${'# text\n'.repeat(300_000)}`,
    }
    const { tree, check } = await open({ ...FILES, ...files })
    const { tip } = await tree.read([FILE])
    expect(await check().check(bumpOf(FILE, [text('old'), text('new')], { tip }))).toEqual([])
  })

  test('a symlink leads nowhere', async () => {
    await writeFile(join(root, 'outside.yaml'), 'kind: Secret\n')
    const { tree, remote, check } = await open()
    await commitTree(remote.directory, [
      { path: 'apps/web/base/deployment.yaml', mode: '120000', content: join(root, 'outside.yaml') },
    ])
    const { tip } = await tree.read([FILE])
    const [warning] = await check('auto').check(bumpOf(FILE, [text('old'), text('new')], { tip }))
    expect(warning).toContain('"deployment.yaml" in resources, which is a symlink there and not followed')
    expect(await readFile(join(root, 'outside.yaml'), 'utf8')).toBe('kind: Secret\n')
  })
})
