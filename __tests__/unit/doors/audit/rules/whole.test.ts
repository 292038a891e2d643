import { describe, expect, test } from 'vitest'
import { RULES } from '../../../../../src/doors/audit/rules/all.ts'
import { type Files, foundBy, placesOf } from '../../../../support/audit/audited.ts'

const OWN = '465002806239.dkr.ecr.us-east-1.amazonaws.com'
const DOCS = '123456789012.dkr.ecr.us-east-1.amazonaws.com'

/** Everything that all rules find, as `rule severity path:line text`. */
function all(files: Files): readonly string[] {
  return RULES.filter(({ off }) => !off)
    .flatMap((rule) =>
      foundBy(rule, files).map((found) => {
        const [place] = placesOf([found])
        return `${rule.id} ${found.severity ?? rule.severity} ${place}`
      }),
    )
    .toSorted()
}

const deployment = (image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: identity}
spec:
  template:
    spec:
      containers:
        - name: web
          image: ${image}
`

describe('a copied overlay', () => {
  const base: Files = {
    'identity/base/kustomization.yaml': 'resources: [deployment.yaml, account.yaml, training.yaml]\n',
    'identity/base/deployment.yaml': deployment('identity-service:placeholder'),
    'identity/base/account.yaml': `apiVersion: v1
kind: ServiceAccount
metadata:
  name: identity
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::465002806239:role/identity
`,
    'identity/base/training.yaml': `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: training}
spec:
  templates:
    - name: train
      container:
        image: # Will be overridden by overlays
    - name: score
      container:
        image: scorer
`,
  }
  const overlay = (host: string, tag: string, role: string): string => `resources: [../../base]
images:
  - name: identity-service
    newName: ${host}/identity-service
    newTag: ${tag}
  - name: scorer
    newName: ${host}/scorer
    newTag: ${tag}
patches:
  - target: {kind: ServiceAccount}
    patch: |-
      - op: replace
        path: /metadata/annotations/eks.amazonaws.com~1role-arn
        value: arn:aws:iam::${role}:role/identity
`

  test('has every fault in the line that decides it', () => {
    const files = {
      ...base,
      'identity/overlays/prod/kustomization.yaml': overlay(DOCS, 'main-latest', '831926600000'),
    }
    const at = 'identity/overlays/prod/kustomization.yaml'
    expect(all(files)).toEqual([
      `ecr-account-placeholder error ${at}:4 123456789012`,
      `ecr-account-placeholder error ${at}:7 123456789012`,
      'image-empty error identity/base/training.yaml:8 ',
      `image-mutable-tag warning ${at}:5 main-latest`,
      `kustomize-image-unreachable error ${at}:6 scorer`,
      `role-account-not-allowed error ${at}:14 831926600000`,
    ])
  })

  test('is found fault with no more when it is put right', () => {
    const training = (base['identity/base/training.yaml'] as string)
      .replace('# Will be overridden by overlays', `${OWN}/training:v1.4.2`)
      .replace('image: scorer', `image: ${OWN}/scorer:v1.4.2`)
    const mended = overlay(OWN, 'v1.4.2', '465002806239').replace(/ {2}- name: scorer\n.*\n.*\n/, '')
    const files = {
      ...base,
      'identity/base/training.yaml': training,
      'identity/overlays/prod/kustomization.yaml': mended,
    }
    expect(all(files)).toEqual([])
  })
})

const application = (spec: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  destination: {namespace: web}
  source:
    repoURL: https://example.com/config.git
    path: apps/web/overlays/prod
${spec}`

describe('an Application', () => {
  const files: Files = {
    'apps/web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
    'apps/web/base/deployment.yaml': deployment('web'),
    'apps/web/overlays/prod/kustomization.yaml': 'resources: [../../base]\n',
  }

  test('decides the image of the overlay that it deploys', () => {
    expect(all({ ...files, 'argocd/web.yaml': application('') })).toEqual([
      'image-no-tag-or-digest warning apps/web/base/deployment.yaml:9 web',
    ])
    const right = application(`    kustomize:\n      images:\n        - web=${OWN}/web:v1.4.2\n`)
    expect(all({ ...files, 'argocd/web.yaml': right })).toEqual([])
    const wrong = application(`    kustomize:\n      images:\n        - web=${DOCS}/web:v1.4.2\n`)
    expect(all({ ...files, 'argocd/web.yaml': wrong })).toEqual([
      'ecr-account-placeholder error argocd/web.yaml:11 123456789012',
    ])
  })

  test('is known by the folder that it deploys', () => {
    const wrong = application(`    kustomize:\n      images:\n        - web=${DOCS}/web:v1.4.2\n`)
    const found = RULES.flatMap((rule) => foundBy(rule, { ...files, 'argocd/web.yaml': wrong }))
    expect(found.map(({ inheritedBy }) => inheritedBy)).toEqual([['apps/web/overlays/prod']])
  })

  test('whose images an updater writes may have tags that move', () => {
    const text = application(`    kustomize:\n      images:\n        - web=${OWN}/web:main\n`)
    const updated = text.replace(
      'namespace: argocd}',
      `namespace: argocd, annotations: {argocd-image-updater.argoproj.io/image-list: "web=${OWN}/web"}}`,
    )
    expect(all({ ...files, 'argocd/web.yaml': text })).toEqual([
      'image-mutable-tag warning argocd/web.yaml:11 main',
    ])
    expect(all({ ...files, 'argocd/web.yaml': updated })).toEqual([
      'image-mutable-tag notice argocd/web.yaml:11 main',
    ])
  })
})

