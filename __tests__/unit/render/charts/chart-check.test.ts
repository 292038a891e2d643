import { describe, expect, test } from 'vitest'
import { must, problemOf } from '../../builders.ts'
import { type Files, LINK } from '../tree.ts'
import { CONFIG, chartOf, ECR, editOf, helmOf, openRoom, podOf } from './room.ts'

const FILE = 'charts/web/values.yaml'
const PROD = 'charts/web/values-prod.yaml'
const IMAGE = `image: {repository: ${ECR}/team/web, tag: old}\n`
const CHART: Files = { 'charts/web/Chart.yaml': chartOf('web'), [FILE]: IMAGE }
const GOOD = podOf(`${ECR}/team/web:new`)

const application = (source: string, more = '') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec:\n  destination: {namespace: prod}\n${more}  source:\n    repoURL: ${CONFIG}\n${source}`

/** What no application should be, and of none of these values. */
const ODD: Files = {
  'apps/link.yaml': LINK,
  'apps/odd.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
spec: {sources: [1, {repoURL: x, path: y, helm: {valueFiles: [$none/x.yaml]}}]}
---
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
spec:
  generators: [{list: {elements: [{a: b}]}}]
  templatePatch: |
    spec: {source: {path: x, helm: {valueFiles: [$none/x.yaml]}}}
`,
}

/** What is asked for each release, as paths of the repository. */
const asked = ({ jobs }: ReturnType<typeof helmOf>) => jobs.flatMap(({ releases }) => releases)

async function notesFor(files: Files, edit: Parameters<typeof editOf>[1]) {
  const helm = helmOf(() => GOOD)
  await using opened = await openRoom(files, { render: helm.render })
  const warnings = await opened.check.check(editOf(files, edit))
  await using strict = await openRoom(files, { render: helm.render, mode: 'require' })
  const problem = await problemOf(() => strict.check.check(editOf(files, edit)))
  expect([warnings, asked(helm)]).toEqual([[], []])
  expect(problem.code).toBe('RENDER_FAILED')
  return { note: must(opened.notes[0]), problem }
}

describe('nothing is looked for', () => {
  test.each([
    ['where rendering is off', 'off', {}],
    [
      'for images of kustomize in an application',
      'require',
      { kind: 'argocd', key: 'spec.source.kustomize.images#web' },
    ],
    ['for overlays', 'require', { kind: 'kustomize' }],
  ] as const)('%s', async (_, mode, changes) => {
    await using opened = await openRoom(CHART, { mode })
    expect(await opened.check.check(editOf(CHART, { file: FILE, ...changes }))).toEqual([])
    expect([opened.asked, opened.notes]).toEqual([[], []])
  })
})

