import { describe, expect, test } from 'vitest'
import { openRepository } from '../../../../src/effective/open-repository.ts'
import { type MemoryFile, memoryFiles } from '../../../support/audit/memory-files.ts'

type Files = Readonly<Record<string, MemoryFile>>

const imagesOf = (files: Files) =>
  openRepository(memoryFiles(files)).images.map(({ text, origins, name, known }) => ({
    text,
    from: origins.map(({ root, namespace = '' }) => `${root} ${namespace}`.trim()),
    line: `${name.at.source.path}:${name.at.source.text.slice(0, name.at.start).split('\n').length}`,
    known,
  }))

const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: ${image}\n`

const application = (source: string, name = 'web') => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}}
spec:
  destination: {namespace: shop}
  source:
    repoURL: https://git.example/acme/config
${source.replaceAll(/^/gm, '    ')}
`

const CHART: Files = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: "1.0.0"\n',
  'charts/web/values.yaml': 'image:\n  registry: docker.io\n  repository: acme/web\n  tag: v1\n',
  'charts/web/templates/pod.yaml': pod(
    '"{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"',
  ),
}

describe('an Application with a chart of the repository', () => {
  test('gives it its values files, its own values and its parameters, each over the one before', () => {
    const files = {
      ...CHART,
      'charts/web/values-prod.yaml': 'image: {tag: from-file, registry: quay.io}\n',
      'env/prod.yaml': 'image:\n  tag: from-ref\n',
      'apps/web.yaml': application(
        'path: charts/web\nhelm:\n  valueFiles: [values-prod.yaml, /env/prod.yaml]\n  values: |\n    image:\n      repository: acme/store\n  parameters:\n    - name: image.tag\n      value: v9\n',
      ),
    }
    expect(imagesOf(files)).toEqual([
      {
        text: 'quay.io/acme/store:v9',
        from: ['apps/web.yaml shop'],
        line: 'charts/web/values-prod.yaml:1',
        known: 'certain',
      },
    ])
  })

  test('takes valuesObject before values', () => {
    const source =
      'path: charts/web\nhelm:\n  values: "image: {tag: no}"\n  valuesObject:\n    image: {tag: yes1}\n'
    expect(imagesOf({ ...CHART, 'apps/web.yaml': application(source) }).map(({ text }) => text)).toEqual([
      'docker.io/acme/web:yes1',
    ])
  })

  test('names each part where it is decided', () => {
    const files = {
      ...CHART,
      'apps/web.yaml': application(
        'path: charts/web\nhelm:\n  parameters:\n    - {name: image.tag, value: "v2"}\n',
      ),
    }
    const [image] = openRepository(memoryFiles(files)).images
    const at = [image?.name.at, image?.tag?.at].map((one) => one?.source.text.slice(one.start, one.end))
    expect(at).toEqual(['docker.io', '"v2"'])
    expect(image?.tag?.at.source.path).toBe('apps/web.yaml')
  })

  test.each([
    ['a values file that is not here', 'valueFiles: [gone.yaml]', 'assumed'],
    ['one that may be missing', 'valueFiles: [gone.yaml]\n  ignoreMissingValueFiles: true', 'certain'],
    ['one on a server', 'valueFiles: ["https://x.io/v.yaml"]', 'assumed'],
    ['one of another repository', 'valueFiles: [$other/v.yaml]', 'assumed'],
    ['files of parameters', 'fileParameters: [{name: a, path: b}]', 'assumed'],
    ['a list as a parameter', 'parameters: [{name: "a[0]", value: b}]', 'assumed'],
  ])('is not known in full with %s', (_, helm, known) => {
    const files = { ...CHART, 'apps/web.yaml': application(`path: charts/web\nhelm:\n  ${helm}\n`) }
    expect(imagesOf(files).map((image) => image.known)).toEqual([known])
  })

  test('may have its parameters beside the chart', () => {
    const files = {
      ...CHART,
      'apps/web.yaml': application('path: charts/web\n'),
      'charts/web/.argocd-source.yaml': 'helm:\n  parameters:\n    - {name: image.tag, value: all}\n',
      'charts/web/.argocd-source-web.yaml': 'helm:\n  parameters:\n    - {name: image.tag, value: own}\n',
    }
    expect(imagesOf(files).map(({ text }) => text)).toEqual(['docker.io/acme/web:own'])
  })

  test('of several sources takes values of another one by its name', () => {
    const spec = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec:
  sources:
    - repoURL: https://git.example/acme/config
      ref: values
    - repoURL: https://git.example/acme/charts
      path: charts/web
      helm: {valueFiles: [$values/env/prod.yaml]}
    - repoURL: https://charts.example
      chart: cache
      helm: {valueFiles: [$values/env/cache.yaml]}
`
    const files = {
      ...CHART,
      'apps/web.yaml': spec,
      'env/prod.yaml': 'image: {tag: prod}\n',
      'env/cache.yaml': 'image:\n  repository: quay.io/acme/cache\n  tag: c1\n',
    }
    expect(imagesOf(files).map(({ text, known }) => `${text} ${known}`)).toEqual([
      'docker.io/acme/web:prod certain',
      'quay.io/acme/cache:c1 assumed',
    ])
  })
})

describe('an Application with manifests', () => {
  const FILES: Files = {
    'deploy/a.yaml': pod('a:1'),
    'deploy/b.yaml': pod('b:1'),
    'deploy/deep/c.yaml': pod('c:1'),
  }
  const from = (directory: string) =>
    imagesOf({ ...FILES, 'apps/web.yaml': application(`path: deploy\n${directory}`) })
      .filter((image) => image.from.includes('apps/web.yaml shop'))
      .map(({ text }) => text)
      .toSorted()

  test.each([
    ['', ['a:1', 'b:1']],
    ['directory: {recurse: true}', ['a:1', 'b:1', 'c:1']],
    ['directory: {recurse: true, include: "{a,deep/*}.yaml"}', ['a:1', 'c:1']],
    ['directory: {exclude: "b.yaml"}', ['a:1']],
  ])('%s', (directory, images) => {
    expect(from(directory)).toEqual(images)
  })

  test('of an overlay sets its images', () => {
    const files = {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\nimages:\n  - {name: a, newTag: "2"}\n',
      'overlay/a.yaml': pod('a:1'),
      'apps/web.yaml': application('path: overlay\nkustomize:\n  images: ["a=quay.io/b:3"]\n'),
    }
    const [image] = imagesOf(files)
    expect(image?.text).toBe('quay.io/b:3')
    expect(image?.from).toEqual(['apps/web.yaml shop'])
  })
})

const applicationSet = (generators: string, template: string, more = '') => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all}
spec:
${more}  generators:
${generators.replaceAll(/^/gm, '    ')}
  template:
    metadata: {name: "x"}
    spec:
      source:
        repoURL: https://git.example/acme/config
${template.replaceAll(/^/gm, '        ')}
`

describe('an ApplicationSet', () => {
  const with_ = (generators: string, template: string, more = '') =>
    imagesOf({
      ...CHART,
      'env/dev.yaml': 'image: {tag: dev}\n',
      'env/prod.yaml': 'image: {tag: prod}\n',
      'apps/all.yaml': applicationSet(generators, template, more),
    })
      .map(({ text }) => text)
      .toSorted()
  const LIST = '- list:\n    elements: [{env: dev, tag: t1}, {env: prod, tag: t2}]'

  test.each([
    ['a list', LIST, 'path: charts/web\nhelm: {valueFiles: ["/env/{{env}}.yaml"]}', ''],
    [
      'a list, in Go templates',
      LIST,
      'path: charts/web\nhelm: {valueFiles: ["/env/{{ .env | lower }}.yaml"]}',
      '  goTemplate: true\n',
    ],
    [
      'files',
      '- git:\n    repoURL: https://git.example/acme/config\n    files: [{path: "env/*.yaml"}]',
      'path: charts/web\nhelm: {valueFiles: ["/{{path}}/{{path.filename}}"]}',
      '',
    ],
    [
      'a matrix',
      `- matrix:\n    generators:\n    - list: {elements: [{chart: web}]}\n    ${LIST.replaceAll('\n', '\n    ')}`,
      'path: "charts/{{chart}}"\nhelm: {valueFiles: ["/env/{{env}}.yaml"]}',
      '',
    ],
  ])('of %s', (_, generators, template, more) => {
    expect(with_(generators, template, more)).toEqual(['docker.io/acme/web:dev', 'docker.io/acme/web:prod'])
  })

  test('of folders', () => {
    const generators =
      '- git:\n    repoURL: https://git.example/acme/config\n    directories: [{path: "charts/*"}]'
    expect(with_(generators, 'path: "{{path}}"')).toEqual(['docker.io/acme/web:v1'])
  })

  test('of clusters, which nobody knows here', () => {
    const known = imagesOf({
      ...CHART,
      'apps/all.yaml': applicationSet(
        '- clusters: {}',
        'path: charts/web\nhelm: {parameters: [{name: image.tag, value: "{{metadata.labels.tag}}"}]}',
      ),
    })
    expect(known.filter((image) => image.known === 'certain')).toEqual([])
  })

  test('with a patch for each', () => {
    const more =
      '  goTemplate: true\n  templatePatch: |\n    spec:\n      source:\n        helm:\n          parameters:\n          - name: image.tag\n            value: {{ .tag }}\n'
    expect(with_(LIST, 'path: charts/web', more)).toEqual(['docker.io/acme/web:t1', 'docker.io/acme/web:t2'])
  })
})

describe('Argo CD Image Updater', () => {
  const files = (list: string): Files => ({
    ...CHART,
    'apps/web.yaml': application('path: charts/web\n').replace(
      '{name: web}',
      `{name: web, annotations: {argocd-image-updater.argoproj.io/image-list: "${list}"}}`,
    ),
  })

  test.each([
    ['web=docker.io/acme/web:1.x', true],
    ['other=quay.io/x, acme/web', true],
    ['acme/other', false],
  ])('%s', (list, updated) => {
    expect(openRepository(memoryFiles(files(list))).images.map((image) => image.updated)).toEqual([updated])
  })
})
