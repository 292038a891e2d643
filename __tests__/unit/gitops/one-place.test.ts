import { expect, test } from 'vitest'
import type { TreeNode } from '../../../src/config-repository/repository.ts'
import { compose } from '../../../src/gitops/draft.ts'
import { judgeEach } from '../../../src/gitops/judge/judge-images.ts'
import type { Target } from '../../../src/plan/target.ts'
import { aWanted, digestOf, HOST, OLD_SHA, SHA } from '../builders.ts'
import { judging } from './judging.ts'

const FILE = 'x.yaml'
const OVERLAY = 'prod/kustomization.yaml'
const at = (kind: Target['kind'], key: string, path = FILE): Target => ({ kind, path, key })
const values = (key: string, path?: string) => at('helm-values', key, path)
const wanted = (name: string, targets: readonly Target[]) => ({
  ...aWanted({ name, repository: 'acme/web', digest: digestOf('d') }),
  targets,
})

interface Options {
  readonly matches?: Readonly<Record<string, readonly string[]>>
  readonly createMissing?: boolean
}

async function run(
  text: string,
  images: readonly (readonly [name: string, targets: readonly Target[]])[],
  { matches = {}, createMissing = false }: Options = {},
) {
  const options = judging({ createMissing })
  const node: TreeNode = { kind: 'file', id: '1', text }
  const folder: TreeNode = { kind: 'folder', id: '2', entries: [] }
  const survey = {
    tip: 'f'.repeat(40),
    nodes: new Map<string, TreeNode>([
      [FILE, node],
      ['prod', folder],
      [OVERLAY, node],
    ]),
    matches: new Map(Object.entries(matches)),
  }
  const { value, problems } = await judgeEach(
    survey,
    images.map(([name, targets]) => wanted(name, targets)),
    options,
  )
  const { verdicts, files } = await compose(survey, value, { ...options, untouched: new Map() })
  return { problems, text: files.get(FILE), names: verdicts.map(({ overlay }) => overlay) }
}

const item = (tag: string) => `a:\n- name: web\n  repository: ${HOST}/acme/web\n  tag: ${tag}\n`
const pod = (tag: string) => `kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - {name: web, image: "${HOST}/acme/web:${tag}"}
`
const app = (tag: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec:
  sources:
  - ref: one
    helm:
      values: |
        image: {repository: ${HOST}/acme/web, tag: "${tag}"}
`
const overlay = (tag: string) => `images:\n- name: web\n  newName: ${HOST}/acme/web\n  newTag: ${tag}\n`
const parameter = (tag: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    helm: {parameters: [{name: image, value: "${HOST}/acme/web:${tag}"}]}
`
const images = (tag: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    kustomize: {images: ["web=${HOST}/acme/web:${tag}"]}
`
const FLOW = `a: {web: {repository: ${HOST}/acme/web, tag: x}, other: {repository: ${HOST}/acme/web, tag: x}}\n`

const SAME: readonly (readonly [string, (tag: string) => string, Target, Target])[] = [
  ['a number and a name', item, values('a[0]'), values('a[name=web]')],
  ['two spellings of a key', item, values('a[0]'), values('"a"[0]')],
  [
    'a container in two cases',
    pod,
    at('manifest', 'Deployment/web/web'),
    at('manifest', 'deployment/web/web'),
  ],
  [
    'a manifest and values',
    pod,
    at('manifest', 'Deployment/web/web'),
    values('spec.template.spec.containers[name=web].image'),
  ],
  [
    'parameters',
    parameter,
    at('argocd', 'spec.source.helm.parameters#image'),
    at('argocd', '[0].spec.source.helm.parameters#image'),
  ],
  [
    'images for kustomize',
    images,
    at('argocd', 'spec.source.kustomize.images#web'),
    at('argocd', '[0].spec.source.kustomize.images#web'),
  ],
  [
    'a block of values',
    app,
    at('argocd', 'spec.sources[0].helm.values#image'),
    at('argocd', '[name=web].spec.sources[ref=one].helm.values#image'),
  ],
]

test.each(SAME)('%s: refused for two images, with both inputs', async (_, text, one, other) => {
  const { problems } = await run(text(OLD_SHA), [
    ['web', [one]],
    ['worker', [other]],
  ])
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ code: 'INPUT_INVALID', configPlace: { file: FILE } })
  expect(problems[0]?.message).toContain(`${one.path}#${one.key} of web and `)
  expect(problems[0]?.message).toContain(`${other.path}#${other.key} of worker are one place, x.yaml:`)
})

test.each(SAME)('%s: once for one image', async (_, text, one, other) => {
  const ran = await run(text(OLD_SHA), [['web', [one, other]]])
  expect(ran).toEqual({ problems: [], text: text(SHA), names: [`${one.path}#${one.key}`] })
})

test('two globs are one place, and a name comes before a pattern', async () => {
  const globs = [values('a[0]', '*.yaml'), values('a[name=web]', '**')]
  const matches = { 'file *.yaml': [FILE], 'file **': [FILE] }
  expect(await run(item(OLD_SHA), [['web', globs]], { matches })).toMatchObject({
    problems: [],
    text: item(SHA),
    names: ['x.yaml#a[0]'],
  })
  const both = [values('a[0]', '*.yaml'), values('a[name=web]')]
  expect((await run(item(OLD_SHA), [['web', both]], { matches })).names).toEqual(['x.yaml#a[name=web]'])
})

test('a folder and the file in it are one overlay', async () => {
  const targets = ['prod', OVERLAY].map((path) => at('kustomize', 'web', path))
  const ran = await run(overlay(OLD_SHA), [['web', targets]])
  expect(ran).toMatchObject({ problems: [], names: ['prod'] })
})

test('an entry that both would create is one place, and entries of a list are not', async () => {
  const empty = 'a:\n- name: web\n  image: {}\n'
  const paths = [values('a[0].image'), values('a[name=web].image')] as const
  const options = { createMissing: true }
  const two = await run(
    empty,
    [
      ['web', [paths[0]]],
      ['worker', [paths[1]]],
    ],
    options,
  )
  expect(two.problems).toMatchObject([{ code: 'INPUT_INVALID' }])
  const once = await run(empty, [['web', paths]], options)
  expect(once).toMatchObject({ problems: [], names: ['x.yaml#a[0].image'] })
  const lists = await run(
    'kind: Kustomization\nimages: []\n',
    [
      ['web', [at('kustomize', 'web')]],
      ['worker', [at('kustomize', 'worker')]],
    ],
    options,
  )
  expect(lists.problems).toEqual([])
  expect(lists.text).toContain('name: worker')
})

test('two places on one line are two', async () => {
  const { problems } = await run(FLOW, [
    ['web', [values('a.web')]],
    ['worker', [values('a.other')]],
  ])
  expect(problems).toEqual([])
})
