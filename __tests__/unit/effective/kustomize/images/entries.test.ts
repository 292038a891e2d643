import { describe, expect, test } from 'vitest'
import { deployment, kustomized, placeOf, pod, type Tree } from '../../../../support/audit/kustomized.ts'

const entriesOf = (tree: Tree, folder = 'o') =>
  kustomized(tree, folder).engine.kustomizations.get(folder)?.images ?? []

const BASE: Tree = {
  'b/d.yaml': deployment('d', 'app:v1', 'side:v1'),
  'b/kustomization.yaml': 'resources: [d.yaml]\n',
}

describe('what became of an entry', () => {
  test('names the lines that it was applied to, and what it could have been applied to', () => {
    const [entry] = entriesOf({
      ...BASE,
      'o/kustomization.yaml': 'resources: [../b]\nimages: [{name: app, newTag: v2}]\n',
    })
    expect(entry?.matched.map(placeOf)).toEqual(['b/d.yaml:10 app:v1'])
    expect(entry).toMatchObject({ complete: true, candidates: ['app', 'side'], unreachable: [] })
    expect(entry?.newTag?.text).toBe('v2')
  })

  test('of imageTags is known, too', () => {
    const [entry] = entriesOf({
      ...BASE,
      'o/kustomization.yaml': 'resources: [../b]\nimageTags: [{name: app, newTag: v2}]\n',
    })
    expect(entry?.matched).toHaveLength(1)
  })

  test('that matches nothing says where its name stands that kustomize does not look', () => {
    const [entry] = entriesOf({
      'o/w.yaml': `kind: Workflow
apiVersion: x/v1
metadata: {name: app, labels: {a: app}}
spec:
  templates:
  - container: {image: app:v1}
    sidecars: [{image: "app"}]
  name: app
`,
      'o/kustomization.yaml': 'resources: [w.yaml]\nimages: [{name: app, newTag: v2}]\n',
    })
    expect(entry).toMatchObject({ matched: [], complete: true, candidates: [] })
    expect(entry?.unreachable.map(({ object, field, at }) => [object, field, placeOf(at)])).toEqual([
      ['Workflow/app', 'spec.templates[0].container.image', 'o/w.yaml:6 app:v1'],
      ['Workflow/app', 'spec.templates[0].sidecars[0].image', 'o/w.yaml:7 "app"'],
    ])
  })

  test('of a component is gathered from all that use it', () => {
    const entries = entriesOf(
      {
        ...BASE,
        'c/kustomization.yaml':
          'kind: Component\nimages: [{name: app, newTag: v2}, {name: none, newTag: v2}]\n',
        'o/kustomization.yaml': 'resources: [../b]\ncomponents: [../c]\n',
        'p/p.yaml': pod('p', 'app:v7'),
        'p/kustomization.yaml': 'resources: [p.yaml]\ncomponents: [../c]\n',
      },
      'c',
    )
    expect(entries[0]?.matched.map(placeOf)).toEqual(['b/d.yaml:10 app:v1', 'p/p.yaml:8 app:v7'])
    expect(entries[1]).toMatchObject({ matched: [], complete: true, candidates: ['app', 'side'] })
  })

  test.each([
    ['a remote base', 'resources: [../b, "https://example.com/x"]'],
    ['a chart', 'resources: [../b]\nhelmCharts: [{name: x}]'],
    ['a plug-in', 'resources: [../b]\ngenerators: ["kind: Mine\\napiVersion: a/b\\nmetadata: {name: x}"]'],
  ])('beside %s is not known in full', (_, text) => {
    const [entry] = entriesOf({
      ...BASE,
      'o/kustomization.yaml': `${text}\nimages: [{name: none, newTag: v2}]\n`,
    })
    expect(entry?.complete).toBe(false)
  })

  test('of a component that nobody uses says nothing', () => {
    const tree = { 'c/kustomization.yaml': 'kind: Component\nimages: [{name: a, newTag: b}]\n' }
    const [entry] = kustomized(tree, 'o').engine.kustomizations.get('c')?.images ?? []
    expect(entry).toMatchObject({ matched: [], complete: false })
  })

  test('of a base is complete whatever lies beside the base', () => {
    const [entry] = entriesOf(
      {
        ...BASE,
        'b/kustomization.yaml': 'resources: [d.yaml]\nimages: [{name: none, newTag: v2}]\n',
        'o/kustomization.yaml': 'resources: [../b, missing.yaml]\n',
      },
      'b',
    )
    expect(entry?.complete).toBe(true)
  })
})

test('an image that is null is no name that an entry could have matched', () => {
  const [entry] = entriesOf({
    'o/p.yaml': pod('p', 'app', 'null', '""'),
    'o/kustomization.yaml': 'resources: [p.yaml]\nimages: [{name: none, newTag: v2}]\n',
  })
  expect(entry?.candidates).toEqual(['app'])
})

test('nothing is known for certain of entries that there was no time to hold against every image', () => {
  const count = 1800
  const numbers = Array.from({ length: count }, (_, index) => index)
  const entries = entriesOf({
    'o/pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n${numbers.map((one) => `  - {name: c${one}, image: "app${one}:v1"}\n`).join('')}`,
    'o/kustomization.yaml': `resources: [pod.yaml]\nimages:\n${numbers.map((one) => `- {name: app${one}, newTag: v2}\n`).join('')}`,
  })
  const dead = entries.filter(({ complete, matched }) => complete && matched.length === 0)
  expect(entries).toHaveLength(count)
  expect(dead).toEqual([])
})
