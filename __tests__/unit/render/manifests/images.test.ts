import { describe, expect, test } from 'vitest'
import { fieldNames, imageFieldLines } from '../../../../src/render/judge/entries.ts'
import {
  acceptedReferences,
  containerNames,
  emptyContainers,
  hasImage,
  imageName,
  unreachedFields,
} from '../../../../src/render/manifests/images.ts'
import { splitManifests } from '../../../../src/render/manifests/manifests.ts'
import { processorTime } from '../../processor-time.ts'
import { ZEROS } from '../tree.ts'

const NEW = 'r.example/web:new'
const pod = (containers: string) => `kind: Pod\nmetadata:\n  name: p\nspec:\n  containers: ${containers}\n`
const has = (text: string, references: readonly string[] = [NEW]) =>
  hasImage(splitManifests(text), references)
const anchors = (count: number) => `a:\n${Array.from({ length: count }, (_, n) => `- &a${n} x\n`).join('')}`

describe('hasImage', () => {
  test.each([
    ['a container', pod(`[{image: "${NEW}"}]`), true],
    ['the second object', `${pod('[]')}---\n${pod(`[{image: "${NEW}"}]`)}`, true],
    ['a field of any name', `kind: X\nspec:\n  runner: ${NEW}\n`, true],
    ['a text that only contains it', `kind: ConfigMap\ndata:\n  x: |\n    image: ${NEW}\n`, false],
    ['a part of an argument', pod(`[{image: x, args: ["--runner=${NEW}"]}]`), true],
    ['its tag, carried on alone', 'kind: X\nspec:\n  image: {repository: r, tag: new}\n', true],
    ['its tag in another field', 'kind: X\nspec: {version: new}\n', false],
    ['a longer name', pod(`[{image: "x.${NEW}"}]`), false],
    ['a longer tag', pod(`[{image: "${NEW}er"}]`), false],
    ['a comment', `kind: Pod # ${NEW}\n`, false],
    ['a key', `kind: X\ndata:\n  "${NEW}": web\n`, false],
    ['nothing', '', false],
    ['what is no YAML', `a: [${NEW}`, false],
    [
      'an object that has a key twice, deep in a list',
      `${pod(`[{image: "${NEW}"}]`)}  a: [[{b: 1, b: 2}]]\n`,
      false,
    ],
    ['an object with as many anchors as are followed', `${anchors(5_000)}image: ${NEW}\n`, true],
    ['one with more of them', `${anchors(5_001)}image: ${NEW}\n`, false],
  ])('%s', (_, text, expected) => {
    expect(has(text)).toBe(expected)
  })

  test('an object of several MiB is not even parsed', () => {
    const before = processorTime()
    expect(has(`${pod(`[{image: "${NEW}"}]`)}x:\n${'  - a: {b: [c]}\n'.repeat(200_000)}`)).toBe(false)
    expect(processorTime() - before).toBeLessThan(1_000)
  })

  test('objects that do not name the image cost nothing', () => {
    const crd = `kind: CustomResourceDefinition\nspec:\n${'  - image: {b: [c]}\n'.repeat(20_000)}---\n`
    const before = processorTime()
    expect(has(`${crd.repeat(20)}${pod(`[{image: "${NEW}"}]`)}`)).toBe(true)
    expect(processorTime() - before).toBeLessThan(1_000)
  })

  test('aliases that multiply are not followed', () => {
    const lines = Array.from(
      { length: 30 },
      (_, i) => `a${i}: &a${i} [${i === 0 ? NEW : `*a${i - 1}, *a${i - 1}`}]`,
    )
    expect(has(lines.join('\n'))).toBe(false)
  })
})

test.each([
  ['web:1', ['web:1']],
  [`web@${ZEROS}`, [`web@${ZEROS}`]],
  [`web:1@${ZEROS}`, [`web:1@${ZEROS}`, `web@${ZEROS}`]],
  [`localhost:5000/web@${ZEROS}`, [`localhost:5000/web@${ZEROS}`]],
  [`localhost:5000/web:1@${ZEROS}`, [`localhost:5000/web:1@${ZEROS}`, `localhost:5000/web@${ZEROS}`]],
])('%s may be rendered as %j', (reference, accepted) => {
  expect(acceptedReferences(reference)).toEqual(accepted)
})

