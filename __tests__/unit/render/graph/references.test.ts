import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { resolveIn } from '../../../../src/render/graph/fields.ts'
import {
  changingFieldOf,
  helmFieldOf,
  referencesOf,
  unknownFieldOf,
} from '../../../../src/render/graph/references.ts'

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

  test('a patch in place of a name is none', () => {
    expect(found('patchesStrategicMerge: ["kind: Deployment"]')).toEqual([])
  })

  test.each(['generators', 'transformers', 'validators'])(
    'a configuration in place of a name in %s',
    (field) => {
      const texts = ['kind: A\nb: c\n', '{"kind":"A"}', '!!map {"kind":"A"}', '# a\nkind: A', 'a:b.yaml']
      expect(referencesOf({ [field]: texts })).toEqual(texts.map((text) => ({ field, text, role: 'inline' })))
    },
  )

  test('a repository is a name, whatever follows it', () => {
    expect(referencesOf({ transformers: ['git@x:o/r\nkind: A'] })).toMatchObject([{ role: 'base' }])
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

describe('fields', () => {
  test.each([
    ['resources: []\nNamePrefix: x\nkind: Component\nopenapi: {}\nhelmCharts: []\ninventory: {}', undefined],
    ['resources: []\nremotes: []', 'remotes'],
    ['- resources', undefined],
  ])('not known in %j: %s', (text, expected) => {
    expect(unknownFieldOf(parse(text))).toBe(expected)
  })

  test('also one that is merged', () => {
    expect(unknownFieldOf({ '<<': { remotes: [] } })).toBe('remotes')
  })

  test.each([
    ['apiVersion: a\nkind: b\nmetadata: {}\nResources: []\nbases: []', undefined],
    ['resources: []\npatches: []', 'patches'],
    ['resources: []\nnamePrefix: x', 'namePrefix'],
  ])('that change configurations in %j: %s', (text, expected) => {
    expect(changingFieldOf(parse(text))).toBe(expected)
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
