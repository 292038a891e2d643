import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RenderCheck } from '../../src/render/render-check.ts'
import { namespaceArguments } from '../../src/render/tool/network.ts'
import { kustomizeRenderer } from '../../src/render/tool/renderer.ts'
import { findProgram } from '../../src/render/tool/tool.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { createScene, FILE, PRODUCTION } from '../e2e/scene.ts'
import { listen } from '../support/http-server.ts'
import { must, problemOf } from '../unit/builders.ts'
import { bumpOf, type Files, NEW, treeOf } from '../unit/render/tree.ts'
import { ATTACKS, type Attack, CONFIG_MAP, patcher } from './render-attacks.ts'

const run = promisify(execFile)
const OVERLAY = 'app/kustomization.yaml'
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: web}]}\n'
const find = (name: string): string => must(findProgram(name, { PATH: process.env.PATH }))

let folder: string
let told: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rig-walls-'))
  told = []
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** A PATH with kustomize alone, where the look at the references is the only wall, or with more. */
async function pathWith(...names: readonly string[]): Promise<string> {
  const bin = join(folder, ['bin', ...names].join('-'))
  await mkdir(bin, { recursive: true })
  for (const name of ['kustomize', ...names]) await symlink(find(name), join(bin, name))
  return bin
}

function rendererIn(PATH: string) {
  const { signal } = new AbortController()
  const log = { info: (text: string) => void told.push(text) }
  return must(kustomizeRenderer({ PATH }, { signal, workspace: new Workspace(folder), log }))
}

/** An overlay and what is added to it; the tag of its image is to be `new`. */
function overlayOf({ more, files = {} }: ReturnType<Attack>): {
  readonly files: Files
  readonly after: string
} {
  const base = 'base/kustomization.yaml' in files ? ', ../base' : ''
  const text = (tag: string) =>
    `resources: [pod.yaml, settings.yaml${base}]\nimages: [{name: web, newName: ${NEW}, newTag: ${tag}}]\n${more}\n`
  const all = { 'app/pod.yaml': POD, 'app/settings.yaml': CONFIG_MAP, ...files, [OVERLAY]: text('old') }
  return { files: all, after: text('new') }
}

/** On loopback, which no setting of a proxy holds back: Go goes there directly. */
async function watched() {
  const requests: string[] = []
  const server = await listen(async (request, response) => {
    requests.push(String(request.url))
    response.end(CONFIG_MAP)
  })
  return { url: `${server.url}/fetched`, requests, [Symbol.asyncDispose]: () => server.close() }
}

async function layOut(files: Files): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, 'tree', name)), { recursive: true })
    await writeFile(join(folder, 'tree', name), text)
  }
  return join(folder, 'tree')
}

/** Whatever the look at the references says. */
async function renderAnyway(files: Files, path: string) {
  const job = { root: await layOut(files), folders: ['app'], texts: new Map<string, string>() }
  return must((await rendererIn(path)(job)).get('app'))
}

async function check(added: ReturnType<Attack>, path: string, mode: 'auto' | 'require' = 'auto') {
  const { files, after } = overlayOf(added)
  await using held = await treeOf({ one: files })
  const context = { mode, tree: held.tree, render: rendererIn(path), knownAccounts: new Set<string>() }
  return await new RenderCheck(context).check(bumpOf(OVERLAY, [must(files[OVERLAY]), after]))
}

describe.each(Object.entries(ATTACKS))('a URL by %s', (_, attack) => {
  test('is fetched by kustomize alone', async () => {
    await using around = await watched()
    await renderAnyway(overlayOf(attack(around.url)).files, await pathWith())
    expect(around.requests).toContain('/fetched')
  })

  test('is found by the look at the references, and nothing is rendered', async () => {
    await using around = await watched()
    const warnings = await check(attack(around.url), await pathWith())
    expect(around.requests).toEqual([])
    expect(warnings).toEqual([expect.stringContaining('could not be rendered')])
    expect(told).toEqual([])
  })

  test('is out of reach of what runs in a network namespace', async () => {
    await using around = await watched()
    await renderAnyway(overlayOf(attack(around.url)).files, await pathWith('unshare'))
    expect(around.requests).toEqual([])
    expect(told).toEqual(['Overlays are rendered with kustomize in a network namespace of its own.'])
  })
})

test('a URL is a refusal where rendering is required', async () => {
  await using around = await watched()
  const attack = must(ATTACKS['a patch of operations'])
  const problem = await problemOf(async () => check(attack(around.url), await pathWith(), 'require'))
  expect(problem).toMatchObject({ code: 'RENDER_FAILED', configPlace: { file: OVERLAY } })
  expect(problem.message).toContain('app/t/kustomization.yaml:2 has the field patches in a folder')
  expect(around.requests).toEqual([])
})

