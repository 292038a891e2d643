import { describe, expect, test } from 'vitest'
import { kustomized, placeOf, saidOf, scalarOf, type Tree } from '../../../../support/audit/kustomized.ts'

const generated = (text: string, more: Tree = {}) => kustomized({ ...more, 'o/kustomization.yaml': text })

describe('generated objects', () => {
  test('hold literals, lines of files and files', () => {
    const text =
      'configMapGenerator: [{name: a, literals: ["A=1", "B=\'x=y\'"], envs: [e.env], files: [f.txt, k=f.txt]}]\n'
    const { objects, messages } = generated(text, {
      'o/e.env': '\uFEFF# c\r\nC=3\r\n  D=4=5\nE\n',
      'o/f.txt': 'hello',
    })
    expect(messages).toEqual([])
    expect(saidOf(objects)['ConfigMap/a']).toMatchObject({
      data: { A: '1', B: 'x=y', C: '3', D: '4=5', E: '', 'f.txt': 'hello', k: 'hello' },
    })
    const at = (key: string) => placeOf(scalarOf(objects[0], 'data', key))
    expect([at('A'), at('B'), at('C'), at('D')]).toEqual([
      'o/kustomization.yaml:1 1',
      'o/kustomization.yaml:1 x=y',
      'o/e.env:2 3',
      'o/e.env:3 4=5',
    ])
  })

  test('of secrets are encoded', () => {
    const { objects } = generated('secretGenerator: [{name: s, type: a/b, literals: [A=x]}]\n')
    expect(saidOf(objects)['Secret/s']).toMatchObject({ type: 'a/b', data: { A: 'eA==' } })
  })

  test.each([
    ['merge', { A: '1', B: '3', C: '4' }],
    ['replace', { B: '3', C: '4' }],
  ])('%s into those of a base', (behavior, data) => {
    const { objects, messages } = generated(
      `resources: [../b]\nconfigMapGenerator: [{name: a, behavior: ${behavior}, literals: [B=3, C=4]}]\ngeneratorOptions: {labels: {y: z}}\n`,
      {
        'b/kustomization.yaml':
          'configMapGenerator: [{name: a, literals: [A=1, B=2], options: {labels: {w: x}}}]\n',
      },
    )
    expect(messages).toEqual([])
    expect(saidOf(objects)['ConfigMap/a']).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', labels: { w: 'x', y: 'z' } },
      data,
    })
  })

  test.each([
    ['configMapGenerator: [{literals: [a=b]}]\n', 'a generator of a ConfigMap has no name'],
    ['configMapGenerator: [{name: a, files: [no.txt]}]\n', 'no.txt is not in the repository'],
    ['configMapGenerator: [{name: a}, {name: a}]\n', 'ConfigMap/a is there already'],
  ])('%s is not known', (text, message) => {
    expect(generated(text).messages).toEqual([expect.stringContaining(message)])
  })
})

describe('plug-ins of kustomize', () => {
  const POD = 'kind: Pod\napiVersion: v1\nmetadata: {name: p}\nspec: {containers: [{name: a, image: a}]}\n'
  const builtin = (kind: string, rest: string) =>
    `apiVersion: builtin\nkind: ${kind}\nmetadata: {name: x}\n${rest}\n`

  test.each([
    [
      'ImageTagTransformer',
      'imageTag: {name: a, newTag: b}',
      { spec: { containers: [{ name: 'a', image: 'a:b' }] } },
    ],
    [
      'PatchTransformer',
      'target: {kind: Pod}\npatch: "[{op: add, path: /spec/x, value: 1}]"',
      { spec: { x: '1' } },
    ],
    [
      'PatchJson6902Transformer',
      'target: {kind: Pod, name: p}\njsonOp: "[{op: add, path: /spec/x, value: 1}]"',
      { spec: { x: '1' } },
    ],
    [
      'PatchStrategicMergeTransformer',
      'patches: "{kind: Pod, apiVersion: v1, metadata: {name: p}, spec: {x: 1}}"',
      { spec: { x: '1' } },
    ],
    ['PatchStrategicMergeTransformer', 'paths: [m.yaml]', { spec: { x: '2' } }],
    ['NamespaceTransformer', 'metadata: {namespace: n, name: x}', { metadata: { namespace: 'n' } }],
    ['PrefixTransformer', 'prefix: a-', { metadata: { name: 'a-p' } }],
    ['SuffixTransformer', 'suffix: -a', { metadata: { name: 'p-a' } }],
    ['LabelTransformer', 'labels: {a: b}', { metadata: { labels: { a: 'b' } } }],
    ['AnnotationsTransformer', 'annotations: {a: b}', { metadata: { annotations: { a: 'b' } } }],
    [
      'ReplacementTransformer',
      'replacements: [{sourceValue: v, targets: [{select: {kind: Pod}, fieldPaths: [spec.containers.0.image]}]}]',
      { spec: { containers: [{ image: 'v' }] } },
    ],
  ])('%s with %s', (kind, rest, expected) => {
    const config = builtin(kind, rest).replace(/metadata: \{name: x\}\n(?=metadata)/, '')
    const { objects, messages } = generated('resources: [p.yaml]\ntransformers: [t.yaml]\n', {
      'o/p.yaml': POD,
      'o/t.yaml': config,
      'o/m.yaml': 'kind: Pod\napiVersion: v1\nmetadata: {name: p}\nspec: {x: 2}\n',
    })
    expect(messages).toEqual([])
    expect(Object.values(saidOf(objects))[0]).toMatchObject(expected)
  })

  test('are read in folders and inline, too', () => {
    const { objects, messages } = generated(
      `resources: [p.yaml]
generators:
- |-
  apiVersion: builtin
  kind: ConfigMapGenerator
  metadata: {name: m}
  literals: [a=b]
transformers: [../t]
`,
      {
        'o/p.yaml': POD,
        't/kustomization.yaml': 'resources: [x.yaml]\n',
        't/x.yaml': builtin('PrefixTransformer', 'prefix: q-'),
      },
    )
    expect(messages).toEqual([])
    expect(Object.keys(saidOf(objects))).toEqual(['Pod/q-p', 'ConfigMap/q-m'])
  })
})
