import { describe, expect, test } from 'vitest'
import { isComposed } from '../../../../../src/effective/object.ts'
import {
  deployment,
  imageOf,
  kustomized,
  placeOf,
  pod,
  saidOf,
  scalarOf,
} from '../../../../support/audit/kustomized.ts'

const VALUES = `configMapGenerator:
- name: v
  literals: [REG=r.io, TAG=v7, "IMAGE=q.io/z:v8@sha256:aa"]
`

const replaced = (replacements: string, image = 'old.io/app:v1') =>
  kustomized({
    'o/d.yaml': deployment('d', image, 'side'),
    'o/p.yaml': pod('p', 'side'),
    'o/r.yaml':
      '- source: {kind: ConfigMap, name: v, fieldPath: data.TAG}\n  targets: [{select: {kind: Pod}}]\n',
    'o/kustomization.yaml': `resources: [d.yaml, p.yaml]\n${VALUES}replacements:\n${replacements}\n`,
  })

const IMAGE = '"spec.template.spec.containers.[name=c0].image"'

/** Results are those of kustomize v5.8.1. */
describe('a replacement', () => {
  test.each([
    [
      'data.TAG',
      `{select: {kind: Deployment}, fieldPaths: [${IMAGE}], options: {delimiter: ":", index: 1}}`,
      'old.io/app:v7',
    ],
    [
      'data.TAG',
      `{select: {kind: Deployment}, fieldPaths: [${IMAGE}], options: {delimiter: ":", index: 9}}`,
      'old.io/app:v1:v7',
    ],
    [
      'data.REG',
      `{select: {kind: Deployment}, fieldPaths: [${IMAGE}], options: {delimiter: /, index: 0}}`,
      'r.io/app:v1',
    ],
    [
      'data.REG',
      `{select: {kind: Deployment}, fieldPaths: [${IMAGE}], options: {delimiter: /, index: -1}}`,
      'r.io/old.io/app:v1',
    ],
    ['data.IMAGE', `{select: {kind: Deployment}, fieldPaths: [${IMAGE}]}`, 'q.io/z:v8@sha256:aa'],
    ['data.IMAGE', `{select: {name: "d|x"}, fieldPaths: [${IMAGE}]}`, 'q.io/z:v8@sha256:aa'],
    [
      'data.IMAGE',
      `{select: {kind: Deployment}, reject: [{name: d}], fieldPaths: [${IMAGE}]}`,
      'old.io/app:v1',
    ],
    [
      'data.IMAGE',
      `{select: {kind: Deployment}, fieldPaths: ["spec.template.spec.containers.0.image"]}`,
      'q.io/z:v8@sha256:aa',
    ],
    [
      'data.IMAGE',
      `{select: {kind: Deployment}, fieldPaths: ["spec.template.spec.containers.*.image"]}`,
      'q.io/z:v8@sha256:aa',
    ],
    [
      'data.IMAGE, options: {delimiter: ":", index: 1}',
      `{select: {kind: Deployment}, fieldPaths: [${IMAGE}]}`,
      'v8@sha256',
    ],
  ])('of %s to %s', (fieldPath, target, expected) => {
    const text = `- source: {kind: ConfigMap, name: v, fieldPath: ${fieldPath}}\n  targets: [${target}]`
    const { objects, messages } = replaced(text)
    expect(messages).toEqual([])
    expect(imageOf(objects[0]).text).toBe(expected)
  })

  test('finds items by a part of their names, as kustomize does', () => {
    const { objects } = replaced(
      `- {sourceValue: x, targets: [{select: {kind: Deployment}, fieldPaths: ["spec.template.spec.containers.[name=c].image"]}]}`,
    )
    expect([imageOf(objects[0], 0).text, imageOf(objects[0], 1).text]).toEqual(['x', 'x'])
  })

  test('of a file goes to the name where no field is named', () => {
    const { objects } = replaced('- path: r.yaml')
    expect(Object.keys(saidOf(objects))).toContain('Pod/v7')
  })

  test('makes what is missing where it is asked to', () => {
    const { objects } = replaced(
      '- {sourceValue: x, targets: [{select: {kind: Pod}, options: {create: true}, fieldPaths: ["metadata.annotations.[a.b/c]", "spec.initContainers.[name=i].image"]}]}',
    )
    expect(saidOf(objects)['Pod/p']).toMatchObject({
      metadata: { annotations: { 'a.b/c': 'x' } },
      spec: { initContainers: [{ name: 'i', image: 'x' }] },
    })
  })

  test.each([
    ['fieldPaths: [spec.no]', 'has no spec.no'],
    ['fieldPaths: [spec.containers.5.image]', 'the list has no item 5'],
    ['fieldPaths: [metadata.name.inner]', 'the path leads into a text'],
    ['fieldPaths: [spec.*]', '* stands for the items of a list'],
    ['fieldPaths: [spec], options: {delimiter: x}', 'only a text can be cut'],
    ['fieldPaths: ["spec.containers.[name=(].image"]', 'which items this path means cannot be told'],
  ])('with %s does not work', (target, message) => {
    const { messages } = replaced(`- {sourceValue: x, targets: [{select: {kind: Pod}, ${target}}]}`)
    expect(messages).toEqual([expect.stringContaining(message)])
  })

  test('says which line decides which part', () => {
    const { objects } = replaced(`- source: {kind: ConfigMap, name: v, fieldPath: data.REG}
  targets: [{select: {kind: Deployment}, fieldPaths: [${IMAGE}], options: {delimiter: /, index: 0}}]
- source: {kind: ConfigMap, name: v, fieldPath: data.TAG}
  targets: [{select: {kind: Deployment}, fieldPaths: [${IMAGE}], options: {delimiter: ":", index: 1}}]`)
    const image = imageOf(objects[0])
    if (!isComposed(image)) throw new Error('nothing was composed')
    expect(image.text).toBe('r.io/app:v7')
    expect(placeOf(image.image.name)).toBe('o/kustomization.yaml:4 r.io')
    expect(image.image.tag && placeOf(image.image.tag)).toBe('o/kustomization.yaml:4 v7')
    expect(placeOf(image.image.written)).toBe('o/d.yaml:10 old.io/app:v1')
  })

  test('that takes a whole value stands where the value is written', () => {
    const { objects } = replaced(
      `- source: {kind: ConfigMap, name: v, fieldPath: data.IMAGE}\n  targets: [{select: {kind: Deployment}, fieldPaths: [${IMAGE}]}]`,
    )
    expect(placeOf(imageOf(objects[0]))).toBe('o/kustomization.yaml:4 q.io/z:v8@sha256:aa')
  })

  test('that doubles a text again and again is stopped', () => {
    const double = `- source: {kind: Deployment, fieldPath: ${IMAGE}}
  targets: [{select: {kind: Deployment}, fieldPaths: [${IMAGE}], options: {delimiter: "|", index: 99}}]
`
    const { messages } = replaced(double.repeat(40))
    expect(messages).toContainEqual(expect.stringContaining('too long'))
  })
})