describe('a name of a repository', () => {
  /** Whether kustomize runs git, as it would with one on PATH. */
  async function clones(more: string, files: Files): Promise<boolean> {
    const mark = join(folder, 'git-was-run')
    await writeFile(join(folder, 'git'), `#!/bin/sh\necho "$@" >> '${mark}'\nexit 1\n`)
    await chmod(join(folder, 'git'), 0o755)
    const root = await layOut(overlayOf({ more, files }).files)
    await run(find('kustomize'), ['build', join(root, 'app')], { env: { PATH: folder } }).catch(() => {})
    return readFile(mark).then(
      () => true,
      () => false,
    )
  }

  test.each([
    ['of a file that cannot be read', 'bases: [git@v2/x/base.yaml]', 'kind: A\n'],
    [
      'of a file that is named twice',
      'bases: [git@v2/x/base.yaml, git@v2/x/base.yaml]',
      POD.replace('web', 'x'),
    ],
  ])('%s is cloned by kustomize, and not rendered', async (_, more, text) => {
    const files = { 'app/git@v2/x/base.yaml': text }
    expect(await clones(more, files)).toBe(true)
    expect(await check({ more, files }, await pathWith())).toEqual([
      expect.stringContaining('which kustomize may take for a repository'),
    ])
  })

  test('is none behind ./', async () => {
    const more = 'bases: [./git@v2/x/base.yaml]'
    const files = { 'app/git@v2/x/base.yaml': POD.replace('web', 'x') }
    expect(await clones(more, files)).toBe(false)
    expect(await check({ more, files }, await pathWith())).toEqual([])
  })
})

describe('what leads nowhere is rendered', () => {
  const configuration = (kind: string, more: string) =>
    `apiVersion: builtin\nkind: ${kind}\nmetadata: {name: ${kind.toLowerCase()}}\n${more}\n`
  const fields = 'fieldSpecs: [{path: metadata/annotations, create: true}]'
  const transformer = (text: string, made: string, files: Files = {}) => ({
    added: { more: 'transformers: [t.yaml]', files: { 'app/t.yaml': text, ...files } },
    made,
  })
  const generated = (text: string, made: string, files: Files = {}) => ({
    added: { more: 'generators: [g.yaml]', files: { 'app/g.yaml': text, ...files } },
    made,
  })
  const patch = `${CONFIG_MAP.replace('a: b', 'made: here')}`

  test.each(
    Object.entries({
      annotations: transformer(
        configuration('AnnotationsTransformer', `annotations: {see: "https://example.com/x"}\n${fields}`),
        'https://example.com/x',
      ),
      labels: transformer(
        configuration(
          'LabelTransformer',
          'labels: {made: here}\nfieldSpecs: [{path: metadata/labels, create: true}]',
        ),
        'made: here',
      ),
      'a namespace': transformer(
        'apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: n, namespace: made-here}\nfieldSpecs: [{path: metadata/namespace, create: true}]\n',
        'namespace: made-here',
      ),
      'a prefix and a suffix': transformer(
        `${configuration('PrefixTransformer', 'prefix: made-\nfieldSpecs: [{path: metadata/name}]')}---\n${configuration('SuffixTransformer', 'suffix: -here\nfieldSpecs: [{path: metadata/name}]')}`,
        'name: made-settings-here',
      ),
      'an image': transformer(
        configuration(
          'ImageTagTransformer',
          'imageTag: {name: side, newTag: made}\nfieldSpecs: [{path: data/image}]',
        ),
        'a: b',
      ),
      replicas: transformer(
        configuration(
          'ReplicaCountTransformer',
          'replica: {name: settings, count: 7}\nfieldSpecs: [{path: data/count, create: true, kind: ConfigMap}]',
        ),
        'count: 7',
      ),
      'a value': transformer(
        configuration(
          'ValueAddTransformer',
          'value: "https://example.com"\ntargets: [{selector: {kind: ConfigMap}, fieldPath: data/u}]',
        ),
        'https://example.com',
      ),
      'a patch in a file': transformer(patcher('path: p.yaml'), 'made: here', { 'app/p.yaml': patch }),
      'a patch with a URL in it': transformer(
        patcher('patch: |-\n  - {op: add, path: /data/u, value: "--see=https://example.com"}'),
        '--see=https://example.com',
      ),
      'patches of old forms': transformer(
        `${configuration('PatchStrategicMergeTransformer', 'paths: [p.yaml]')}---\n${configuration('PatchJson6902Transformer', 'target: {version: v1, kind: ConfigMap, name: settings}\npath: j.yaml')}`,
        'more: here',
        { 'app/p.yaml': patch, 'app/j.yaml': '- {op: add, path: /data/more, value: here}\n' },
      ),
      'a replacement': transformer(
        configuration(
          'ReplacementTransformer',
          'replacements: [{source: {kind: Pod, name: web}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a]}]}]',
        ),
        'a: web',
      ),
      'a map': generated(
        configuration(
          'ConfigMapGenerator',
          'name: made\nliterals: [U=https://example.com]\nfiles: [k=v.txt]',
        ),
        'U: https://example.com',
        { 'app/v.txt': 'made here' },
      ),
      'a secret': generated(configuration('SecretGenerator', 'name: made\nliterals: [a=b]'), 'kind: Secret'),
      'an inline one': {
        added: {
          more: `transformers: [${JSON.stringify(configuration('AnnotationsTransformer', `annotations: {made: here}\n${fields}`))}]`,
        },
        made: 'made: here',
      },
      'a folder of them': {
        added: {
          more: 'transformers: [t]',
          files: {
            'app/t/kustomization.yaml':
              'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [one.yaml, ../more]\n',
            'app/t/one.yaml': configuration('AnnotationsTransformer', `annotations: {made: here}\n${fields}`),
            'app/more/kustomization.yaml': 'resources: [two.yaml]\n',
            'app/more/two.yaml': patcher('path: settings.yaml'),
          },
        },
        made: 'made: here',
      },
      'a validator': {
        added: {
          more: 'validators: [v.yaml]',
          files: {
            'app/v.yaml': configuration('PatchTransformer', 'path: settings.yaml\ntarget: {kind: None}'),
          },
        },
        made: 'a: b',
      },
      'openapi, crds and configurations': {
        added: {
          more: 'openapi: {path: o.json}\ncrds: [c.json]\nconfigurations: [f.yaml]',
          files: {
            'app/o.json': '{"definitions": {}}',
            'app/c.json': '{}',
            'app/f.yaml': 'images: [{path: data/image}]\n',
          },
        },
        made: 'a: b',
      },
      'merged mappings': {
        added: {
          more: 'commonLabels: &made {made: here}\ncommonAnnotations: {<<: *made, too: here}',
        },
        made: 'too: here',
      },
    }),
  )('%s', async (_, { added, made }) => {
    const { files } = overlayOf(added)
    for (const names of [[], ['unshare']]) {
      const path = await pathWith(...names)
      expect(await check(added, path, 'require')).toEqual([])
      expect(await renderAnyway(files, path)).toMatchObject({
        ok: true,
        manifests: expect.stringContaining(made),
      })
    }
  })
})

