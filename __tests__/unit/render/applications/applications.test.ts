import { describe, expect, test } from 'vitest'
import type { Search } from '../../../../src/config-repository/repository.ts'
import { applicationOverrides } from '../../../../src/render/applications/applications.ts'
import { bumpOf, type Files, NEW, treeOf } from '../tree.ts'

const FOLDER = 'apps/web/overlays/prod'
const FILE = `${FOLDER}/kustomization.yaml`
const APP = 'argocd/web.yaml'
const URL = 'https://github.com/acme/platform-config'
const OVERLAYS: Files = {
  [FILE]: 'resources: [../../base]\n',
  'apps/web/overlays/staging/kustomization.yaml': 'resources: [../../base]\n',
  'apps/web/base/kustomization.yaml': 'resources: []\n',
  'apps/api/overlays/prod/kustomization.yaml': 'resources: []\n',
}

interface Setup {
  readonly files: Files
  readonly file?: string
  readonly address?: string | undefined
  readonly search?: ((wanted: Search) => Promise<readonly string[] | undefined>) | 'absent'
}

async function findingsOf({ files, file = FILE, search, ...repository }: Setup) {
  const { address } = { address: URL, ...repository }
  const all = { ...OVERLAYS, ...files }
  await using held = await treeOf({ one: all })
  const holding = async ({ texts, endings }: Search) =>
    Object.keys(all).filter(
      (path) =>
        endings.some((ending) => path.endsWith(ending)) && texts.every((text) => all[path]?.includes(text)),
    )
  const searching =
    search === 'absent' ? {} : { filesWith: (_: string, wanted: Search) => (search ?? holding)(wanted) }
  const tree = { ...held.tree, ...searching }
  const findings = await applicationOverrides(bumpOf(file, ['a', 'b']), { tree, address })
  return { ...findings, asked: held.asked, lists: held.lists() }
}

const source = (path: string, images: readonly string[] = ['web=other.example/web:1'], url = URL) =>
  `repoURL: ${url}, path: ${JSON.stringify(path)}, kustomize: {images: ${JSON.stringify(images)}}`
const application = (given: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source: {${given}}\n`
const warning = (at: string, name = 'web') =>
  `${at} overrides the image "${name}" in Argo CD, so this bump of "web" in ${FILE} has no effect while it stands. Remove it from kustomize.images there.`

describe('an Application of the repository', () => {
  test.each([
    ['the overlay', application(source(FOLDER)), 4],
    ['the overlay, written in another way', application(source(`./${FOLDER}/`)), 4],
    ['the overlay, by its new name', application(source(FOLDER, [`${NEW}:2`])), 4],
    [
      'the overlay, by ssh',
      application(source(FOLDER, undefined, '"git@github.com:acme/Platform-Config.git"')),
      4,
    ],
    [
      'the overlay, for the source hydrator',
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  sourceHydrator:\n    drySource: {${source(FOLDER)}}\n    syncSource: {targetBranch: env/prod, path: web}\n`,
      5,
    ],
    [
      'several sources',
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  sources:\n  - {repoURL: x, ref: values}\n  - {${source(FOLDER)}}\n`,
      6,
    ],
    [
      'the overlay, in a list',
      `kind: List\napiVersion: v1\nitems:\n- ${application(source(FOLDER)).trimEnd().replaceAll('\n', '\n  ')}\n`,
      7,
    ],
    [
      'the overlay, as JSON',
      `${JSON.stringify({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', spec: { source: { path: FOLDER, kustomize: { images: ['web:1'] } } } })}\n`,
      1,
    ],
    [
      'another overlay in the document before',
      `${application(source('apps/web/overlays/staging'))}---\n${application(source(FOLDER))}`,
      9,
    ],
    ['what builds on the overlay', application(source('clusters/prod')), 4],
  ])('that sets the image of %s is a warning with its line', async (what, text, line) => {
    const files = { [APP]: text, 'clusters/prod/kustomization.yaml': `resources: [../../${FOLDER}]\n` }
    const { warnings, unknown } = await findingsOf({ files })
    const name = what.includes('new name') ? NEW : 'web'
    expect([warnings, unknown]).toEqual([[warning(`${APP}:${line}`, name)], []])
  })

  test.each([
    ['another overlay', source('apps/web/overlays/staging')],
    ['another image', source(FOLDER, ['api:1', 'website:1', 'r/web:1'])],
    ['another repository with the same path', source(FOLDER, undefined, 'https://github.com/acme/other')],
    ['no image', `repoURL: ${URL}, path: ${FOLDER}, kustomize: {namePrefix: images-web}`],
  ])('of %s is none', async (_, given) => {
    expect(await findingsOf({ files: { [APP]: application(given) } })).toMatchObject({
      warnings: [],
      unknown: [],
    })
  })

  test('is one of this repository where its address says nothing', async () => {
    for (const [address, url] of [
      [undefined, 'https://git.example.com/acme/other'],
      [URL, '"{{ .Values.repoURL }}"'],
    ] as const) {
      const { warnings } = await findingsOf({
        files: { [APP]: application(source(FOLDER, undefined, url)) },
        address,
      })
      expect(warnings).toHaveLength(1)
    }
  })

  test('of another apiVersion is something else', async () => {
    const text = application(source(FOLDER)).replace(
      'argoproj.io/v1alpha1',
      'app.k8s.io/v1beta1 # argoproj.io/',
    )
    expect((await findingsOf({ files: { [APP]: text } })).warnings).toEqual([])
  })

  test('without a path, as in a patch of one, is a line of the log', async () => {
    const text = application('kustomize: {images: ["web:1"]}')
    const { warnings, unknown } = await findingsOf({ files: { [APP]: text } })
    expect([warnings, unknown]).toEqual([
      [],
      [
        `${APP}:4 overrides the image "web" in Argo CD, and whether for ${FOLDER} is not known here: while it does, the bump of "web" has no effect.`,
      ],
    ])
  })

  test('that cannot be read is a line of the log, where it may be of the image', async () => {
    const chart = application(source(FOLDER)).replace('spec:', '{{- if .Values.web }}\nspec:')
    const other = chart.replaceAll('web', 'api')
    const { warnings, unknown } = await findingsOf({ files: { [APP]: chart, 'argocd/api.yaml': other } })
    expect([warnings, unknown]).toEqual([[], [expect.stringMatching(`^${APP} was not looked into: `)]])
  })
})

