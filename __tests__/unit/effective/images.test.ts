import { describe, expect, test } from 'vitest'
import type { EffectiveImage } from '../../../src/effective/image.ts'
import { openRepository } from '../../../src/effective/open-repository.ts'
import { memoryFiles } from '../../support/audit/memory-files.ts'

const imagesOf = (files: Readonly<Record<string, string>>): readonly EffectiveImage[] =>
  openRepository(memoryFiles(files)).images

const pod = (image: string): string => `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - image: ${image}
`
const shown = ({ text, known, origins, namespace }: EffectiveImage) => [
  text,
  known,
  namespace,
  origins.map(({ root }) => root),
]

describe('an image of a base', () => {
  const base = { 'base/pod.yaml': pod('web:v1'), 'base/kustomization.yaml': 'resources: [pod.yaml]' }

  test('is one, with all overlays that leave it as it is', () => {
    const files = {
      ...base,
      'b/kustomization.yaml': 'resources: [../base]\nnamespace: b',
      'a/kustomization.yaml': 'resources: [../base]\nnamespace: a',
      'c/kustomization.yaml': 'resources: [../base]\nimages: [{name: web, newTag: v2}]',
    }
    expect(imagesOf(files).map(shown)).toEqual([
      ['web:v1', 'certain', undefined, ['a', 'b']],
      ['web:v2', 'certain', undefined, ['c']],
    ])
  })

  test('has its parts where they are decided', () => {
    const files = {
      ...base,
      'c/kustomization.yaml': 'resources: [../base]\nimages: [{name: web, newTag: v2}]',
    }
    const [image] = imagesOf(files)
    const text = ({ source, start, end }: EffectiveImage['name']['at']) =>
      `${source.path} ${source.text.slice(start, end)}`
    expect(image && [text(image.name.at), image.tag && text(image.tag.at), text(image.written)]).toEqual([
      'base/pod.yaml web:v1',
      'c/kustomization.yaml v2',
      'base/pod.yaml web:v1',
    ])
  })

  test('is certain where one root is known that deploys it', () => {
    const files = {
      ...base,
      'a/kustomization.yaml': 'resources: [../base]\ncomponents: [https://example.com/component]',
      'b/kustomization.yaml': 'resources: [../base]',
    }
    expect(imagesOf(files).map(shown)).toEqual([['web:v1', 'certain', undefined, ['a', 'b']]])
    const { 'b/kustomization.yaml': _, ...alone } = files
    expect(imagesOf(alone).map(shown)).toEqual([['web:v1', 'assumed', undefined, ['a']]])
  })
})

describe('a manifest', () => {
  test('that nothing includes is deployed from its file, those of a list with it', () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n  - ${pod('web:v1').replaceAll('\n', '\n    ')}\n`
    expect(imagesOf({ 'x/list.yaml': list, 'values.yaml': 'containers: [{image: a}]' }).map(shown)).toEqual([
      ['web:v1', 'certain', undefined, ['x/list.yaml']],
    ])
  })

  test('that a kustomization reaches is not deployed a second time', () => {
    const files = { 'pod.yaml': pod('web'), 'kustomization.yaml': 'resources: [pod.yaml]\nnamePrefix: a-' }
    expect(imagesOf(files).map(shown)).toEqual([['web', 'certain', undefined, ['']]])
  })
})

test('nothing is read twice', () => {
  const repository = openRepository(memoryFiles({ 'pod.yaml': pod('web') }))
  expect(repository.images).toBe(repository.images)
  expect(repository.roles).toBe(repository.roles)
  expect(repository.deployed).toBe(repository.deployed)
})
