import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { helmRenderer } from '../../src/render/tool/helm.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { listen } from '../support/http-server.ts'
import { problemOf } from '../unit/builders.ts'
import { CONFIG, chartOf, ECR, editOf, openRoom, POD, podOf } from '../unit/render/charts/room.ts'
import type { Files } from '../unit/render/tree.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rig-helm-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function open(files: Files, mode: 'auto' | 'require' = 'auto', PATH = process.env.PATH) {
  const workspace = new Workspace(folder)
  const said: string[] = []
  const log = { info: (text: string) => void said.push(text) }
  const render = helmRenderer({ PATH }, { signal: new AbortController().signal, workspace, log })
  return { ...(await openRoom(files, { mode, render })), said, workspace }
}

const IMAGE = `image:\n  repository: ${ECR}/team/web\n  tag: old\n`
const CHART: Files = {
  'charts/web/Chart.yaml': chartOf('web'),
  'charts/web/values.yaml': IMAGE,
  'charts/web/templates/pod.yaml': POD,
}
const FILE = 'charts/web/values.yaml'
const PROD = 'charts/web/values-prod.yaml'
const application = (source: string, name = 'web') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\nspec:\n  destination:\n    namespace: prod\n  source:\n    repoURL: ${CONFIG}\n${source}`

describe('the edited values', () => {
  test.each([
    ['are those of the chart', FILE, {}],
    ['lie beside them', PROD, { [PROD]: 'image:\n  tag: old\n' }],
    [
      'lie in a folder of the chart',
      'charts/web/env/eu.yaml',
      { 'charts/web/env/eu.yaml': 'image: {tag: old}\n' },
    ],
  ])('%s, and reach a container', async (_, file, more) => {
    const files: Files = { ...CHART, ...more }
    await using opened = await open(files, 'require')
    expect(await opened.check.check(editOf(files, { file }))).toEqual([])
    expect(opened.notes).toEqual([])
    expect(opened.said).toEqual([
      expect.stringMatching(/^Charts are rendered with helm in a network namespace/),
    ])
  })

  test('come in the order of the application that names them, with its own values and parameters behind them', async () => {
    const source = `    path: charts/web
    helm:
      valueFiles: [values-prod.yaml, /env/eu.yaml]
      values: |
        replicas: 2
      parameters:
        - name: image.repository
          value: ${ECR}/team/web
`
    const files = {
      ...CHART,
      'charts/web/templates/pod.yaml': POD.replace('name: web', 'name: web-{{ .Values.replicas }}'),
      [FILE]: 'image:\n  repository: elsewhere\n  tag: old\nreplicas: 1\n',
      [PROD]: 'image: {tag: older, repository: other}\n',
      'env/eu.yaml': 'image:\n  tag: old\n',
      'argocd/web.yaml': application(source),
    }
    await using opened = await open(files, 'require')
    expect(await opened.check.check(editOf(files, { file: 'env/eu.yaml' }))).toEqual([])
    // What comes behind it decides.
    const problem = await problemOf(() => opened.check.check(editOf(files, { file: FILE })))
    expect(problem.message).toContain(
      `It renders ${ECR}/team/web:old: of image, the chart does not take the tag.`,
    )
  })

  test.each([
    [
      'values',
      `      values: |\n        image:\n          repository: ${ECR}/team/web\n          tag: old\n`,
    ],
    ['valuesObject', `      valuesObject:\n        image: {repository: ${ECR}/team/web, tag: old}\n`],
    [
      'parameters',
      `      parameters:\n        - {name: image.repository, value: ${ECR}/team/web}\n        - {name: image.tag, value: old}\n`,
    ],
  ])('stand in an application, as %s', async (form, helm) => {
    const file = 'argocd/web.yaml'
    const files = {
      ...CHART,
      [FILE]: 'image: {repository: x, tag: y}\n',
      [file]: application(`    path: charts/web\n    helm:\n${helm}`),
    }
    const key = `spec.source.helm.${form}#image`
    await using opened = await open(files, 'require')
    expect(await opened.check.check(editOf(files, { file, kind: 'argocd', key }))).toEqual([])
  })

  test('of a subchart with an alias are those under its alias', async () => {
    const files = {
      'app/Chart.yaml': chartOf(
        'app',
        'dependencies:\n  - {name: web, version: 0.x, repository: "file://../charts/web", alias: front}\n',
      ),
      'app/values.yaml': `front:\n  ${IMAGE.replaceAll('\n', '\n  ').trim()}\nweb:\n  image: {tag: old}\n`,
      ...CHART,
      [FILE]: 'image: {repository: x, tag: y}\n',
    }
    await using opened = await open(files, 'require')
    const edit = (key: string) => editOf(files, { file: 'app/values.yaml', key })
    expect(await opened.check.check(edit('front.image'))).toEqual([])
  })

  test('of a chart that a dependency brings from the repository are rendered as they are now', async () => {
    const files = {
      'app/Chart.yaml': chartOf(
        'app',
        'dependencies:\n  - {name: web, version: 0.x, repository: "file://../charts/web"}\n',
      ),
      'argocd/app.yaml': application(
        '    path: app\n    helm:\n      valueFiles: [/charts/web/values.yaml]\n',
      ),
      ...CHART,
      [FILE]: `web:\n  ${IMAGE.replaceAll('\n', '\n  ').trim()}\n${IMAGE}`,
    }
    await using opened = await open(files, 'require')
    const edit = editOf(files, { file: FILE, key: 'web.image' })
    expect(await opened.check.check(edit)).toEqual([])
    const other = { ...edit, files: new Map([[FILE, (files[FILE] ?? '').replaceAll('old', 'newer')]]) }
    expect((await problemOf(() => opened.check.check(other))).message).toContain('team/web:newer')
  })
})

