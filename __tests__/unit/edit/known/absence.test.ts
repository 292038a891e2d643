import { describe, expect, test } from 'vitest'
import { argocdApplications } from '../../../../src/edit/argocd/target.ts'
import { helmValues } from '../../../../src/edit/helm/target.ts'
import { manifestImages } from '../../../../src/edit/manifest/target.ts'
import type { EditTarget } from '../../../../src/edit/target.ts'
import { aFile, problemOf } from '../../builders.ts'

const VALUES = `web:
  image: {repository: h.io/web, tag: a}
jobs:
  - name: mail
    image: h.io/mail:a
sidecarImage: h.io/proxy:a
`

const indented = (text: string, by: number) => text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
const application = (name: string, source: string, kind = 'Application') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec:\n  source:\n${indented(source, 4)}`

const OBJECT = application('shop', `helm:\n  valuesObject:\n${indented(VALUES, 4)}`)
const BLOCK = application('shop', `helm:\n  values: |\n${indented(VALUES, 4)}`)
const PARAMETERS = application(
  'shop',
  'helm:\n  parameters:\n  - {name: web.image.repository, value: h.io/web}\n  - {name: web.image.tag, value: a}\n  - {name: replicas, value: "2"}\n',
)
const IMAGES = application('shop', 'kustomize:\n  images: ["h.io/web:a", "mail=h.io/mail:a"]\n')
const SOURCES = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop}
spec:
  sources:
  - repoURL: x
  - helm: {valuesObject: {web: {image: {repository: h.io/web, tag: a}}}}
`
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: worker}
spec: {template: {spec: {initContainers: [{name: migrate, image: h.io/w:a}], containers: [{name: worker, image: h.io/w:a}]}}}
`
const RELEASE = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: shop}
spec: {values: {web: {image: {repository: h.io/web, tag: a}}}}
`

const absence = (kind: EditTarget, text: string, key: string) => {
  const { message, hint } = kind.open(aFile(text, 'prod.yaml')).absence(key)
  return `${message} / ${hint}`
}

const ALL = ['web.image', 'jobs[name=mail].image', 'sidecarImage']
const under = (holder: string) => ALL.map((path) => `${holder}${path}`).join(', ')

describe('helm-values', () => {
  test.each([
    ['web.img', VALUES, `images at: ${ALL.join(', ')}.`],
    ['/web/image', VALUES, 'Did you mean "web.image"?'],
    ['$.web.image', VALUES, 'Did you mean "web.image"?'],
    ['Values.web.image', VALUES, 'Did you mean "web.image"?'],
    ['web/image', VALUES, 'Did you mean "web.image"?'],
    ['web.image', OBJECT, 'Did you mean "spec.source.helm.valuesObject.web.image"?'],
    ['web.imag', 'helm: {values: {web: {image: a/b:c}}}\n', 'images at: helm.values.web.image.'],
    ['web.image', BLOCK, 'Did you mean "spec.source.helm.values#web.image"?'],
    ['web.image', `${BLOCK}---\n${DEPLOYMENT}`, undefined],
    [
      'Deployment/worker/worker',
      DEPLOYMENT,
      'kind/name/container belongs in the input manifests: prod.yaml#Deployment/worker/worker',
    ],
  ])('%s', async (key, text, expected) => {
    if (expected === undefined) {
      expect(await problemOf(() => absence(helmValues, text, key))).toMatchObject({
        hint: expect.stringContaining('use the input manifests'),
      })
    } else expect(absence(helmValues, text, key)).toContain(expected)
  })
})

const KUSTOMIZATION = `images:
- name: web
  newName: h.io/web
  digest: sha256:${'c'.repeat(64)}
helmCharts:
- name: shop
  valuesInline: {web: {image: {repository: h.io/web, tag: a}}}
`

describe('a kustomization in helm-values', () => {
  const open = (text: string) => helmValues.open(aFile(text, 'apps/prod/kustomization.yaml'))
  const hint = 'A kustomization belongs in the input overlays: apps/prod'

  test.each(['images', 'images[name=web]', 'images[name=web].digest', 'images[name=api]', 'images.web'])(
    'leads from %s to overlays, and gets no keys of values',
    async (key) => {
      const file = open(KUSTOMIZATION)
      expect(file.find(key)).toBeUndefined()
      expect(file.absence(key)).toMatchObject({ code: 'ENTRY_MISSING', hint })
      const create = () => file.create(key, { image: 'h.io/team/web', tag: 'b' })
      expect(await problemOf(create)).toMatchObject({ code: 'ENTRY_MISSING', hint })
    },
  )

  test('leads to overlays from any path, where it holds no values', async () => {
    const file = open('images: [{name: web, newTag: a}]\n')
    expect(file.absence('image').hint).toBe(hint)
    expect(await problemOf(() => file.create('image', { tag: 'b' }))).toMatchObject({ hint })
  })

  test('has the values of its charts', () => {
    const file = open(KUSTOMIZATION)
    const key = 'helmCharts[name=shop].valuesInline.web.image'
    expect(file.find(key)?.edit({ tag: 'b' })).toBe(KUSTOMIZATION.replace('tag: a', 'tag: b'))
    expect(file.absence('web.image').hint).toContain(`images at: ${key}.`)
  })
})

test('a container in helm-values is not to be written into the file with create-missing', async () => {
  const file = helmValues.open(aFile(DEPLOYMENT, 'prod.yaml'))
  expect(await problemOf(() => file.create('Deployment/worker/worker', { tag: 'b' }))).toMatchObject({
    hint: 'kind/name/container belongs in the input manifests: prod.yaml#Deployment/worker/worker',
  })
})