describe('an ApplicationSet of the repository', () => {
  const set = (generators: unknown, path: string, more: object = {}) =>
    `${JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      spec: {
        generators,
        template: { spec: { source: { repoURL: URL, path, kustomize: { images: ['web=x:1'] } } } },
        ...more,
      },
    })}\n`
  const git = (asked: object) => ({ git: { repoURL: URL, ...asked } })
  const directories = (...paths: (string | object)[]) =>
    git({ directories: paths.map((path) => (typeof path === 'string' ? { path } : path)) })
  const elements = (...given: object[]) => ({ list: { elements: given } })

  test.each([
    ['a path without placeholders', [{ clusters: {} }], FOLDER],
    ['a list', [elements({ env: 'staging' }, { env: 'prod' })], 'apps/web/overlays/{{env}}'],
    ['a list, with goTemplate', [elements({ env: { name: 'prod' } })], 'apps/web/overlays/{{ .env.name }}'],
    ['directories', [directories('apps/*/overlays/*')], '{{path}}'],
    ['directories, with goTemplate', [directories('apps/*/overlays/*')], '{{.path.path}}'],
    ['directories above', [directories('apps/*')], '{{path}}/overlays/prod'],
    ['directories elsewhere', [directories('teams/*')], 'apps/{{path.basename}}/overlays/prod'],
    ['segments of a directory', [directories('apps/*')], 'apps/{{ index .path.segments 1 }}/overlays/prod'],
    ['segments, without goTemplate', [directories('apps/*')], 'apps/{{path[1]}}/overlays/prod'],
    ['files', [git({ files: [{ path: '**/kustomization.yaml' }] })], '{{path}}'],
    [
      'a prefix for paths',
      [git({ directories: [{ path: 'apps/*' }], pathParamPrefix: 'app' })],
      '{{app.path}}/overlays/prod',
    ],
    [
      'a matrix',
      [{ matrix: { generators: [directories('apps/*'), elements({ env: 'prod' })] } }],
      '{{path}}/overlays/{{env}}',
    ],
    ['values of clusters', [{ clusters: { values: { env: 'prod' } } }], 'apps/web/overlays/{{values.env}}'],
    [
      'a merge',
      [{ merge: { mergeKeys: ['env'], generators: [elements({ env: 'prod' }), { clusters: {} }] } }],
      'apps/web/overlays/{{env}}',
    ],
  ])('that leads to the overlay by %s is a warning', async (_, generators, path) => {
    const files = { [APP]: set(generators, path), 'teams/web/x': '' }
    const { warnings, unknown } = await findingsOf({ files })
    expect([warnings, unknown]).toEqual([[warning(`${APP}:1`)], []])
  })

  test.each([
    ['a list', [elements({ env: 'staging' })], 'apps/web/overlays/{{env}}'],
    ['a list that does not say it', [elements({ name: 'prod' })], 'apps/web/overlays/{{env}}'],
    ['directories', [directories('apps/api/*/*')], '{{path}}'],
    ['an excluded directory', [directories('apps/*/*/*', { path: FOLDER, exclude: true })], '{{path}}'],
    ['a path that no cluster makes', [{ clusters: {} }], 'infra/{{name}}'],
    ['no generators', [], '{{path}}'],
  ])('that leads elsewhere by %s is none', async (_, generators, path) => {
    expect(await findingsOf({ files: { [APP]: set(generators, path) } })).toMatchObject({
      warnings: [],
      unknown: [],
    })
  })

  test.each([
    ['clusters', [{ clusters: {} }], 'apps/web/overlays/{{name}}'],
    ['what files hold', [git({ files: [{ path: 'envs/*.json' }] })], 'apps/web/overlays/{{env}}'],
    [
      'directories of another repository',
      [{ git: { repoURL: 'https://github.com/acme/other', directories: [{ path: '*' }] } }],
      '{{path}}',
    ],
    ['a function', [directories('apps/*')], 'apps/{{ .path.basename | lower }}/overlays/prod'],
    [
      'a matrix whose parts ask each other',
      [{ matrix: { generators: [{ clusters: {} }, directories('{{name}}/*')] } }],
      '{{path}}',
    ],
  ])('whose path only %s know is a line of the log', async (_, generators, path) => {
    const { warnings, unknown } = await findingsOf({
      files: { [APP]: set(generators, path), 'envs/a.json': '{}' },
    })
    expect([warnings, unknown]).toEqual([
      [],
      [expect.stringContaining(`whether for ${FOLDER} is not known here`)],
    ])
  })

  test('is judged by what a generator makes of the template, too', async () => {
    const template = { spec: { source: { kustomize: { images: ['web:1'] } } } }
    const generators = [{ list: { elements: [{ env: 'prod' }], template } }, elements({ env: 'staging' })]
    const text = set(generators, 'apps/web/overlays/{{env}}').replace('"web=x:1"', '')
    expect((await findingsOf({ files: { [APP]: text } })).warnings).toHaveLength(1)
  })

  test('is judged by what its patch makes of the template, too', async () => {
    const patch = JSON.stringify('spec: {source: {kustomize: {images: ["web=other.example/web:1"]}}}\n')
    const set = `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec:\n  generators: [{list: {elements: [{env: prod}]}}]\n  template: {spec: {source: {repoURL: ${URL}, path: "apps/web/overlays/{{env}}"}}}\n  templatePatch: ${patch}\n`
    const { warnings } = await findingsOf({ files: { [APP]: set } })
    expect(warnings).toEqual([expect.stringContaining('overrides the image "web" in Argo CD')])
  })

  test('of very many applications is no reason to look for ever', async () => {
    const many = (key: string) =>
      elements(...Array.from({ length: 3_000 }, (_, index) => ({ [key]: String(index) })))
    const generators = [{ matrix: { generators: [many('a'), many('b')] } }, many('c')]
    const { unknown } = await findingsOf({ files: { [APP]: set(generators, '{{a}}/{{b}}/{{c}}/prod') } })
    expect(unknown).toHaveLength(1)
  })
})

