import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { helmFieldOf, referencesOf, resolveIn } from '../../../../src/gitops/render/references.ts'

const found = (text: string) =>
  referencesOf(parse(text)).map(({ field, text: name, role }) => `${field} ${role} ${name}`)

describe('every field that names a file or a folder', () => {
  test.each([
    ['resources: [a]', ['resources base a']],
    ['Resources: [a]', ['resources base a']],
    ['bases: [a, b]', ['bases base a', 'bases base b']],
    ['components: [a]', ['components component a']],
    ['crds: [a]', ['crds file a']],
    ['configurations: [a]', ['configurations file a']],
    ['generators: [a]', ['generators base a']],
    ['transformers: [a]', ['transformers base a']],
    ['validators: [a]', ['validators base a']],
    ['patchesStrategicMerge: [a]', ['patchesStrategicMerge file a']],
    ['patches: [a, {path: b}, {patch: "c: d"}]', ['patches file a', 'patches file b']],
    ['patchesJson6902: [{path: a, target: {name: x}}]', ['patchesJson6902 file a']],
    ['replacements: [{path: a}, {source: {name: x}}]', ['replacements file a']],
    ['openapi: {path: a}', ['openapi file a']],
    ['openapi: {version: v1}', []],
    [
      'configMapGenerator: [{files: [a, k=b, "k=https://x/?c=d"], envs: [e], env: f, literals: [g=h]}]',
      ['a', 'b', 'https://x/?c=d', 'e', 'f'].map((name) => `configMapGenerator file ${name}`),
    ],
    ['secretGenerator: [{files: [a]}, {envs: [b]}]', ['secretGenerator file a', 'secretGenerator file b']],
    ['images: [{name: a}]\nnamePrefix: b', []],
    ['resources: text\npatches: {path: a}\ncomponents: [1, null, {a: b}]', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  test('a patch or configuration in place of a name is none', () => {
    expect(found('patchesStrategicMerge: ["kind: Deployment"]')).toEqual([])
    expect(found('transformers: ["apiVersion: builtin\\nkind: PatchTransformer\\npath: x.yaml\\n"]')).toEqual(
      [],
    )
  })

  test.each([
    ['path: https://x/p', ['https://x/p']],
    ['paths: [a, https://x/p]', ['https://x/p']],
    ['replacements: [{path: https://x/p}]', ['https://x/p']],
    ['targets: [{targetFilePath: https://x/p}]', ['https://x/p']],
    ['targetFilePath: https://x/p', ['https://x/p']],
    ['files: [k=https://x/p]', ['https://x/p']],
    ['env: https://x/p', ['https://x/p']],
    ['fieldSpecs: [{path: a}]\nvalue: https://x/p', []],
  ])('but the URLs in it are: %s', (config, expected) => {
    const inline = `apiVersion: builtin\nkind: X\n${config}\n`
    const names = referencesOf({ transformers: [inline] }).map(({ text }) => text)
    expect(names).toEqual(expected)
  })

  test('a URL is a name, whatever follows it', () => {
    expect(referencesOf({ generators: ['https://x/ y: z'] })).toHaveLength(1)
  })

  test.each([
    ['helmCharts: [{name: a}]', 'helmCharts'],
    ['helmChartInflationGenerator: [{chartName: a}]', 'helmChartInflationGenerator'],
    ['helmGlobals: {chartHome: a}', undefined],
  ])('helm in %s: %s', (text, expected) => {
    expect(helmFieldOf(parse(text))).toBe(expected)
  })
})

test.each([
  ['a/b', '../c', 'a/c'],
  ['a/b', './c/', 'a/b/c'],
  ['a/b', 'c//d', 'a/b/c/d'],
  ['a', '..', ''],
  ['', 'x', 'x'],
  ['', '.', ''],
  ['a', '../..', undefined],
  ['a', '../../etc/passwd', undefined],
  ['a', 'x/../../../b', undefined],
  ['a', '/etc/passwd', undefined],
  ['a', '', undefined],
  ['a', 'b\nHEAD:secret', undefined],
  ['a', 'b\0', undefined],
  ['a', '..b', 'a/..b'],
])('in %j, %j is %j', (folder, text, path) => {
  expect(resolveIn(folder, text)).toBe(path)
})