describe('an image that reaches no container', () => {
  const registries = (template: string, values: string) => ({
    ...CHART,
    'charts/web/templates/pod.yaml': podOf(template),
    [FILE]: values,
  })
  const IMAGE_OF = '{{ .Values.image.repository }}:{{ .Values.image.tag }}'

  test.each([
    [
      'a default of its own comes before the registry that all share',
      `"{{ .Values.image.registry | default .Values.global.imageRegistry }}/${IMAGE_OF}"`,
      `global: {imageRegistry: ${ECR}}\nimage: {registry: docker.io, repository: team/web, tag: old}\n`,
      `It renders docker.io/team/web:new, from the registry docker.io instead of ${ECR}`,
      `set image.registry to ${ECR}, or to "" where the chart then takes the registry that all images share`,
    ],
    [
      'the shared registry comes before its own',
      `"{{ .Values.global.imageRegistry | default .Values.image.registry }}/${IMAGE_OF}"`,
      `global: {imageRegistry: mirror.example.com}\nimage: {registry: ${ECR}, repository: team/web, tag: old}\n`,
      `It renders mirror.example.com/team/web:new, from the registry mirror.example.com instead of ${ECR}`,
      `or set global.imageRegistry: ${ECR} where that comes first in the chart`,
    ],
    [
      'it puts a registry in front of one',
      `"{{ .Values.image.registry | default "docker.io" }}/${IMAGE_OF}"`,
      `image: {repository: ${ECR}/team/web, tag: old}\n`,
      `It renders docker.io/${ECR}/team/web:new: the chart puts the registry docker.io in front of image.repository`,
      `Write the repository without its registry in ${FILE}, and image.registry: ${ECR}`,
    ],
    [
      'it takes the tag of something else',
      '"{{ .Values.image.repository }}:{{ .Chart.AppVersion }}"',
      IMAGE,
      `It renders ${ECR}/team/web:1.0: of image, the chart does not take the tag`,
      'another key, or appVersion of Chart.yaml',
    ],
    ['it has other images', 'busybox:1', IMAGE, 'The images are: busybox:1.', 'render-check: off'],
  ])('because %s', async (_, template, values, message, hint) => {
    const files = {
      ...registries(template, values),
      'charts/web/Chart.yaml': chartOf('web', 'appVersion: "1.0"\n'),
    }
    await using opened = await open(files)
    const problem = await problemOf(() => opened.check.check(editOf(files, { file: FILE })))
    expect([problem.code, problem.configPlace]).toEqual(['IMAGE_NOT_RENDERED', { file: FILE, line: 2 }])
    expect(problem.message).toContain(message)
    expect(problem.hint).toContain(hint)
  })

  test('because a condition leaves it out', async () => {
    const files = {
      ...CHART,
      'charts/web/templates/pod.yaml': `{{ if .Values.front.enabled }}\n${POD.replaceAll('.Values.', '.Values.front.')}{{ end }}\n`,
      [FILE]: `front:\n  enabled: false\n  ${IMAGE.replaceAll('\n', '\n  ').trim()}\n`,
    }
    await using opened = await open(files)
    const edit = editOf(files, { file: FILE, key: 'front.image' })
    const problem = await problemOf(() => opened.check.check(edit))
    expect(problem.message).toContain(`front.enabled is false in ${FILE}`)
    expect(problem.hint).toBe(
      `Set front.enabled: true in ${FILE}, or take ${FILE}#front.image out of helm-values.`,
    )
  })

  test('is no matter where other values of the chart let it in, and nothing says which are deployed', async () => {
    const files = {
      ...CHART,
      'charts/web/templates/pod.yaml': `{{ if .Values.enabled }}\n${POD}{{ end }}\n`,
      [FILE]: `enabled: false\n${IMAGE}`,
      [PROD]: 'enabled: true\n',
    }
    await using opened = await open(files, 'require')
    expect(await opened.check.check(editOf(files, { file: FILE }))).toEqual([])
  })
})

