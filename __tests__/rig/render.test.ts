import { access, chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { StepError } from '../../src/errors/errors.ts'
import { hasImage } from '../../src/render/manifests/images.ts'
import { splitManifests } from '../../src/render/manifests/manifests.ts'
import { RenameCheck } from '../../src/render/rename-check.ts'
import { RenderCheck } from '../../src/render/render-check.ts'
import { kustomizeRenderer } from '../../src/render/tool/renderer.ts'
import { findTool } from '../../src/render/tool/tool.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { listen } from '../support/http-server.ts'
import { aVerdict, must, problemOf } from '../unit/builders.ts'
import { bumpOf, type Files, NEW, treeOf, ZEROS } from '../unit/render/tree.ts'

const ECR = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/team/web'
const OVERLAY = 'apps/web/overlays/prod/kustomization.yaml'

const kustomization = (tag: string, more = '', resources = '[../../base]') =>
  `resources: ${resources}\nimages:\n  - name: web\n    newName: ${NEW}\n    newTag: ${tag}\n${more}`

const deployment = (image: string, name = 'web') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: [{name: app, image: ${image}}]}}}\n`

const BASE = {
  'apps/web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'apps/web/base/deployment.yaml': deployment('web:1'),
}

const WORKFLOW = `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: build
  annotations: {"example.com/runnerImage": web}
spec:
  templates:
    - name: one
      container: {image: "web:1", command: [make]}
      sidecars: [{name: side, image: web}]
    - name: two
      script: {image: "web@${ZEROS}", source: make}
`

const POD = `apiVersion: v1
kind: Pod
metadata: {name: debugged}
spec:
  containers: [{name: app, image: other}]
  ephemeralContainers: [{name: debug, image: web}]