describe('a release', () => {
  test('is that of the application that names the values, with all that it says', async () => {
    const source = `    path: ./charts/web/
    helm:
      releaseName: front
      ignoreMissingValueFiles: true
      valueFiles: [values-prod.yaml, missing.yaml, /env/eu.yaml, $own/env/us.yaml]
      valuesObject: {on: true, text: "true"}
      values: "ignored: 1"
      parameters:
        - {name: list, value: "{a,b}"}
        - {name: text, value: "a,b", forceString: true}
        - {value: nameless}
        - {name: empty}
`
    const files = {
      ...CHART,
      [PROD]: IMAGE,
      'env/eu.yaml': 'a: 1\n',
      'env/us.yaml': 'b: 1\n',
      'apps/shop.yaml': application(source, `  sources: [{ref: own, repoURL: "${CONFIG}"}]\n`),
    }
    const helm = helmOf(() => GOOD)
    await using opened = await openRoom(files, { render: helm.render, mode: 'require' })
    expect(await opened.check.check(editOf(files, { file: PROD }))).toEqual([])
    const outside = ['env/eu.yaml', 'env/us.yaml']
    expect(asked(helm)).toEqual([
      {
        chart: 'charts/web',
        name: 'front',
        namespace: 'prod',
        values: [PROD, ...outside],
        inline: '{"on":true,"text":"true"}',
        parameters: [
          { assignment: 'list={a,b}', isText: false },
          { assignment: String.raw`text=a\,b`, isText: true },
          { assignment: 'empty=', isText: false },
        ],
      },
    ])
    // Only the folder of the chart is written, and the texts that lie elsewhere.
    expect(opened.written).toEqual([['charts/web']])
    expect([...must(helm.jobs[0]).texts]).toEqual([
      [PROD, files[PROD].replace('old', 'new')],
      ['env/eu.yaml', 'a: 1\n'],
      ['env/us.yaml', 'b: 1\n'],
    ])
  })

  test('of each cluster that a set makes is looked at once for equal values', async () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all}
spec:
  generators:
    - list:
        elements: [{env: prod, cluster: a}, {env: prod, cluster: b}, {env: test, cluster: c}]
  template:
    metadata: {name: "web-{{cluster}}"}
    spec:
      destination: {namespace: "{{env}}"}
      source:
        repoURL: ${CONFIG}
        path: charts/web
        helm: {valueFiles: ["values-{{env}}.yaml"]}
`
    const files = { ...CHART, [PROD]: IMAGE, 'charts/web/values-test.yaml': IMAGE, 'apps/all.yaml': set }
    const helm = helmOf(({ namespace }) => (namespace === 'test' ? podOf('other') : GOOD))
    await using opened = await openRoom(files, { render: helm.render })
    expect(await opened.check.check(editOf(files, { file: FILE }))).toEqual([
      `${FILE} goes into ApplicationSet (apps/all.yaml) too, where no container gets the new image.`,
    ])
    expect(asked(helm).map(({ name, values }) => [name, ...values])).toEqual([
      ['web-b', PROD],
      ['web-c', 'charts/web/values-test.yaml'],
    ])
  })

  test('of what nobody deploys in this repository is that of the chart around the values', async () => {
    const files = { ...CHART, [PROD]: IMAGE, 'charts/web/values-eu.yaml': 'x: 1\n' }
    const helm = helmOf(({ values }) => (values.length > 1 ? GOOD : podOf('other')))
    await using opened = await openRoom(files, { render: helm.render, isSearchable: false })
    expect(await opened.check.check(editOf(files, { file: PROD }))).toEqual([])
    expect(asked(helm).map(({ values }) => values)).toEqual([[PROD], ['charts/web/values-eu.yaml', PROD]])
  })

  test('is rendered again only where something changed that it depends on', async () => {
    const helm = helmOf(() => GOOD)
    await using opened = await openRoom(CHART, { render: helm.render })
    const edit = editOf(CHART, { file: FILE })
    await opened.check.check(edit)
    await opened.check.check({ ...edit, tip: 'two' })
    expect(helm.jobs).toHaveLength(1)
  })

  test('is rendered again for values of another folder, and for no further entry of the same file', async () => {
    const values = 'env/web.yaml'
    const source =
      '    path: charts/web\n    helm: {valueFiles: [/env/web.yaml, /env/more/b.yaml, /env/none.yaml]}\n'
    const files = {
      ...CHART,
      [values]: IMAGE,
      'env/more/b.yaml': 'a: 1\n',
      'apps/a.yaml': application(source),
    }
    const helm = helmOf(() => GOOD)
    await using opened = await openRoom(files, {
      render: helm.render,
      next: { ...files, 'env/more/b.yaml': 'a: 2\n' },
    })
    const edit = editOf(files, { file: values })
    const [entry] = edit.verdicts
    const both = { ...edit, verdicts: [must(entry), { ...must(entry), key: 'other.image' }] }
    await opened.check.check(both)
    expect(helm.jobs).toHaveLength(1)
    await opened.check.check(both)
    expect(helm.jobs).toHaveLength(1)
    await opened.check.check({ ...both, tip: 'two' })
    expect(helm.jobs.map(({ texts }) => texts.get('env/more/b.yaml'))).toEqual(['a: 1\n', 'a: 2\n'])
  })

  test('has charts of the repository beside it, the innermost first', async () => {
    const on = (name: string, path: string) =>
      `dependencies: [{name: ${name}, version: 0.x, repository: "file://${path}"}, {name: far, repository: "oci://x/y"}, {name: none}]\n`
    const files = {
      'app/Chart.yaml': chartOf('app', on('web', '../charts/web')),
      'app/values.yaml': IMAGE,
      'charts/web/Chart.yaml': chartOf('web', on('lib', '../lib/')),
      'charts/lib/Chart.yaml': chartOf('lib', 'type: library\n'),
    }
    const helm = helmOf(() => GOOD)
    await using opened = await openRoom(files, { render: helm.render })
    await opened.check.check(editOf(files, { file: 'app/values.yaml' }))
    expect(must(helm.jobs[0]).vendored).toEqual([
      { from: 'charts/lib', into: 'charts/web', name: 'lib' },
      { from: 'charts/web', into: 'app', name: 'web' },
    ])
    expect(opened.written).toEqual([['app', 'charts/lib', 'charts/web']])
  })

  test('reads charts that bring each other once, and none into its own folder or one that no disk holds', async () => {
    const bring = (names: readonly string[], path: string) =>
      `dependencies:\n${names.map((name) => `  - {name: ${name}, repository: "file://${path}"}\n`).join('')}`
    const NAMES = ['a', 'b', 'c', '..', '.', 'd'.repeat(256)]
    const levels = [1, 2, 3, 4, 5, 6].map((level): readonly [string, string] => [
      `l${level}/Chart.yaml`,
      chartOf(`l${level}`, bring(NAMES, `../l${level + 1}`)),
    ])
    const files = {
      ...Object.fromEntries(levels),
      'l7/Chart.yaml': chartOf('l7'),
      'l1/values.yaml': IMAGE,
    }
    const helm = helmOf(() => GOOD)
    await using opened = await openRoom(files, { render: helm.render })
    await opened.check.check(editOf(files, { file: 'l1/values.yaml' }))
    const { vendored } = must(helm.jobs[0])
    expect(vendored).toHaveLength(18)
    expect(new Set(vendored.map(({ name }) => name))).toEqual(new Set(['a', 'b', 'c']))
    expect(opened.asked.flat().filter((path) => path === 'l7/Chart.yaml')).toHaveLength(1)
  })
})

describe('where it is not known, a note says so, and what is required is refused', () => {
  const values = 'env/web.yaml'
  /** One source of two, where the values are those of the other one. */
  const twoSources = (source: string, url: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop}
spec:
  sources:
    - {ref: own, repoURL: "${CONFIG}"}
    - repoURL: ${url}
${source.replaceAll(/^ {4}/gm, '      ')}`

  test.each([
    [
      'the chart is of a registry',
      '    chart: web\n    targetRevision: 1.0.0\n    helm: {valueFiles: [$own/env/web.yaml]}\n',
      'registry.example/charts',
      'the chart web of registry.example/charts is not in this repository',
    ],
    [
      'the chart is of another repository',
      '    path: charts/web\n    helm: {valueFiles: [$own/env/web.yaml]}\n',
      'https://github.com/org/charts.git',
      'the chart charts/web of https://github.com/org/charts.git is not in this repository',
    ],
    [
      'nothing is at its path',
      '    path: charts/none\n    helm: {valueFiles: [$own/env/web.yaml]}\n',
      CONFIG,
      'charts/none has no Chart.yaml',
    ],
    [
      'nothing is at the root either',
      '    path: .\n    helm: {valueFiles: [$own/env/web.yaml]}\n',
      CONFIG,
      'the root has no Chart.yaml',
    ],
    [
      'it takes other values from elsewhere',
      '    path: charts/web\n    helm: {valueFiles: [$own/env/web.yaml, "https://x.example/values.yaml"]}\n',
      CONFIG,
      'its values https://x.example/values.yaml are not in this repository',
    ],
    [
      'the chart is at an address with a password',
      '    path: charts/web\n    helm: {valueFiles: [$own/env/web.yaml]}\n',
      'https://user:hunter2@github.com/org/charts.git',
      'the chart charts/web of https://github.com/org/charts.git is not in this repository',
    ],
    [
      'it takes other values from an address with a password',
      '    path: charts/web\n    helm: {valueFiles: [$own/env/web.yaml, "https://user:hunter2@x.example/values.yaml"]}\n',
      CONFIG,
      'its values https://x.example/values.yaml are not in this repository',
    ],
    [
      'it takes others by a pattern',
      '    path: charts/web\n    helm: {valueFiles: [$own/env/web.yaml, "env/*.yaml"]}\n',
      CONFIG,
      'which files its pattern env/*.yaml stands for is not known here',
    ],
    [
      'it takes others from a source that is none',
      '    path: charts/web\n    helm: {valueFiles: [$own/env/web.yaml, $theirs/values.yaml]}\n',
      CONFIG,
      'its values $theirs/values.yaml are of another repository',
    ],
    [
      'it reads parameters from files',
      '    path: charts/web\n    helm: {valueFiles: [$own/env/web.yaml], fileParameters: [{name: a, path: b}]}\n',
      CONFIG,
      'it has fileParameters, which are not read here',
    ],
  ])('because %s', async (_, source, url, words) => {
    const files = { ...CHART, [values]: IMAGE, 'apps/shop.yaml': twoSources(source, url) }
    const { note, problem } = await notesFor(files, { file: values })
    expect(note).toContain(
      `the new image of ${values} is not known: Application shop (apps/shop.yaml): ${words}`,
    )
    expect(problem.message).toContain(words)
  })

  test.each([
    ['no chart is known', {}, 'no chart of this repository is known that takes it'],
    ['the chart is a library', { 'env/Chart.yaml': chartOf('lib', 'type: library\n') }, 'is a library'],
    ['it cannot be read', { 'env/Chart.yaml': 'a: [' }, 'env/Chart.yaml cannot be read'],
    [
      'a dependency leads out of the repository',
      { 'env/Chart.yaml': chartOf('e', 'dependencies: [{name: x, repository: "file://../../x"}]\n') },
      'names the chart x at file://../../x, which leads out of the repository, or to itself',
    ],
    [
      'a dependency is no chart',
      { 'env/Chart.yaml': chartOf('e', 'dependencies: [{name: x, repository: "file://../x"}]\n') },
      'names the chart x at file://../x, where no chart is',
    ],
    [
      'a dependency holds what it is brought into',
      {
        'env/Chart.yaml': chartOf('e', 'dependencies: [{name: x, repository: "file://./charts"}]\n'),
        'env/charts/Chart.yaml': chartOf('x'),
      },
      'or to itself',
    ],
    [
      'two bring each other',
      {
        'env/Chart.yaml': chartOf('e', 'dependencies: [{name: x, repository: "file://../x"}]\n'),
        'x/Chart.yaml': chartOf('x', 'dependencies: [{name: e, repository: "file://../env"}]\n'),
      },
      'x/Chart.yaml names the chart e at file://../env, which leads out of the repository, or to itself',
    ],
    [
      'they are far too many',
      {
        'env/Chart.yaml': chartOf(
          'e',
          `dependencies: [${Array.from({ length: 101 }, (_, index) => `{name: x${index}, repository: "file://../x"}`).join(', ')}]\n`,
        ),
        'x/Chart.yaml': chartOf('x'),
      },
      'names the chart x100 at file://../x, which makes more than 100 charts that bring each other',
    ],
    [
      'they are nested far too deep',
      Object.fromEntries(
        ['env', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((folder, level) => {
          const next = `{name: x, repository: "file://../${level + 1}"}`
          return [`${folder}/Chart.yaml`, chartOf('x', `dependencies: [${next}]\n`)]
        }),
      ),
      '10/Chart.yaml names the chart x at file://../11, which leads out of the repository, or to itself',
    ],
    [
      'a dependency holds the chart',
      { 'env/Chart.yaml': chartOf('e', 'dependencies: [{name: x, repository: "file://../"}]\n') },
      'or to itself',
    ],
  ])('because %s', async (_, more, words) => {
    const { note, problem } = await notesFor({ [values]: IMAGE, ...more }, { file: values })
    expect([note, problem.message]).toEqual([expect.stringContaining(words), expect.stringContaining(words)])
  })

  test('in a few words on one line, whatever an application calls itself and what it takes', async () => {
    const long = 'x'.repeat(5000)
    const source = `    path: charts/${long}\n    helm: {valueFiles: [/env/web.yaml]}\n`
    const app = application(source).replace('{name: shop}', `{name: "shop\\n${long}"}`)
    const { note, problem } = await notesFor({ [values]: IMAGE, 'apps/shop.yaml': app }, { file: values })
    for (const text of [note, problem.message]) {
      expect(text.length).toBeLessThan(1000)
      expect(text).toContain('Application shop xxx')
    }
  })

  test('because only the cluster knows the path', async () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all}
spec:
  generators: [{clusters: {}}]
  template:
    metadata: {name: web}
    spec:
      source:
        repoURL: ${CONFIG}
        path: "charts/{{name}}"
        helm:
          valuesObject: {image: {tag: old}}
`
    const key = 'spec.template.spec.source.helm.valuesObject#image'
    const { note } = await notesFor({ 'apps/all.yaml': set }, { file: 'apps/all.yaml', kind: 'argocd', key })
    expect(note).toContain('only the cluster or another repository knows what its template is filled with')
  })
})

describe('one document of several', () => {
  test.each([
    ['spec.sources[0].helm.values#image', 'apps/list.yaml'],
    ['spec.template.spec.source.helm.values#image', 'apps/set.yaml'],
  ])('is the one that has %s', async (key, file) => {
    const plain = application('    path: charts/none\n    helm: {values: "image: {tag: x}"}\n')
    const source = `{repoURL: "${CONFIG}", path: charts/web, helm: {values: "image: {tag: old}"}}`
    const other = file.includes('list')
      ? `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: b}\nspec: {sources: [${source}]}\n`
      : `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: b}\nspec: {generators: [{list: {elements: [{a: b}]}}], template: {metadata: {name: c}, spec: {source: ${source}}}}\n`
    const files = { ...CHART, [file]: `${plain}---\n${other}` }
    const helm = helmOf(() => GOOD)
    await using opened = await openRoom(files, { render: helm.render, mode: 'require' })
    expect(await opened.check.check(editOf(files, { file, kind: 'argocd', key }))).toEqual([])
    expect(asked(helm).map(({ inline }) => inline)).toEqual(['image: {tag: new}'])
  })

  test.each(['[name=shop].', '[1].', ''])('is meant by %s', async (lead) => {
    const one = application('    path: charts/web\n    helm: {values: "image: {tag: old}"}\n')
    const file = 'apps/two.yaml'
    const files = { ...CHART, [file]: `kind: Other\n---\n${one}` }
    const helm = helmOf(() => GOOD)
    await using opened = await openRoom(files, { render: helm.render, mode: 'require' })
    const key = `${lead}spec.source.helm.values#image`
    expect(await opened.check.check(editOf(files, { file, kind: 'argocd', key }))).toEqual([])
    expect(asked(helm).map(({ inline }) => inline)).toEqual(['image: {tag: new}'])
  })
})

