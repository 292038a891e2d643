import { describe, expect, test } from 'vitest'
import { isComposed } from '../../../../../src/effective/object.ts'
import {
  deployment,
  imageOf,
  kustomized,
  placeOf,
  pod,
  scalarOf,
  type Tree,
} from '../../../../support/audit/kustomized.ts'

const built = (image: string, entries: string, folder = 'o') =>
  kustomized(
    { 'o/p.yaml': pod('p', image), 'o/kustomization.yaml': `resources: [p.yaml]\nimages: [${entries}]\n` },
    folder,
  )

/** Results are those of kustomize v5.8.1. */
describe('an entry of images', () => {
  test.each([
    ['app', '{name: app, newTag: v2}', 'app:v2'],
    ['app:v1', '{name: app, newName: r.io/x}', 'r.io/x:v1'],
    ['app:v1', '{name: app, digest: "sha256:ab"}', 'app@sha256:ab'],
    ['app@sha256:cd', '{name: app, newTag: v2}', 'app:v2'],
    ['app:v1@sha256:cd', '{name: app, newName: x}', 'x:v1@sha256:cd'],
    ['app:v1', '{name: app, newTag: v2, digest: "sha256:ab"}', 'app:v2@sha256:ab'],
    ['r.io:5000/app:v1', '{name: "r.io:5000/app", newTag: v2}', 'r.io:5000/app:v2'],
    ['my-app', '{name: my.app, newTag: v2}', 'my-app:v2'],
    ['xapp', '{name: app, newTag: v2}', 'xapp'],
    ['app:v1', '{name: "app:v1", newTag: v2}', 'app:v2'],
    ['team/app:v1', '{name: app, newTag: v2}', 'team/app:v1'],
    ['team/app:v1', '{name: "team/(app|web)", newTag: v2}', 'team/app:v2'],
    ['app:v1', '{name: app, tagSuffix: -x}', 'app:v1-x-x'],
    ['a', '{name: a, newName: b}, {name: b, newTag: "1"}', 'b:1'],
    ['a', '{name: b, newTag: "1"}, {name: a, newName: b}', 'b'],
    ['a', '{newTag: "1"}', 'a'],
    ['a', '{name: "[", newTag: "1"}', 'a'],
    ['"a b"', '{name: a, newTag: "1"}', 'a b'],
  ])('%s with %s', (image, entries, expected) => {
    expect(imageOf(built(image, entries).objects[0]).text).toBe(expected)
  })

  test('is found where kustomize looks, and nowhere else', () => {
    const manifest = `apiVersion: x/v1
kind: Thing
metadata: {name: t}
spec:
  template: {spec: {volumes: [{name: v, image: {reference: app}}]}}
  image: app
  deep: [{containers: [{image: app}]}, {initContainers: [{image: app}], ephemeralContainers: [{image: app}]}]
`
    const { objects } = kustomized({
      'o/t.yaml': manifest,
      'o/kustomization.yaml': 'resources: [t.yaml]\nimages: [{name: app, newTag: v2}]\n',
    })
    const at = (...steps: (string | number)[]) => scalarOf(objects[0], 'spec', ...steps).text
    expect(at('deep', 0, 'containers', 0, 'image')).toBe('app:v2')
    expect(at('deep', 1, 'initContainers', 0, 'image')).toBe('app:v2')
    expect(at('deep', 1, 'ephemeralContainers', 0, 'image')).toBe('app')
    expect(at('template', 'spec', 'volumes', 0, 'image', 'reference')).toBe('app:v2')
    expect(at('image')).toBe('app')
  })

  test('is found where a configuration of the base says', () => {
    const { objects } = kustomized({
      'b/w.yaml':
        'kind: Workflow\napiVersion: x/v1\nmetadata: {name: w}\nspec: {templates: [{container: {image: app}, script: {image: app}}]}\n',
      'b/c.yaml': 'images: [{path: "spec/templates[]/container/image", kind: Workflow}]\n',
      'b/kustomization.yaml': 'resources: [w.yaml]\nconfigurations: [c.yaml]\n',
      'o/kustomization.yaml': 'resources: [../b]\nimages: [{name: app, newTag: v2}]\n',
    })
    expect(scalarOf(objects[0], 'spec', 'templates', 0, 'container', 'image').text).toBe('app:v2')
    expect(scalarOf(objects[0], 'spec', 'templates', 0, 'script', 'image').text).toBe('app')
  })

  test.each(['containers: [a]', 'containers: [{image: {a: b}}]'])('%s stops kustomize', (spec) => {
    const { messages } = kustomized({
      'o/t.yaml': `apiVersion: x/v1\nkind: Thing\nmetadata: {name: t}\nspec: {${spec}}\n`,
      'o/kustomization.yaml': 'resources: [t.yaml]\nimages: [{name: app, newTag: v2}]\n',
    })
    expect(messages).toEqual([expect.stringContaining('Thing/t has something else')])
  })
})

describe('what decided an image', () => {
  const LAYERS: Tree = {
    'b/d.yaml': deployment('d', 'app:v1'),
    'b/kustomization.yaml': 'resources: [d.yaml]\nimages:\n- name: app\n  newName: r.io/app\n',
    'o/kustomization.yaml': 'resources: [../b]\nimages:\n- name: r.io/app\n  newTag: v2\n',
  }

  test('is known part by part through all layers', () => {
    const image = imageOf(kustomized(LAYERS).objects[0])
    if (!isComposed(image)) throw new Error('nothing was composed')
    const { name, tag, digest, written, entries } = image.image
    expect(image.text).toBe('r.io/app:v2')
    expect(placeOf(name)).toBe('b/kustomization.yaml:4 r.io/app')
    expect(tag && placeOf(tag)).toBe('o/kustomization.yaml:4 v2')
    expect(digest).toBeUndefined()
    expect(placeOf(written)).toBe('b/d.yaml:10 app:v1')
    expect(entries.map(placeOf)).toEqual([
      'b/kustomization.yaml:3 name: app',
      'o/kustomization.yaml:3 name: r.io/app',
    ])
  })

  test('is the scalar itself where no entry matched', () => {
    const { objects } = kustomized({ ...LAYERS, 'o/kustomization.yaml': 'resources: [../b/d.yaml]\n' })
    const image = imageOf(objects[0])
    expect(isComposed(image)).toBe(false)
    expect(placeOf(image)).toBe('b/d.yaml:10 app:v1')
  })

  test('is the line of a patch, also of one within a kustomization', () => {
    const { objects } = kustomized({
      ...LAYERS,
      'o/kustomization.yaml': `resources: [../b]
patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: d}
    spec:
      template:
        spec:
          containers:
          - name: c0
            image: patched:v3
`,
    })
    expect(placeOf(imageOf(objects[0]))).toBe('o/kustomization.yaml:12 patched:v3')
  })
})