test.each([
  ['web', 'web'],
  ['web:1', 'web'],
  [`web@${ZEROS}`, 'web'],
  [`r:5000/web:1@${ZEROS}`, 'r:5000/web'],
  ['r:5000/web', 'r:5000/web'],
])('the name of %s is %s', (reference, name) => {
  expect(imageName(reference)).toBe(name)
})

const MIXED = `kind: Deployment
metadata:
  name: d
spec:
  template:
    spec:
      initContainers:
      - image: r/init:1
        name: i
      containers:
      - image: other@${ZEROS}
        name: a
      - image: null
        name: b
      - image: ""
      - name: c
      ephemeralContainers:
      - image: web
        name: e
---
kind: Workflow
metadata:
  name: w
  annotations:
    example.com/baseImage: web:2
    app: web
spec:
  image: website
  templates:
  - container:
      image: web:1
  - script:
      image: web:1
  - container:
      image: ${NEW}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: crd
spec:
  image: web
  containers:
  - image: hidden
`

describe('what the objects say', () => {
  const manifests = splitManifests(MIXED)

  test('how containers are called', () => {
    expect(containerNames(manifests)).toEqual(['other', 'r/init'])
  })

  test('which of them have an image that is empty', () => {
    expect(emptyContainers(manifests)).toEqual([
      { kind: 'Deployment', name: 'd', container: 'b' },
      { kind: 'Deployment', name: 'd', container: '2' },
    ])
  })

  test('which fields still have the old name', () => {
    const fields = unreachedFields(manifests, 'web', [NEW])
    expect(fieldNames(fields)).toEqual([
      'Deployment d (spec.template.spec.ephemeralContainers[].image)',
      'Workflow w (metadata.annotations.example.com/baseImage)',
      'Workflow w (spec.templates[].container.image)',
      'Workflow w (spec.templates[].script.image)',
    ])
    expect(imageFieldLines(fields)).toEqual([
      'images:',
      '  - kind: Deployment',
      '    path: spec/template/spec/ephemeralContainers[]/image',
      '  - kind: Workflow',
      '    path: metadata/annotations/example.com\\/baseImage',
      '  - kind: Workflow',
      '    path: spec/templates[]/container/image',
      '  - kind: Workflow',
      '    path: spec/templates[]/script/image',
    ])
  })

  test.each([
    [
      'the reference of an image volume',
      'volumes: [{name: v, image: {reference: "web:1"}}]',
      'spec.volumes[].image.reference',
    ],
    [
      'one that is modelled on it',
      'extensions: [{image: {reference: "web:1"}}]',
      'spec.extensions[].image.reference',
    ],
    ['an imageName', 'imageName: web', 'spec.imageName'],
    ['any other reference', 'reference: web', undefined],
    ['what has an image and is none', 'imageRepository: web', undefined],
  ])('%s', (_, spec, field) => {
    const fields = unreachedFields(splitManifests(`kind: X\nspec:\n  ${spec}\n`), 'web', [NEW])
    expect(fieldNames(fields)).toEqual(field === undefined ? [] : [`X  (${field})`])
  })

  test('fields that a later kustomize reaches by itself come with its own "create"', () => {
    const volumes = '{volumes: [{image: {reference: web}}]}'
    const text = `kind: Pod\nspec: ${volumes}\n---\nkind: Cluster\nspec: {pod: ${volumes}}\n`
    expect(imageFieldLines(unreachedFields(splitManifests(text), 'web', [NEW]))).toEqual([
      'images:',
      '  - kind: Pod',
      '    path: spec/volumes[]/image/reference',
      '    create: true',
      '  - kind: Cluster',
      '    path: spec/pod/volumes[]/image/reference',
    ])
  })

  test('a field that has the new image is none of them, when its name is the old one', () => {
    const text = 'kind: X\nspec:\n  image: web:new\n---\nkind: Y\nspec:\n  image: web:old\n'
    expect(fieldNames(unreachedFields(splitManifests(text), 'web', ['web:new']))).toEqual(['Y  (spec.image)'])
  })
})