describe('the whole step', () => {
  const auto = { 'render-check': '' }

  /** With kustomize on its PATH, and an overlay that has this added. */
  async function open(more: string, files: Files, programs: readonly string[]) {
    const scene = await createScene()
    await scene.haveImage()
    for (const name of ['kustomize', ...programs]) await symlink(find(name), join(scene.root, 'bin', name))
    const text = `${await scene.config.file(FILE)}${more}\n`
    await scene.config.commit({ files: { [FILE]: text, ...files }, message: 'Add' })
    return scene
  }

  test.each([
    ['without unshare', []],
    ['with it', ['unshare']],
  ])('fetches nothing, says so and deploys (%s)', async (_, programs) => {
    await using around = await watched()
    const t = `${PRODUCTION}/t`
    const files = {
      [`${t}/kustomization.yaml`]: `resources: [pt.yaml]\npatches: [{target: {kind: PatchTransformer}, path: p.yaml}]\n`,
      [`${t}/p.yaml`]: `- {op: replace, path: /path, value: "${around.url}"}\n`,
      [`${t}/pt.yaml`]: patcher('path: kustomization.yaml'),
    }
    await using scene = await open('transformers: [t]', files, programs)
    const result = await scene.go(auto)
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(result.annotations.filter(({ level }) => level === 'warning')).toEqual([
      expect.objectContaining({
        message: expect.stringContaining(`${t}/kustomization.yaml:2 has the field patches`),
      }),
    ])
    expect(around.requests).toEqual([])
  })

  test.each([
    [[], 'without a network namespace (unshare is not on PATH): that they lead to nothing remote'],
    [['unshare'], 'in a network namespace of its own.'],
  ])('says which wall held (%j)', async (programs, how) => {
    const files = { [`${PRODUCTION}/t.yaml`]: patcher('path: none.yaml').replace('PatchT', 'HashT') }
    await using scene = await open('transformers: [t.yaml]', files, programs)
    const result = await scene.go(auto)
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(result.annotations.filter(({ level }) => level === 'warning')).toEqual([])
    expect(result.stdout.split('\n').filter((line) => line.startsWith('Overlays are rendered'))).toEqual([
      expect.stringContaining(`Overlays are rendered with kustomize ${how}`),
    ])
  })
})

describe('an ordinary user', () => {
  /** In a place that others can read, which TMPDIR is not. */
  let open: string

  beforeEach(async () => {
    open = await mkdtemp('/run/rig-walls-')
    await chmod(open, 0o755)
  })
  afterEach(async () => {
    await rm(open, { recursive: true, force: true })
  })

  test('has a network namespace too, where the system lets it have one', async () => {
    await using around = await watched()
    const files = { 'app/kustomization.yaml': `resources: ["${around.url}"]\n` }
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(open, name)), { recursive: true })
      await writeFile(join(open, name), text)
    }
    const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups']
    const kustomize = [find('kustomize'), 'build', join(open, 'app')]
    const options = { env: { PATH: process.env.PATH } }
    await run('setpriv', [...nobody, ...kustomize], options)
    expect(around.requests).toEqual(['/fetched'])
    const enclosed = run(
      'setpriv',
      [...nobody, find('unshare'), ...namespaceArguments(65534), ...kustomize],
      options,
    )
    await expect(enclosed).rejects.toThrow('network is unreachable')
    expect(around.requests).toEqual(['/fetched'])
  })
})