describe('what helm does not render', () => {
  const broken = (template: string): Files => ({ ...CHART, 'charts/web/templates/bad.yaml': template })

  test.each([
    ['a value that is not there', 'a: {{ .Values.x.y.z }}\n', 'charts/web/templates/bad.yaml:1:13'],
    ['a function that is none', 'a: 1\nb: {{ nothing }}\n', 'charts/web/templates/bad.yaml:2'],
    ['no YAML', 'a: b\n  c: d\n', 'YAML parse error on charts/web/templates/bad.yaml'],
    ['a dependency that is not there', '', 'found in Chart.yaml, but missing in charts/ directory: lib'],
  ])('%s is reported with its place, and was there before', async (_, template, words) => {
    const lib = 'dependencies:\n  - {name: lib, version: 1.x, repository: "oci://registry.example/charts"}\n'
    const files =
      template === '' ? { ...CHART, 'charts/web/Chart.yaml': chartOf('web', lib) } : broken(template)
    await using opened = await open(files)
    const [warning] = await opened.check.check(editOf(files, { file: FILE }))
    expect(warning).toContain(words)
    expect(warning).toContain('Set render-check: off to silence this.')
    expect(warning).not.toContain(folder)
    expect(warning).not.toContain('--debug')
    await using strict = await open(files, 'require')
    const problem = await problemOf(() => strict.check.check(editOf(files, { file: FILE })))
    expect(problem.code).toBe('RENDER_FAILED')
    expect(problem.message).toContain(words)
  })

  test('a chart that is brought is reported alone, and not how it was brought', async () => {
    const brings = (name: string, path: string) =>
      chartOf(name, `dependencies: [{name: web, version: 0.x, repository: "file://${path}"}]\n`)
    const files = {
      ...broken('a: {{ .Values.x.y.z }}\n'),
      'app/Chart.yaml': brings('app', '../charts/web'),
      'app/values.yaml': IMAGE,
    }
    await using opened = await open(files)
    const [warning] = await opened.check.check(editOf(files, { file: 'app/values.yaml' }))
    expect(warning).toContain(
      ' is not known whether a container gets the new image of app/values.yaml: helm failed: template: app/charts/web/templates/bad.yaml:1:13:',
    )
    expect(warning).not.toMatch(/link/)
  })

  test('what the new values break is refused', async () => {
    const files = {
      ...CHART,
      'charts/web/values.schema.json': '{"properties":{"image":{"properties":{"tag":{"pattern":"^old$"}}}}}',
    }
    await using opened = await open(files)
    const problem = await problemOf(() => opened.check.check(editOf(files, { file: FILE })))
    expect(problem.code).toBe('RENDER_FAILED')
    expect(problem.message).toMatch(
      /renders as it is, and no more with the new values of .*#image: helm failed: .*pattern/,
    )
  })

  test('memory without end is not given', async () => {
    const files = broken('{{ $a := repeat 100000000 "0123456789" }}{{ repeat 10 $a }}\n')
    await using opened = await open(files)
    expect(await opened.check.check(editOf(files, { file: FILE }))).toEqual([
      expect.stringContaining('helm needed more than the 4 GiB of memory that it gets'),
    ])
  })
})

test('a chart finds nothing of this machine, and no way out', async () => {
  let requests = 0
  const server = await listen(async (_, response) => {
    requests += 1
    response.end()
  })
  const { host, port } = new URL(server.url)
  const template = `apiVersion: v1
kind: ConfigMap
metadata:
  name: seen
data:
  lookup: {{ lookup "v1" "Secret" "" "" | toJson | quote }}
  host: {{ getHostByName "localhost" | quote }}
  file: {{ .Files.Get "../../../../etc/passwd" | quote }}
  glob: {{ (.Files.Glob "../**").AsConfig | quote }}
`
  const files = {
    ...CHART,
    'charts/web/Chart.yaml': chartOf(
      'web',
      `dependencies:\n  - {name: far, version: 1.x, repository: "http://${host}", condition: far.enabled}\n`,
    ),
    'charts/web/templates/seen.yaml': template,
  }
  await using opened = await open(files)
  expect(await opened.check.check(editOf(files, { file: FILE }))).toEqual([
    expect.stringContaining('missing in charts/ directory: far'),
  ])
  expect([requests, Number(port) > 0]).toEqual([0, true])
  const alone = { ...files, 'charts/web/Chart.yaml': chartOf('web') }
  await using rendered = await open(alone, 'require')
  expect(await rendered.check.check(editOf(alone, { file: FILE }))).toEqual([])
  await server.close()
})

test('without helm a note says so once, and what is required is refused', async () => {
  await using opened = await open(CHART, 'auto', '/none')
  const edit = editOf(CHART, { file: FILE })
  expect(await opened.check.check(edit)).toEqual([])
  expect(await opened.check.check(edit)).toEqual([])
  expect(opened.notes).toEqual([expect.stringContaining('helm is not on the PATH of this runner')])
  expect(existsSync(opened.workspace.path)).toBe(false)
  await using strict = await open(CHART, 'require', '/none')
  const problem = await problemOf(() => strict.check.check(edit))
  expect([problem.code, problem.hint]).toEqual([
    'RENDER_FAILED',
    'Install helm in a step before, or set render-check: auto.',
  ])
})
