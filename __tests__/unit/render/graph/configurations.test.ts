import { describe, expect, test } from 'vitest'
import { configurationObstacles } from '../../../../src/render/graph/configurations.ts'

const found = (text: string) =>
  configurationObstacles(text, (value) => `at(${value})`).map(({ message }) => message)

const REMOTE = 'at(https://x/p) names the remote file https://x/p, and nothing is fetched to render'

describe('a configuration', () => {
  test.each([
    ['a path', 'PatchTransformer', 'path: https://x/p'],
    ['a path in another case', 'PatchTransformer', 'Path: https://x/p'],
    ['paths', 'PatchStrategicMergeTransformer', 'paths: [a, https://x/p]'],
    ['replacements', 'ReplacementTransformer', 'replacements: [{path: https://x/p}]'],
    ['a file of targets', 'ValueAddTransformer', 'value: https://x/y\ntargetFilePath: https://x/p'],
    ['environments', 'ConfigMapGenerator', 'envs: [https://x/p]\nliterals: [a=https://x/y]'],
    ['an old environment', 'SecretGenerator', 'env: https://x/p'],
    ['what is merged', 'PatchTransformer', '<<: [{a: b}, {path: https://x/p}]\npath: a'],
    ['a field that is not known yet', 'PatchTransformer', 'later: [{from: https://x/p}]'],
    ['a plug-in that loads nothing yet', 'LabelTransformer', 'labels: {a: https://x/y}\nfrom: https://x/p'],
  ])('with a URL in %s', (_, kind, more) => {
    expect(found(`apiVersion: builtin\nkind: ${kind}\n${more}\n`)).toEqual([REMOTE])
  })

  test.each(['k=https://x/p', 'a b=https://x/p', 'https://x/p'])('with the file %s', (name) => {
    expect(found(`kind: ConfigMapGenerator\nfiles: ["${name}"]\n`)).toEqual([REMOTE])
  })

  test('with a URL in its second document', () => {
    expect(found('kind: PatchTransformer\n---\nkind: PatchTransformer\npath: https://x/p')).toEqual([REMOTE])
  })

  test.each([
    'kind: AnnotationsTransformer\nannotations: {a: https://x/y}\n',
    'kind: LabelTransformer\nmetadata: {annotations: {a: https://x/y}}\nlabels: {a: https://x/y}\n',
    'kind: ValueAddTransformer\nvalue: https://x/y\n',
    'kind: ReplacementTransformer\nreplacements: [{sourceValue: https://x/y, targets: []}]\n',
    'kind: ConfigMapGenerator\nliterals: [a=https://x/y]\nfiles: [a=b]\n',
    'kind: HashTransformer\n? later\n',
    'kind: PatchTransformer\npatch: |-\n  - {op: add, path: /a, value: "--u=https://x/y"}\n',
    '# nothing\n',
    '---\n---\n',
    '',
  ])('that leads nowhere: %j', (text) => {
    expect(found(text)).toEqual([])
  })

  test.each([
    [
      'kind: List\nitems: [{kind: PatchTransformer}]',
      'at(List) holds a configuration of List, which is no plug-in',
    ],
    ['kind: Starlark', 'at(Starlark) holds a configuration of Starlark, which is no plug-in'],
    ['kind: PatchTransformer\nKind: Other', 'at(Other) holds a configuration of Other'],
    ['kind: PatchTransformer\n<<: {kind: Other}', 'at(Other) holds a configuration of Other'],
    ['kind: {a: b}', 'at() holds a configuration of no kind'],
    ['apiVersion: builtin', 'at() holds a configuration of no kind'],
    ['text', 'at() holds a configuration of no kind'],
    ['[a]', 'at() holds a configuration of no kind'],
  ])('that is none of kustomize: %j', (text, expected) => {
    expect(found(text)).toEqual([expect.stringContaining(expected)])
  })

  test('of helm', () => {
    expect(found('kind: HelmChartInflationGenerator\nname: x')).toEqual([
      'at(HelmChartInflationGenerator) uses HelmChartInflationGenerator, and helm is never run',
    ])
  })

  test('that cannot be read', () => {
    expect(found('kind: [')).toEqual([
      expect.stringMatching(/^at\(\) holds a configuration that cannot be read: ./),
    ])
  })
})