describe('the search', () => {
  test('asks nothing where nothing is written', async () => {
    await using held = await treeOf({ one: OVERLAYS })
    const proposal = bumpOf(FILE, ['a', 'b'])
    const verdicts = proposal.verdicts.map((verdict) => ({ ...verdict, outcome: 'unchanged' as const }))
    const found = await applicationOverrides({ ...proposal, verdicts }, { tree: held.tree, address: URL })
    expect([found, held.asked]).toEqual([{ warnings: [], unknown: [] }, []])
  })

  test('reads what it found in one batch, and lists the tree only for a template', async () => {
    const files = {
      [APP]: application(source(FOLDER)),
      'argocd/api.yaml': application(source('apps/api', ['api:1'])),
    }
    const { asked, lists } = await findingsOf({ files })
    expect([asked, lists]).toEqual([[[APP, 'argocd/api.yaml']], 0])
  })

  test.each([
    [
      'the way has not all files',
      'absent' as const,
      'this way to the config repository has not all of its files here',
    ],
    [
      'it takes too long',
      async () => undefined,
      'the config repository is too large to be searched beside the run',
    ],
  ])('that cannot be made is a line of the log: %s', async (_, search, why) => {
    expect(await findingsOf({ files: {}, search })).toMatchObject({
      warnings: [],
      unknown: [`Applications of Argo CD that override the image were not looked for: ${why}.`],
    })
  })

  test('ends at five hundred files, and says so', async () => {
    const names = Array.from({ length: 502 }, (_, index) => `argocd/a${index}.yaml`)
    const { unknown, asked } = await findingsOf({ files: {}, search: async () => names })
    expect(asked[0]).toHaveLength(500)
    expect(unknown).toEqual([
      '2 files of Argo CD applications were not looked into: there are more than 500.',
    ])
  })
})
