import { describe, expect, test } from 'vitest'
import { openRepository } from '../../../../src/effective/open-repository.ts'
import { type MemoryFile, memoryFiles } from '../../../support/audit/memory-files.ts'

type Files = Readonly<Record<string, MemoryFile>>

const imagesOf = (files: Files) =>
  openRepository(memoryFiles(files)).images.map(
    ({ text, known, origins }) => `${text} ${known} ${origins.map(({ root }) => root).join(',')}`,
  )

const CHART: Files = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'image: {repository: quay.io/acme/web, tag: v1}\n',
  'charts/web/templates/pod.yaml':
    'kind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
}

const release = (spec: string, kind = 'GitRepository') => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: shop}
spec:
  chart:
    spec: {chart: ./charts/web, sourceRef: {kind: ${kind}, name: config}}
${spec.replaceAll(/^/gm, '  ')}
`

describe('a HelmRelease', () => {
  test('gives values to a chart of the repository', () => {
    const files = { ...CHART, 'release.yaml': release('values: {image: {tag: v2}}') }
    expect(imagesOf(files)).toEqual(['quay.io/acme/web:v2 certain release.yaml'])
  })

  test('takes values from ConfigMaps, and its own over them', () => {
    const configMap =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: values, namespace: shop}\ndata:\n  values.yaml: |\n    image:\n      tag: from-map\n      repository: ghcr.io/acme/web\n'
    const files = {
      ...CHART,
      'map.yaml': configMap,
      'release.yaml': release('valuesFrom: [{kind: ConfigMap, name: values}]\nvalues: {image: {tag: own}}'),
    }
    expect(imagesOf(files)).toEqual(['ghcr.io/acme/web:own certain release.yaml'])
  })

  test.each([
    ['a Secret', 'valuesFrom: [{kind: Secret, name: x}]'],
    ['a ConfigMap that is not here', 'valuesFrom: [{kind: ConfigMap, name: x}]'],
    ['a post-renderer', 'postRenderers: [{kustomize: {images: []}}]'],
  ])('with %s is not known in full', (_, spec) => {
    expect(imagesOf({ ...CHART, 'release.yaml': release(spec) })).toEqual([
      'quay.io/acme/web:v1 assumed release.yaml',
    ])
  })

  test('of a chart that is elsewhere has its values alone', () => {
    const values = 'values:\n  server:\n    image: {registry: quay.io, repository: acme/x, tag: v3}'
    expect(imagesOf({ 'release.yaml': release(values, 'HelmRepository') })).toEqual([
      'quay.io/acme/x:v3 assumed release.yaml',
    ])
  })
})

const IMAGE = `"\${registry}/web:\${tag:=v1}"`
const POD = `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - {name: web, image: ${IMAGE}}\n`
const kustomization = (spec: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  path: ./apps
${spec.replaceAll(/^/gm, '  ')}
`

describe('a Kustomization of Flux', () => {
  test.each([
    ['substitute: {registry: quay.io}', 'quay.io/web:v1'],
    ['substitute: {registry: quay.io, tag: v2}', 'quay.io/web:v2'],
    ['substituteFrom: [{kind: ConfigMap, name: vars}]', 'ghcr.io/web:v1'],
    ['substituteFrom: [{kind: Secret, name: vars}]', `\${registry}/web:v1`],
  ])('fills in what the repository says: %s', (postBuild, image) => {
    const files = {
      'apps/pod.yaml': POD,
      'vars.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vars}\ndata: {registry: ghcr.io}\n',
      'flux.yaml': kustomization(`postBuild:\n  ${postBuild}`),
    }
    const [found] = openRepository(memoryFiles(files)).images.filter(({ origins }) =>
      origins.some(({ substitutes }) => substitutes),
    )
    expect(found?.text).toBe(image)
  })

  test('sets images', () => {
    const files = {
      'apps/kustomization.yaml': 'resources: [pod.yaml]\n',
      'apps/pod.yaml': POD.replace(IMAGE, 'web:v1'),
      'flux.yaml': kustomization('images: [{name: web, newName: quay.io/acme/web, newTag: v7}]'),
    }
    expect(imagesOf(files)).toEqual(['quay.io/acme/web:v7 certain flux.yaml'])
  })
})
