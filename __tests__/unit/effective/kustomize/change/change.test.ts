import { describe, expect, test } from 'vitest'
import { deployment, kustomized, pod, saidOf, scalarOf } from '../../../../support/audit/kustomized.ts'

const NAMES = 'namespace: n\nnamePrefix: a-\nnameSuffix: -z\n'

describe('names', () => {
  test('and namespaces are those of kustomize', () => {
    const kinds = `kind: Namespace\napiVersion: v1\nmetadata: {name: x}\n---
kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: x}\n---
kind: Mine\napiVersion: my.io/v1\nmetadata: {name: x, namespace: old}\n`
    const { objects } = kustomized({
      'o/k.yaml': kinds,
      'o/kustomization.yaml': `resources: [k.yaml]\n${NAMES}`,
    })
    expect(objects.map(({ kind, name, namespace }) => [kind, name, namespace])).toEqual([
      ['Namespace', 'n', undefined],
      ['ClusterRole', 'a-x-z', undefined],
      ['Mine', 'a-x-z', 'n'],
    ])
  })

  test.each(['p', 'a-p-z'])('patches may call an object %s', (name) => {
    const { objects, messages } = kustomized({
      'b/p.yaml': pod('p', 'a'),
      'b/kustomization.yaml': `resources: [p.yaml]\n${NAMES}`,
      'o/kustomization.yaml': `resources: [../b]
patches:
- patch: '{kind: Pod, apiVersion: v1, metadata: {name: ${name}${name === 'p' ? '' : ', namespace: n'}}, spec: {x: 1}}'
- target: {name: ${name}}
  patch: '[{op: add, path: /spec/y, value: 2}]'
`,
    })
    expect(messages).toEqual([])
    expect(saidOf(objects)['Pod/a-p-z']).toMatchObject({ spec: { x: '1', y: '2' } })
  })

  test('that become one are said', () => {
    const two = `${pod('p', 'a').replace('name: p', 'name: p\n  namespace: one')}---\n${pod('p', 'a')}`
    const { messages } = kustomized({
      'o/p.yaml': two,
      'o/kustomization.yaml': 'resources: [p.yaml]\nnamespace: n\n',
    })
    expect(messages).toEqual([expect.stringContaining('Pod/p is there twice once all are in one namespace')])
  })

  test.each([
    ['{allowNameChange: true}', 'Pod/q'],
    ['{}', 'Pod/p'],
  ])('change by a patch with options %s', (options, expected) => {
    const { objects } = kustomized({
      'o/p.yaml': pod('p', 'a'),
      'o/kustomization.yaml': `resources: [p.yaml]
patches: [{target: {kind: Pod}, options: ${options}, patch: "{kind: Pod, apiVersion: v1, metadata: {name: q, namespace: no}}"}]
`,
    })
    expect(Object.keys(saidOf(objects))).toEqual([expected])
    expect(objects[0]?.namespace).toBeUndefined()
  })
})

describe('metadata for all', () => {
  test('goes to objects, and to what they make', () => {
    const { objects } = kustomized({
      'o/d.yaml': deployment('d', 'a'),
      'o/kustomization.yaml': `resources: [d.yaml]
commonAnnotations: {eks.amazonaws.com/role-arn: "arn:x"}
labels: [{pairs: {a: b}}, {pairs: {c: d}, includeTemplates: true}]
replicas: [{name: d, count: 3}]
`,
    })
    const annotations = { 'eks.amazonaws.com/role-arn': 'arn:x' }
    expect(saidOf(objects)['Deployment/d']).toMatchObject({
      metadata: { annotations, labels: { a: 'b', c: 'd' } },
      spec: { replicas: '3', template: { metadata: { annotations, labels: { c: 'd' } } } },
    })
    expect(scalarOf(objects[0], 'metadata', 'annotations', 'eks.amazonaws.com/role-arn').source.path).toBe(
      'o/kustomization.yaml',
    )
  })
})

describe('targets of patches', () => {
  test.each([
    ['{kind: Pod}', true],
    ['{kind: P.*}', true],
    ['{kind: Po}', false],
    ['{group: "", version: v1, name: "p|q"}', true],
    ['{namespace: default}', true],
    ['{namespace: other}', false],
    ['{labelSelector: "a=b"}', true],
    ['{labelSelector: "a == b,c"}', true],
    ['{labelSelector: "a!=b"}', false],
    ['{labelSelector: "a in (x, b)"}', true],
    ['{labelSelector: "a notin (x, b)"}', false],
    ['{labelSelector: "!a"}', false],
    ['{labelSelector: "!z"}', true],
    ['{annotationSelector: "n=1"}', true],
  ])('%s', (target, expected) => {
    const labelled = pod('p', 'a').replace(
      'name: p\n',
      'name: p\n  labels: {a: b, c: d}\n  annotations: {n: "1"}\n',
    )
    const { objects, messages } = kustomized({
      'o/p.yaml': labelled,
      'o/kustomization.yaml': `resources: [p.yaml]\npatches: [{target: ${target}, patch: "[{op: add, path: /spec/x, value: y}]"}]\n`,
    })
    expect(messages).toEqual([])
    expect('x' in Object(Object(saidOf(objects)['Pod/p']).spec)).toBe(expected)
  })
})