describe('a variable', () => {
  const filled = (
    image: string,
    spec = 'varReference: [{path: spec/template/spec/containers/image, kind: Deployment}]',
  ) =>
    kustomized({
      'b/d.yaml': deployment('d', image),
      'b/c.yaml': `${spec}\n`,
      'b/kustomization.yaml': `resources: [d.yaml]
configurations: [c.yaml]
${VALUES}vars:
- {name: REG, objref: {kind: ConfigMap, apiVersion: v1, name: v}, fieldref: {fieldpath: data.REG}}
- {name: TAG, objref: {kind: ConfigMap, apiVersion: v1, name: v}, fieldref: {fieldpath: data.TAG}}
- {name: NAME, objref: {kind: Deployment, apiVersion: apps/v1, name: d}}
`,
      'o/kustomization.yaml': 'resources: [../b]\nnamePrefix: p-\n',
    })

  test.each([
    ['$(REG)/app:$(TAG)', 'r.io/app:v7'],
    ['$(REG)', 'r.io'],
    ['$(NAME):$(NO)', 'p-d:$(NO)'],
    ['a$$(REG)', 'a$(REG)'],
  ])('in %s is filled in at the end', (image, expected) => {
    expect(imageOf(filled(image).objects[0]).text).toBe(expected)
  })

  test('decides its part', () => {
    const image = imageOf(filled('$(REG)/app:$(TAG)').objects[0])
    if (!isComposed(image)) throw new Error('nothing was composed')
    expect(placeOf(image.image.name)).toBe('b/kustomization.yaml:5 r.io')
    expect(image.image.tag && placeOf(image.image.tag)).toBe('b/kustomization.yaml:5 v7')
  })

  test('is filled in only where kustomize looks', () => {
    expect(imageOf(filled('$(REG)', '{}').objects[0]).text).toBe('$(REG)')
  })

  test('is filled in in annotations', () => {
    const { objects } = kustomized({
      'o/s.yaml':
        'kind: ServiceAccount\napiVersion: v1\nmetadata: {name: s, annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::$(ACC):role/x"}}\n',
      'o/kustomization.yaml': `resources: [s.yaml]
configMapGenerator: [{name: v, literals: [ACC=123456789012]}]
vars: [{name: ACC, objref: {kind: ConfigMap, apiVersion: v1, name: v}, fieldref: {fieldPath: data.ACC}}]
`,
    })
    expect(scalarOf(objects[0], 'metadata', 'annotations', 'eks.amazonaws.com/role-arn').text).toBe(
      'arn:aws:iam::123456789012:role/x',
    )
  })

  test('without a value is said', () => {
    const { messages } = kustomized({
      'o/kustomization.yaml': 'vars: [{name: X, objref: {kind: ConfigMap, apiVersion: v1, name: v}}]\n',
    })
    expect(messages).toEqual(['o/kustomization.yaml:1 no one value can be found for the variable X'])
  })
})