test('an ApplicationSet that fills in what only GitHub knows makes nothing certain', () => {
  const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: previews}
spec:
  goTemplate: true
  generators: [{pullRequest: {github: {owner: a, repo: b}}}]
  template:
    metadata: {name: "a-{{ .number }}"}
    spec:
      source:
        repoURL: https://example.com/config.git
        path: web
        kustomize: {images: ["web=${OWN}/web:{{ .head_sha }}"]}
`
  const files = {
    'web/kustomization.yaml': 'resources: [deployment.yaml]\n',
    'web/deployment.yaml': deployment('web'),
    'set.yaml': set,
  }
  expect(all(files)).toEqual(['image-no-tag-or-digest notice web/deployment.yaml:9 web'])
})

const account = (role: string): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n  annotations:\n    eks.amazonaws.com/role-arn: ${role}\n`

/** An object of which another makes objects, with a pod and a service account in it. */
const graph = (apiVersion: string, text: string): string => `apiVersion: ${apiVersion}
kind: Template
metadata: {name: a}
spec:
  resources:
    - template: {apiVersion: v1, kind: Pod, spec: {containers: [{image: "${text}"}]}}
    - template: {apiVersion: v1, kind: ServiceAccount, metadata: {annotations: {eks.amazonaws.com/role-arn: "${text}"}}}
`

/** Files of other tools, which are YAML before they are filled in, too. */
const TEMPLATES: readonly (readonly [string, Files])[] = [
  [
    'Ansible',
    { 'roles/web/templates/account.yaml': account('"arn:aws:iam::{{ account }}:role/{{ role }}"') },
  ],
  ['Jinja', { 'd.yaml': deployment('"{% if a %}b{% else %}c{% endif %}"') }],
  ['Ruby', { 'd.yaml': deployment('"<%= account %>.dkr.ecr.us-east-1.amazonaws.com/web:<%= tag %>"') }],
  [
    'Backstage',
    { 'd.yaml': deployment('$' + '{{ values.account }}.dkr.ecr.us-east-1.amazonaws.com/web:v1') },
  ],
  ['Terraform, by its name', { 'd.yaml.tpl': deployment('$' + '{image}') }],
  ['kro', { 'd.yaml': graph('kro.run/v1alpha1', '$' + '{schema.spec.image}') }],
  ['OpenShift', { 'd.yaml': graph('template.openshift.io/v1', '$' + '{IMAGE}') }],
  [
    'Cookiecutter, beside the text that is filled in',
    { 'd.yaml': deployment(`${DOCS}/web:v1`).replace('name: identity', 'name: "{{cookiecutter.name}}"') },
  ],
  [
    'Ansible, in another object of the file',
    { 'd.yaml': `${account('"{{ role }}"')}---\n${deployment('""')}` },
  ],
]

describe('what is not known is no error', () => {
  test.each<readonly [string, Files]>([
    [
      'below a component that is elsewhere',
      {
        'a/kustomization.yaml': 'resources: [d.yaml]\ncomponents: [https://example.com/component]\n',
        'a/d.yaml': deployment(`${DOCS}/web:v1`),
      },
    ],
    [
      'in a template',
      {
        'chart/Chart.yaml': 'name: a\nversion: 1.0.0\napiVersion: v2\n',
        'chart/templates/d.yaml': deployment(`{{ .Values.account }}.dkr.ecr.us-east-1.amazonaws.com/web:v1`),
      },
    ],
    [
      'in a text for a template',
      { 'd.yaml': deployment(`"{{ account }}.dkr.ecr.us-east-1.amazonaws.com/web:{{ tag }}"`) },
    ],
    ...TEMPLATES.map(([what, files]): readonly [string, Files] => [`in a template of ${what}`, files]),
    [
      'in an object of somebody else',
      {
        'd.yaml': `apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {image: "${DOCS}/web:v1"}\n`,
      },
    ],
  ])('%s', (_, files) => {
    expect(all(files).filter((one) => one.includes(' error ') || one.includes(' warning '))).toEqual([])
  })

  test.each(TEMPLATES)('and no template of %s is edited at the text that is filled in', (_, files) => {
    const fixes = RULES.flatMap((rule) => foundBy(rule, files)).flatMap(({ fix }) => fix?.changes ?? [])
    const texts = fixes.map((change) => ('at' in change ? change.at.text : change.kind))
    expect(texts.filter((text) => text !== `${DOCS}/web:v1`)).toEqual([])
  })

  test('nor is a text that a program fills in, where a kustomization deploys it', () => {
    const files = {
      'kustomization.yaml': 'resources: [d.yaml]\n',
      'd.yaml': deployment('"<%= account %>.dkr.ecr.us-east-1.amazonaws.com/web:v1"'),
    }
    const found = RULES.flatMap((rule) => foundBy(rule, files))
    expect(found.map(({ fix }) => fix)).toEqual([undefined])
  })

  test('but braces that a program of the cluster reads are no template', () => {
    const rules = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec: {groups: [{rules: [{annotations: {summary: "{{ $labels.pod }} is down"}}]}]}\n`
    expect(all({ 'd.yaml': `${rules}---\n${deployment(`${DOCS}/web:v1`)}` })).toEqual([
      'ecr-account-placeholder error d.yaml:14 123456789012',
    ])
  })
})