describe('what fails', () => {
  test('before and afterwards is a warning, beside what has the image', async () => {
    const source = (path: string) =>
      application(`    path: ${path}\n    helm: {valueFiles: [/env/web.yaml]}\n`)
    const files = {
      ...CHART,
      ...ODD,
      'apps/c.yaml': source('none'),
      'other/Chart.yaml': chartOf('other'),
      'env/web.yaml': IMAGE,
      'apps/a.yaml': source('charts/web'),
      'apps/b.yaml': source('other'),
    }
    const helm = helmOf(({ chart }) =>
      chart === 'other' ? new Error('helm failed: other/templates/x.yaml:1') : GOOD,
    )
    await using opened = await openRoom(files, { render: helm.render, mode: 'require' })
    expect(await opened.check.check(editOf(files, { file: 'env/web.yaml' }))).toEqual([
      expect.stringContaining('Application shop (apps/b.yaml) could not be rendered'),
    ])
    expect(opened.notes).toEqual([expect.stringContaining('(apps/c.yaml): none has no Chart.yaml')])
  })

  test('cannot be written to the disk', async () => {
    const helm = helmOf(() => GOOD)
    await using opened = await openRoom(CHART, { render: helm.render, refused: 'film.bin has 34 MiB' })
    const [warning] = await opened.check.check(editOf(CHART, { file: FILE }))
    expect(warning).toContain('film.bin has 34 MiB')
    expect(helm.jobs).toEqual([])
  })

  test('is a warning where a pattern found it, and the image is elsewhere', async () => {
    const files = { ...CHART, 'other/Chart.yaml': chartOf('other'), 'other/values.yaml': IMAGE }
    const helm = helmOf(({ chart }) => (chart === 'other' ? podOf('other') : GOOD))
    const warned: string[] = []
    await using opened = await openRoom(files, {
      render: helm.render,
      onWarning: (text) => void warned.push(text),
    })
    const [one, other] = [FILE, 'other/values.yaml'].map((file) => editOf(files, { file, optional: true }))
    const both = (...edits: readonly (typeof one)[]) => ({
      ...must(one),
      verdicts: edits.flatMap((edit) => must(edit).verdicts),
      files: new Map(edits.flatMap((edit) => [...must(edit).files])),
    })
    expect(await opened.check.check(both(one, other))).toEqual([
      expect.stringContaining('other with values.yaml renders, but no container gets the new image'),
    ])
    // It is alone: then nothing is deployed.
    await using alone = await openRoom(files, { render: helm.render })
    const problem = await problemOf(() => alone.check.check(must(other)))
    expect([problem.code, warned]).toEqual(['IMAGE_NOT_RENDERED', []])
  })

  test('of far too many releases is counted, and no more than a hundred are rendered', async () => {
    const apps = Array.from({ length: 130 }, (_, index): readonly [string, string] => [
      `apps/a${index}.yaml`,
      application(`    path: charts/web\n    helm: {parameters: [{name: index, value: "${index}"}]}\n`),
    ])
    const files = { ...CHART, ...Object.fromEntries(apps) }
    const helm = helmOf(() => podOf('other'))
    await using opened = await openRoom(files, { render: helm.render })
    const problem = await problemOf(() => opened.check.check(editOf(files, { file: FILE })))
    expect(asked(helm)).toHaveLength(100)
    expect(problem.message).toContain(' and 80 more renders, but no container gets the new image')
    const some = helmOf(({ parameters }) => (parameters[0]?.assignment === 'index=0' ? GOOD : podOf('other')))
    await using other = await openRoom(files, { render: some.render })
    expect(await other.check.check(editOf(files, { file: FILE }))).toEqual([
      expect.stringContaining(' and 79 more too, where no container gets the new image.'),
    ])
    expect(other.notes).toEqual([expect.stringContaining('it is not among the first 100 releases')])
  })

  test('with the new values alone is refused', async () => {
    const helm = helmOf((_, { texts }) =>
      texts.get(FILE)?.includes('new') ? new Error('helm failed: web/templates/x.yaml:1: no') : GOOD,
    )
    await using opened = await openRoom(CHART, { render: helm.render })
    const problem = await problemOf(() => opened.check.check(editOf(CHART, { file: FILE })))
    expect([problem.code, problem.inputs]).toEqual(['RENDER_FAILED', ['helm-values']])
    expect(problem.message).toBe(
      `charts/web with values.yaml renders as it is, and no more with the new values of ${FILE}#image: helm failed: charts/web/templates/x.yaml:1: no`,
    )
  })

  test('in a chart at the root names its files as they are', async () => {
    const files = { 'Chart.yaml': 'version: 1\n', 'values.yaml': IMAGE }
    const helm = helmOf(() => new Error('helm failed: web/templates/x.yaml'))
    const warningsFor = async (chart: string) => {
      const named = { ...files, 'Chart.yaml': chart }
      await using opened = await openRoom(named, { render: helm.render })
      return await opened.check.check(editOf(named, { file: 'values.yaml' }))
    }
    expect(await warningsFor('version: 1\n')).toEqual([
      expect.stringContaining('the chart with values.yaml could not be rendered'),
    ])
    expect(await warningsFor('name: web\n')).toEqual([
      expect.stringContaining('helm failed: templates/x.yaml'),
    ])
    await using strict = await openRoom(files, { render: helm.render, mode: 'require' })
    const problem = await problemOf(() => strict.check.check(editOf(files, { file: 'values.yaml' })))
    expect(problem.message).toContain(
      'values.yaml could not be rendered: the chart with values.yaml: helm failed',
    )
  })

  test.each([
    [
      'values',
      'spec.sources[0].helm.values#web.image',
      'values: "web: {enabled: false, image: {tag: old}}"',
      'web.enabled is',
    ],
    [
      'parameters',
      'spec.sources[path=charts/web].helm.parameters#image',
      'parameters: [{name: image.tag, value: old}]',
      'busybox',
    ],
  ])('of an application, in its %s, is explained by them', async (_, key, helmField, words) => {
    const file = 'apps/a.yaml'
    const text = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: Odd Name}\nspec:\n  destination: {namespace: "Not one"}\n  sources:\n    - repoURL: ${CONFIG}\n      path: charts/web\n      helm: {${helmField}}\n`
    const files = { ...CHART, [file]: text }
    const helm = helmOf(() => podOf('busybox'))
    const warned: string[] = []
    const onWarning = (warning: string) => void warned.push(warning)
    await using opened = await openRoom(files, { render: helm.render, onWarning })
    const problem = await problemOf(() => opened.check.check(editOf(files, { file, kind: 'argocd', key })))
    expect(problem.code).toBe('IMAGE_NOT_RENDERED')
    expect(problem.message).toContain(
      `Application Odd Name (apps/a.yaml) renders, but no container gets the new image of ${file}#${key}.`,
    )
    expect(problem.message).toContain(words)
    expect(asked(helm)).toMatchObject([{ name: 'release', namespace: undefined }])
  })

  test('is refused beside the warnings of others', async () => {
    const files = { ...CHART, 'other/Chart.yaml': chartOf('other'), 'other/values.yaml': IMAGE }
    const helm = helmOf(({ chart }) => (chart === 'other' ? podOf('other') : new Error('helm failed: it')))
    const warned: string[] = []
    const onWarning = (warning: string) => void warned.push(warning)
    await using opened = await openRoom(files, { render: helm.render, onWarning })
    const edits = [FILE, 'other/values.yaml'].map((file) => editOf(files, { file }))
    const both = {
      ...must(edits[0]),
      verdicts: edits.flatMap(({ verdicts }) => verdicts),
      files: new Map(edits.flatMap((edit) => [...edit.files])),
    }
    expect((await problemOf(() => opened.check.check(both))).code).toBe('IMAGE_NOT_RENDERED')
    expect(warned).toEqual([expect.stringContaining('charts/web with values.yaml could not be rendered')])
  })
})

test('without helm a note says so once, and what is required is refused', async () => {
  await using opened = await openRoom(CHART)
  const edit = editOf(CHART, { file: FILE })
  expect([await opened.check.check(edit), await opened.check.check(edit)]).toEqual([[], []])
  expect(opened.notes).toEqual([expect.stringContaining('helm is not on the PATH of this runner')])
  await using strict = await openRoom(CHART, { mode: 'require' })
  expect(await problemOf(() => strict.check.check(edit))).toMatchObject({
    code: 'RENDER_FAILED',
    hint: 'Install helm in a step before, or set render-check: auto.',
  })
})
