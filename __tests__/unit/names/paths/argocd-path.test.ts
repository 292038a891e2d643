import { expect, test } from 'vitest'
import { argocdAddress } from '../../../../src/names/paths/argocd-path.ts'
import { formatPath } from '../../../../src/names/yaml-path.ts'

const TABLE = [
  ['spec.source.helm.values#image', 'values', 'spec.source.helm.values', 'image'],
  ['spec.source.helm.values.image', 'values', 'spec.source.helm.values', 'image'],
  [
    'spec.source.helm.values#pods[name=web].image',
    'values',
    'spec.source.helm.values',
    'pods[name=web].image',
  ],
  ['spec.source.helm.values', 'values', 'spec.source.helm.values', ''],
  [
    'spec.sources[ref=own].helm.valuesObject.a.b',
    'valuesObject',
    'spec.sources[ref=own].helm.valuesObject',
    'a.b',
  ],
  ['spec.sources[0].helm.parameters#a.image', 'parameters', 'spec.sources[0].helm.parameters', 'a.image'],
  ['spec.source.helm.parameters[name=image.tag]', 'parameters', 'spec.source.helm.parameters', 'image.tag'],
  [
    '[name=web].spec.source.kustomize.images#ghcr.io/a/web',
    'images',
    'spec.source.kustomize.images',
    'ghcr.io/a/web',
  ],
  [
    'spec.template.spec.source.kustomize.images[name=web]',
    'images',
    'spec.template.spec.source.kustomize.images',
    'web',
  ],
] as const

test.each(TABLE)('%s', (key, form, holder, inner) => {
  const address = argocdAddress(key) ?? expect.fail('it is no address')
  expect({ ...address, holder: formatPath(address.holder) }).toMatchObject({ form, holder, inner })
  expect(address.document).toEqual(
    key.startsWith('[') ? { kind: 'match', field: 'name', value: 'web' } : undefined,
  )
})

test.each([
  'image',
  'helm.image',
  'spec.source.helm',
  'values#image',
  'spec.kustomize.image',
  'a..b',
  'helm[0].values',
])('%s is none', (key) => {
  expect(argocdAddress(key)).toBeUndefined()
})