`

/** Image volumes where kustomize has come to look for them, version by version, and where it never does. */
const VOLUMES = `${deployment('other')}---
apiVersion: apps/v1
kind: Deployment
metadata: {name: models}
spec: {template: {spec: {volumes: [{name: m, image: {reference: "web:1", pullPolicy: Always}}, {name: tmp, emptyDir: {}}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: one}
spec: {containers: [{name: app, image: other}], volumes: [{name: m, image: {reference: web}}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec: {jobTemplate: {spec: {template: {spec: {volumes: [{name: m, image: {reference: web}}]}}}}}
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
spec: {postgresql: {extensions: [{name: x, image: {reference: web}}]}}
`

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rig-render-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

/** kubectl has kustomize built in; the rig's own kustomize plays it, under its name and with its arguments. */
async function pathOf(tool: 'kustomize' | 'kubectl'): Promise<string> {
  const real = must(findTool({ PATH: process.env.PATH }))
  expect(real.name).toBe('kustomize')
  if (tool === 'kustomize') return must(process.env.PATH)
  const script = `#!/bin/sh\n[ "$1" = kustomize ] || exit 9\nshift\nexec '${real.file}' build "$@"\n`
  await writeFile(join(folder, tool), script)
  await chmod(join(folder, tool), 0o755)
  return folder
}

async function open(
  files: Files,
  mode: 'auto' | 'require' = 'require',
  tool: 'kustomize' | 'kubectl' = 'kustomize',
  version?: string,
) {
  const held = await treeOf({ one: files })
  const workspace = new Workspace(folder)
  const needs = { signal: new AbortController().signal, workspace, log: { info: () => {} } }
  const PATH =
    version === undefined ? await pathOf(tool) : join(must(process.env.ECR_RIG_KUSTOMIZES), version)
  const render = kustomizeRenderer({ PATH }, needs)
  const check = new RenderCheck({ mode, tree: held.tree, render, knownAccounts: new Set() })
  return { ...held, check, render }
}

/** The bump of the overlay as `kustomization` writes it. */
const bump = (more = '', resources?: string) =>
  bumpOf(OVERLAY, [kustomization('old', more, resources), kustomization('new', more, resources)])

describe.each(['kustomize', 'kubectl'] as const)('with %s', (tool) => {
  test('the edited overlay is rendered, not the one in the tree', async () => {
    await using opened = await open({ ...BASE, [OVERLAY]: kustomization('old') }, 'require', tool)
    expect(await opened.check.check(bump())).toEqual([])
  })

  test('what cannot be rendered is reported with paths of the repository', async () => {
    const files = { ...BASE, 'apps/web/base/deployment.yaml': 'kind: [', [OVERLAY]: kustomization('old') }
    await using opened = await open(files, 'require', tool)
    const problem = await problemOf(() => opened.check.check(bump()))
    expect(problem).toMatchObject({ code: 'RENDER_FAILED', configPlace: { file: OVERLAY } })
    expect(problem.message).toContain('deployment.yaml')
    expect(problem.message).not.toContain(tmpdir())
  })
})

describe('the image', () => {
  test.each([
    ['a tag', 'newTag: new', ':new'],
    ['a digest', `digest: ${ZEROS}`, `@${ZEROS}`],
    ['a tag and a digest', `newTag: new\n    digest: ${ZEROS}`, `:new@${ZEROS}`],
  ])('is found with %s', async (_, values, suffix) => {
    const text = `resources: [../../base]\nimages:\n  - name: web\n    newName: ${ECR}\n    ${values}\n`
    await using opened = await open({ ...BASE, [OVERLAY]: 'resources: [../../base]\n' })
    const proposal = bumpOf(OVERLAY, ['resources: [../../base]\n', text], { reference: `${ECR}${suffix}` })
    expect(await opened.check.check(proposal)).toEqual([])
  })

  test.each(['docker.io/library/web', 'r/web:1', 'localhost:5000/web'])(
    'is refused when the containers call it %s',
    async (name) => {
      const files = {
        ...BASE,
        'apps/web/base/deployment.yaml': deployment(name),
        [OVERLAY]: kustomization('old'),
      }
      await using opened = await open(files)
      const problem = await problemOf(() => opened.check.check(bump()))
      expect(problem.code).toBe('IMAGE_NOT_RENDERED')
      expect(problem.message).toContain(`Did you mean "${name.replace(/:1$/, '')}"?`)
    },
  )

  test('is refused when a later entry changes it again', async () => {
    await using opened = await open({ ...BASE, [OVERLAY]: kustomization('old') })
    const again = `  - name: ${NEW}\n    newTag: stuck\n`
    const problem = await problemOf(() => opened.check.check(bump(again)))
    expect(problem.message).toContain('The entry on line 6')
  })

  test.each(['null', '""'])('is refused when the container has %s for it', async (image) => {
    const files = {
      ...BASE,
      'apps/web/base/deployment.yaml': deployment(image),
      [OVERLAY]: kustomization('old'),
    }
    await using opened = await open(files)
    const problem = await problemOf(() => opened.check.check(bump()))
    expect(problem.message).toContain('app of Deployment web')
    expect(problem.hint).toContain('image: web')
  })
})

describe('fields that images: does not reach', () => {
  /** Does with the lines of a message what the message asks for. */
  function paste(files: Files, text: string): Record<string, string> {
    const pasted: Record<string, string> = { ...files }
    let file = ''
    for (const line of text.split('\n')) {
      const named = /^# ([^,]+)(, under configurations)?$/.exec(line)
      if (named) file = must(named[1])
      else if (file !== '') pasted[file] = `${pasted[file] ?? ''}${line}\n`
    }
    return pasted
  }

  test('are refused when there are no others, and reached with exactly the lines of the message', async () => {
    const files = {
      'apps/web/base/kustomization.yaml': 'resources: [workflow.yaml, pod.yaml]\n',
      'apps/web/base/workflow.yaml': WORKFLOW,
      'apps/web/base/pod.yaml': POD,
      [OVERLAY]: kustomization('new'),
    }
    await using opened = await open(files)
    const problem = await problemOf(() => opened.check.check(bump()))
    expect(problem.code).toBe('IMAGE_NOT_RENDERED')
    const pasted = paste(files, problem.message)
    await using again = await open(pasted)
    const text = must(pasted[OVERLAY])
    expect(await again.check.check(bumpOf(OVERLAY, [text, `${text}# changed\n`]))).toEqual([])
    const root = join(again.root, 'one')
    const renderings = await must(again.render)({
      root,
      folders: ['apps/web/overlays/prod'],
      texts: new Map(),
    })
    const rendered = must(renderings.get('apps/web/overlays/prod'))
    if (!rendered.ok) throw new Error(rendered.message)
    expect(hasImage(splitManifests(rendered.manifests), ['web', 'web:1', `web@${ZEROS}`])).toBe(false)
    expect(rendered.manifests.split(`${NEW}:new`)).toHaveLength(6)
  })

  test('are image volumes for every version that does not look at them; the lines are right for all of them', async () => {
    const base = { 'apps/web/base/kustomization.yaml': 'resources: [all.yaml]\n' }
    const before = { ...base, 'apps/web/base/all.yaml': VOLUMES, [OVERLAY]: kustomization('new') }
    const versions = await readdir(must(process.env.ECR_RIG_KUSTOMIZES))
    const check = async (files: Files, version: string) => {
      await using opened = await open(files, 'require', 'kustomize', version)
      const text = must(files[OVERLAY])
      const proposal = bumpOf(OVERLAY, [text, `${text}# changed\n`])
      return await opened.check.check(proposal).catch((error: StepError) => [error.message])
    }
    const [oldest = '', newest = ''] = versions.toSorted()
    const [refused = ''] = await check(before, oldest)
    expect(refused).toContain('IMAGE_NOT_RENDERED')
    expect(refused).toContain(
      'Deployment models (spec.template.spec.volumes[].image.reference), CronJob nightly (',
    )
    expect(refused).toContain('Cluster db (spec.postgresql.extensions[].image.reference), Pod one (')
    const [warned = ''] = await check(before, newest)
    expect(warned).toContain('CronJob nightly (')
    expect(warned).not.toContain('Deployment models')
    for (const version of versions) expect(await check(paste(before, refused), version)).toEqual([])
    expect(await check(paste(before, warned), newest)).toEqual([])
  })

  test('are a warning when a container has the image', async () => {
    const files = {
      ...BASE,
      'apps/web/base/kustomization.yaml': 'resources: [deployment.yaml, workflow.yaml]\n',
      'apps/web/base/workflow.yaml': WORKFLOW,
      [OVERLAY]: kustomization('new'),
    }
    await using opened = await open(files)
    const [warning = '', ...others] = await opened.check.check(bump())
    expect(others).toEqual([])
    expect(warning).toContain('WorkflowTemplate build (spec.templates[].container.image)')
    await using again = await open(paste(files, warning))
    const text = must(paste(files, warning)[OVERLAY])
    expect(await again.check.check(bumpOf(OVERLAY, [text, `${text}# changed\n`]))).toEqual([])
  })
})

describe('a Component', () => {
  const COMPONENT = 'components/web/kustomization.yaml'
  const text = (tag: string) =>
    `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:\n  - name: web\n    newName: ${NEW}\n    newTag: ${tag}\n`
  const files = {
    ...BASE,
    [COMPONENT]: text('old'),
    'components/all/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncomponents: [../web]\n',
    'envs/a/kustomization.yaml': 'resources: [../../apps/web/base]\ncomponents: [../../components/all]\n',
    'envs/b/kustomization.yaml': 'resources: [other.yaml]\ncomponents: [../../components/web]\n',
    'envs/b/other.yaml': deployment('other'),
  }

  test('is rendered through those that use it', async () => {
    await using opened = await open(files)
    const warnings = await opened.check.check(bumpOf(COMPONENT, [text('old'), text('new')]))
    expect(warnings).toEqual([`${COMPONENT} is used by envs/b too, where no container gets the new image.`])
  })

  test('is refused when none of them gets the image', async () => {
    await using opened = await open({ ...files, 'apps/web/base/deployment.yaml': deployment('r/web') })
    const problem = await problemOf(() => opened.check.check(bumpOf(COMPONENT, [text('old'), text('new')])))
    expect(problem.code).toBe('IMAGE_NOT_RENDERED')
    expect(problem.message).toContain(
      'other (image: other at envs/b/other.yaml:4), r/web (image: r/web at apps/web/base/deployment.yaml:4)',
    )
  })
})

describe('a base that is renamed', () => {
  const base = (tag: string, newName = '') =>
    `resources: [deployment.yaml]\nimages:\n  - name: web\n${newName}    newTag: ${tag}\n`
  const BASE_FILE = 'apps/web/base/kustomization.yaml'
  const renamed = `    newName: ${NEW}\n`
  const overlay = (name: string, newName = '') =>
    `resources: [../../base]\nimages:\n  # ecr-gitops: hold\n  - name: ${name}\n${newName}    newTag: 1.9.0\n`
  const before = { ...BASE, [BASE_FILE]: base('1.8.0'), [OVERLAY]: overlay('web') }
  const rendered = async (files: Files, version: string): Promise<string> => {
    await using opened = await open(files, 'require', 'kustomize', version)
    const root = join(opened.root, 'one')
    await opened.tree.materialise('one', [])
    const all = await must(opened.render)({ root, folders: [dirname(OVERLAY)], texts: new Map() })
    const rendering = must(all.get(dirname(OVERLAY)))
    return rendering.ok ? (/image: .*/.exec(rendering.manifests)?.[0] ?? '') : rendering.message
  }

  test('takes its overlays along, and by hand, as the refusal has it, none', async () => {
    const taken = { ...before, [BASE_FILE]: base('new', renamed) }
    await using opened = await open(before)
    const renames = { from: 'web', to: NEW }
    const check = () =>
      new RenameCheck(opened.tree).check({ ...bump(), verdicts: [aVerdict({ file: BASE_FILE, renames })] })
    const { hint } = await problemOf(check)
    expect(hint).toContain(`newName: ${NEW} at`)
    expect(hint).toContain(
      `name: ${NEW} at each of these places, with newName: web where there is no newName`,
    )
    const byHand = {
      ...before,
      [BASE_FILE]: base('1.8.0', renamed),
      [OVERLAY]: overlay(NEW, '    newName: web\n'),
    }
    const after = { ...byHand, [BASE_FILE]: base('new', renamed) }
    for (const version of await readdir(must(process.env.ECR_RIG_KUSTOMIZES))) {
      const images = [before, taken, byHand, after].map((files) => rendered(files, version))
      expect(await Promise.all(images)).toEqual(
        ['web:1.9.0', `${NEW}:new`, 'web:1.9.0', 'web:1.9.0'].map((image) => `image: ${image}`),
      )
    }
  })
})

describe('nothing is fetched', () => {
  /** A server that must not be asked, and a git first in PATH that must not be run. */
  async function watched() {
    const requests: string[] = []
    const server = await listen(async (request, response) => {
      requests.push(String(request.url))
      response.end(deployment('web'))
    })
    const mark = join(folder, 'git-was-run')
    await writeFile(join(folder, 'git'), `#!/bin/sh\necho "$@" >> '${mark}'\nexit 1\n`)
    await chmod(join(folder, 'git'), 0o755)
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`)
    // Go sends nothing for loopback names through a proxy; this is the same server under a name that it does.
    const url = server.url.replace('127.0.0.1', '0.0.0.0')
    return { url, requests, mark, [Symbol.asyncDispose]: () => server.close() }
  }

  const direct = async (text: string) => {
    const root = join(folder, 'tree')
    await mkdir(join(root, 'app'), { recursive: true })
    await writeFile(join(root, 'app/kustomization.yaml'), text)
    const env = { PATH: await pathOf('kustomize') }
    const { signal } = new AbortController()
    const needs = { signal, workspace: new Workspace(folder), log: { info: () => {} } }
    const render = must(kustomizeRenderer(env, needs))
    return must((await render({ root, folders: ['app'], texts: new Map() })).get('app'))
  }

  test.each([
    ['resources', (url: string) => `resources: ["${url}/x.yaml"]`],
    ['a git base over HTTP', (url: string) => `resources: ["${url}/org/repo.git//base?ref=main"]`],
    ['a git base over ssh', () => 'resources: ["git@example.com:org/repo.git"]'],
    ['a git base of GitHub', () => 'resources: ["github.com/org/repo//base?ref=v1"]'],
    ['a component', () => 'components: ["ssh://git@example.com/org/repo"]'],
    ['a patch', (url: string) => `patches: [{path: "${url}/x.yaml", target: {kind: Deployment}}]`],
    ['a generator', (url: string) => `configMapGenerator: [{name: c, files: ["${url}/x.yaml"]}]`],
  ])('not even what the look at the tree would have missed: %s', async (_, text) => {
    await using around = await watched()
    const rendering = await direct(`${text(around.url)}\n`)
    expect(rendering).toMatchObject({ ok: false })
    expect(around.requests).toEqual([])
    await expect(access(around.mark)).rejects.toThrow('ENOENT')
  })

  const words = (text: string): string => JSON.stringify(text).replace('h', '\\x68')
  const bytes = (text: string): string => `!!binary ${Buffer.from(text).toString('base64')}`
  const patcher = (path: string, apiVersion = 'builtin') =>
    `apiVersion: ${apiVersion}\nkind: PatchTransformer\nmetadata: {name: p}\npath: ${path}\ntarget: {kind: Deployment}\n`

  /** What kustomize reads as a URL, and a reader of YAML may not. The server stands on loopback, which no proxy holds back. */
  test.each<readonly [string, (url: string) => { readonly more: string; readonly file?: string }]>([
    ['a patch in bytes', (url) => ({ more: `patches: [{path: ${bytes(url)}}]` })],
    ['a generator in bytes', (url) => ({ more: `configMapGenerator: [{name: c, files: [${bytes(url)}]}]` })],
    ['configurations in bytes', (url) => ({ more: `configurations: [${bytes(url)}]` })],
    ['openapi in bytes', (url) => ({ more: `openapi: {path: ${bytes(url)}}` })],
    ['a patch in escapes', (url) => ({ more: `patches: [{path: ${words(url)}}]` })],
    ['a transformer in escapes', (url) => ({ more: 'transformers: [t.yaml]', file: patcher(words(url)) })],
    ['a transformer in bytes', (url) => ({ more: 'transformers: [t.yaml]', file: patcher(bytes(url)) })],
    [
      'a transformer that spells its kind',
      (url) => ({ more: 'transformers: [t.yaml]', file: patcher(url, '"b\\x75iltin"') }),
    ],
    [
      'a transformer in a folder',
      (url) => ({ more: 'transformers: [folder]', file: patcher(words(url), '"b\\x75iltin"') }),
    ],
    ['a transformer inline', (url) => ({ more: `transformers: [${JSON.stringify(patcher(words(url)))}]` })],
  ])('not even what is spelled in another way: %s', async (_, write) => {
    await using around = await watched()
    const { more, file = '' } = write(around.url.replace('0.0.0.0', '127.0.0.1'))
    const where = dirname(OVERLAY)
    const files = {
      ...BASE,
      [OVERLAY]: kustomization('old', `${more}\n`),
      [`${where}/t.yaml`]: file,
      [`${where}/folder/kustomization.yaml`]: 'resources: [c.yaml]\n',
      [`${where}/folder/c.yaml`]: file,
    }
    await using opened = await open(files, 'auto')
    expect(await opened.check.check(bump(`${more}\n`))).toEqual([
      expect.stringContaining('could not be rendered'),
    ])
    expect(around.requests).toEqual([])
  })
})
