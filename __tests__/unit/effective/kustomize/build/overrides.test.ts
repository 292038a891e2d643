import { describe, expect, test } from 'vitest'
import { isComposed } from '../../../../../src/effective/object.ts'
import { valueAt } from '../../../../../src/effective/yaml/node.ts'
import { readYaml } from '../../../../../src/effective/yaml/read.ts'
import { imageOf, kustomized, placeOf, pod, saidOf } from '../../../../support/audit/kustomized.ts'

const TREE = {
  'o/p.yaml': pod('p', 'app:v1'),
  'o/kustomization.yaml':
    'resources: [p.yaml]\nnamePrefix: a-\nimages: [{name: app, newName: r.io/app, newTag: v2}]\n',
  'c/kustomization.yaml': 'kind: Component\ncommonAnnotations: {a: b}\n',
}

/** Results are those of `kustomize edit set image`, and so on, before a build. */
describe('what Argo CD adds', () => {
  test.each([
    ['app:v3', 'app:v3'],
    ['app=*:v3', 'r.io/app:v3'],
    ['app=x.io/app:*', 'x.io/app:v2'],
    ['app:*', 'app:v2'],
    ['app=x.io/app', 'x.io/app:v1'],
    ['app=x.io/app:v3', 'x.io/app:v3'],
    ['app@sha256:ab', 'app@sha256:ab'],
    ['app=*@sha256:ab', 'r.io/app@sha256:ab'],
    ['r.io/app:v9', 'r.io/app:v9'],
    ['other:v9', 'r.io/app:v2'],
    // Sorted by name, so it comes first, and nothing is called that yet.
    ['aaa.io/x=y', 'r.io/app:v2'],
  ])('to images: %s', (image, expected) => {
    expect(imageOf(kustomized(TREE, 'o', { images: [image] }).objects[0]).text).toBe(expected)
  })

  test('is known by its place, where it has one', () => {
    const source = { path: 'app.yaml', text: 'image: app:v3\n', exact: true }
    const given = valueAt(readYaml(source).documents[0]?.root, 'image')
    if (given?.kind !== 'scalar') throw new Error('no image')
    const image = imageOf(kustomized(TREE, 'o', { images: [given] }).objects[0])
    expect(isComposed(image) && image.image.tag && placeOf(image.image.tag)).toBe('app.yaml:1 app:v3')
  })

  test('to names, patches and components', () => {
    const patch = readYaml({
      path: 'app.yaml',
      text: '{target: {kind: Pod}, patch: "[{op: add, path: /spec/x, value: y}]"}',
      exact: true,
    })
    const root = patch.documents[0]?.root
    const { objects, messages } = kustomized(TREE, 'o', {
      namespace: 'n',
      namePrefix: 'b-',
      nameSuffix: '-z',
      components: ['../c'],
      patches: root ? [root] : [],
    })
    expect(messages).toEqual([])
    expect(saidOf(objects)['Pod/b-p-z']).toMatchObject({
      metadata: { namespace: 'n', annotations: { a: 'b' } },
      spec: { x: 'y' },
    })
  })

  test('changes nothing for anybody else', () => {
    const { engine } = kustomized(TREE, 'o', { images: ['app:v3'], namespace: 'n' })
    expect(imageOf(engine.build('o').objects[0]).text).toBe('r.io/app:v2')
    expect(engine.build('o', { namespace: 'n' }).origin.namespace).toBe('n')
    expect(engine.kustomizations.get('o')?.images[0]?.matched).toHaveLength(1)
  })
})