test('takes the only image of a file for none that ends alike', () => {
  expect(absence(helmValues, 'redis:\n  image: {repository: a/b, tag: c}\n', 'image')).not.toContain(
    'Did you mean',
  )
})

const OBJECT_AT = 'spec.source.helm.valuesObject'
const BLOCK_AT = 'spec.source.helm.values'

describe('an Application in helm-values', () => {
  test.each([
    [OBJECT_AT, OBJECT, `does not say where in ${OBJECT_AT} the image is`],
    [OBJECT_AT, OBJECT, `images at: ${under(`${OBJECT_AT}.`)}.`],
    [`${OBJECT_AT}.web.imag`, OBJECT, `Did you mean "${OBJECT_AT}.web.image"?`],
    [`${BLOCK_AT}#web.imag`, BLOCK, `Did you mean "${BLOCK_AT}#web.image"?`],
    [`${BLOCK_AT}#nothing`, BLOCK, `images at: ${under(`${BLOCK_AT}#`)}.`],
    [`${BLOCK_AT}#web.image`, OBJECT, `Did you mean "${OBJECT_AT}.web.image"?`],
    ['spec.source.helm.parameters#img', PARAMETERS, 'images at: spec.source.helm.parameters#web.image.'],
    [
      'spec.source.helm.parameters',
      PARAMETERS,
      'does not say which image of spec.source.helm.parameters is meant',
    ],
    [
      'spec.source.kustomize.images#api',
      IMAGES,
      'images at: spec.source.kustomize.images#h.io/web, spec.source.kustomize.images#mail.',
    ],
    [`spec.sources[0].helm.valuesObject`, SOURCES, 'images at: spec.sources[1].helm.valuesObject.web.image.'],
    [`spec.sources[1].helm.valuesObject`, SOURCES, 'images at: spec.sources[1].helm.valuesObject.web.image.'],
    [
      `[name=b].${OBJECT_AT}.web.imag`,
      `${application('a', 'helm: {valuesObject: {api: {image: x/y:z}}}\n')}---\n${OBJECT.replace('name: shop', 'name: b')}`,
      `Did you mean "[name=b].${OBJECT_AT}.web.image"?`,
    ],
  ])('%s', (key, text, expected) => {
    expect(absence(argocdApplications, text, key)).toContain(expected)
  })

  test('as a block, names the images in it where the path ends there', async () => {
    const problem = await problemOf(() => argocdApplications.open(aFile(BLOCK, 'prod.yaml')).find(BLOCK_AT))
    expect(problem?.hint).toContain(`prod.yaml#${BLOCK_AT}#web.image`)
    expect(problem?.hint).toContain('jobs[name=mail].image')
  })
})

describe('manifests', () => {
  test.each([
    ['Deployment/worker/web', DEPLOYMENT, 'for example prod.yaml#Deployment/worker/migrate.'],
    ['Deployment/worker/workr', DEPLOYMENT, 'for example prod.yaml#Deployment/worker/worker.'],
    ['Deployment/wroker/worker', DEPLOYMENT, 'for example prod.yaml#Deployment/worker/worker.'],
    ['StatefulSet/api/worker', DEPLOYMENT, 'for example prod.yaml#Deployment/worker/worker.'],
    ['Application/shop/web', OBJECT, 'no container in Application/shop'],
    [
      'Application/shop/web',
      OBJECT,
      `Name the image in the input helm-values: prod.yaml#${OBJECT_AT}.web.image.`,
    ],
    [
      'application/shop/mail',
      BLOCK,
      `in the input helm-values: prod.yaml#${BLOCK_AT}#jobs[name=mail].image.`,
    ],
    [
      'Application/shop/web',
      `${OBJECT}---\n${DEPLOYMENT}`,
      `in the input helm-values: prod.yaml#[name=shop].${OBJECT_AT}.web.image.`,
    ],
    ['HelmRelease/shop/web', RELEASE, 'in the input helm-values: prod.yaml#spec.values.web.image.'],
    ['Deployment/web/web', VALUES, 'in the input helm-values: prod.yaml#web.image.'],
    [
      'ConfigMap/a/web',
      'kind: ConfigMap\nmetadata: {name: a}\n',
      'kind/name/container, for example prod.yaml#Deployment/web/web.',
    ],
  ])('%s', (key, text, expected) => {
    expect(absence(manifestImages, text, key)).toContain(expected)
  })

  test.each([
    ['apps/prod/kustomization.yaml', 'apps/prod'],
    ['kustomization.yaml', 'kustomization.yaml'],
  ])('leads to overlays for %s, which kustomize builds', (path, overlay) => {
    const { hint } = manifestImages
      .open(aFile('images: [{name: web, newTag: a}]\n', path))
      .absence('Deployment/web/web')
    expect(hint).toBe(`A kustomization belongs in the input overlays: ${overlay}`)
  })
})

test('a hostile file lists no more than twenty images, and nothing of a text that is no YAML', () => {
  const many = Array.from({ length: 500 }, (_, index) => `i${index}: {image: h.io/a:b}`).join('\n')
  expect(absence(helmValues, `${many}\n`, 'x.image').match(/i\d+\.image/g)).toHaveLength(20)
  const broken = application('shop', 'helm:\n  values: |\n    a: [\n')
  expect(absence(helmValues, broken, 'web.image')).not.toContain('images at')
})

test('values in values in values are those of no Application', () => {
  const levels = Array.from({ length: 600 }, (_, depth) => indented('helm:\n values: |\n', 2 * depth))
  const text = `${levels.join('')}${indented('web: {image: h.io/a:b}\n', 1200)}`
  expect(absence(helmValues, text, 'web.image')).not.toContain('images at')
})
