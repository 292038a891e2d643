import { describe, expect, test } from 'vitest'
import { deployment, imageOf, kustomized, pod, saidOf, type Tree } from '../../../support/audit/kustomized.ts'

const POD = { 'b/p.yaml': pod('p', 'a'), 'b/kustomization.yaml': 'resources: [p.yaml]\n' }

describe('kustomizations of a repository', () => {
  const { engine } = kustomized({
    ...POD,
    'o/one/kustomization.yaml': 'resources: [../../b]\npatches: [{path: x.yaml}]\n',
    'o/one/x.yaml': 'kind: Pod\napiVersion: v1\nmetadata: {name: p}\n',
    'o/two/Kustomization':
      'bases: [../../b/]\ncomponents: [../../c]\nconfigMapGenerator: [{name: x, files: [k=f.txt]}]\n',
    'o/two/f.txt': 'x',
    'c/kustomization.yml': 'kind: Component\n',
    'free/kustomization.yaml': 'resources: [https://example.com/x?ref=y, nowhere, ../../out]\n',
    'plain.yaml': pod('q', 'a'),
  })

  test('are known with what they use and who uses them', () => {
    expect([...engine.kustomizations.keys()]).toEqual(['b', 'c', 'free', 'o/one', 'o/two'])
    expect(engine.kustomizations.get('b')?.usedBy).toEqual(['o/one', 'o/two'])
    expect(engine.kustomizations.get('c')).toMatchObject({ isComponent: true, usedBy: ['o/two'] })
    const uses = (folder: string) =>
      engine.kustomizations.get(folder)?.uses.map(({ field, at, path, kind }) => [field, at.text, path, kind])
    expect(uses('o/two')).toEqual([
      ['bases', '../../b/', 'b', 'folder'],
      ['components', '../../c', 'c', 'folder'],
      ['configMapGenerator', 'k=f.txt', 'o/two/f.txt', 'file'],
    ])
    expect(uses('free')).toEqual([
      ['resources', 'https://example.com/x?ref=y', undefined, 'remote'],
      ['resources', 'nowhere', 'free/nowhere', 'missing'],
      ['resources', '../../out', undefined, 'missing'],
    ])
  })

  test('are roots where nothing uses them', () => {
    expect(engine.roots).toEqual(['free', 'o/one', 'o/two'])
  })

  test('reach files', () => {
    expect([...engine.reached].toSorted()).toEqual([
      'b/kustomization.yaml',
      'b/p.yaml',
      'c/kustomization.yml',
      'free/kustomization.yaml',
      'o/one/kustomization.yaml',
      'o/one/x.yaml',
      'o/two/Kustomization',
      'o/two/f.txt',
    ])
  })

  test('that only lead to each other have a root, too', () => {
    const circle = kustomized(
      { 'a/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../a]\n' },
      'a',
    )
    expect(circle.engine.roots).toEqual(['a'])
    expect(circle.messages).toEqual(['b/kustomization.yaml:1 a leads back to itself'])
  })
})

describe('what is not known', () => {
  test.each([
    [
      'a remote base',
      'resources: [../b, "github.com/x/y//z?ref=v1"]',
      'github.com/x/y//z?ref=v1 is remote, and nothing is fetched',
    ],
    ['a remote file', 'resources: [../b, "https://x.io/a.yaml"]', 'https://x.io/a.yaml is remote'],
    ['a missing file', 'resources: [../b, no.yaml]', 'no.yaml is not in the repository'],
    ['a missing patch', 'resources: [../b]\npatches: [{path: no.yaml}]', 'no.yaml is not in the repository'],
    [
      'a folder without kustomization',
      'resources: [../b, ../empty]',
      'empty has no kustomization that can be read',
    ],
    ['a component as a base', 'resources: [../b, ../c]', 'c is a component'],
    [
      'a base as a component',
      'resources: [../b]\ncomponents: [../b2]',
      'b2 has no component that can be read',
    ],
    [
      'a chart',
      'resources: [../b]\nhelmCharts: [{name: redis}]',
      'what the chart redis renders is not known',
    ],
    ['a plug-in', 'resources: [../b]\ntransformers: [t.yaml]', 'what the plug-in Mine does is not known'],
    ['a schema', 'resources: [../b]\nopenapi: {path: s.json}', 'a schema of its own'],
    ['a file that cannot be read', 'resources: [../b, broken.yaml]', 'broken.yaml cannot be read'],
    ['a template', 'resources: [../b, filled.yaml]', 'filled.yaml is a template'],
    ['no object', 'resources: [../b, strange.yaml]', 'this is no object of Kubernetes'],
    ['an object twice', 'resources: [../b, ../b/p.yaml]', 'Pod/p is there already'],
    [
      'a patch of nothing',
      'resources: [../b]\npatches: [{patch: "{kind: Pod, apiVersion: v1, metadata: {name: q}}"}]',
      'nothing is named Pod/q',
    ],
    [
      'a JSON patch for nobody',
      'resources: [../b]\npatches: [{patch: "[{op: remove, path: /a}]"}]',
      'a JSON patch has no target',
    ],
    [
      'a JSON patch that does not fit',
      'resources: [../b]\npatches: [{target: {kind: Pod}, patch: "[{op: remove, path: /a}]"}]',
      'a patch of Pod/p does not fit: there is no /a',
    ],
    [
      'an odd target',
      'resources: [../b]\npatches: [{target: {kind: "["}, patch: "{kind: Pod}"}]',
      'the target of this patch cannot be told',
    ],
    [
      'an inline patch that cannot be read',
      'resources: [../b]\npatches: [{target: {kind: Pod}, patch: "a: [b"}]',
      'this text cannot be read',
    ],
    [
      'an odd name of an image',
      'resources: [../b]\nimages: [{name: "a[", newTag: b}]',
      'which images this name matches cannot be told',
    ],
    [
      'a replacement without source',
      'resources: [../b]\nreplacements: [{source: {kind: No}, targets: [{select: {kind: Pod}}]}]',
      'a replacement does not work: no object is what its source names',
    ],
    [
      'a merge into nothing',
      'resources: [../b]\nconfigMapGenerator: [{name: x, behavior: merge}]',
      'there is no one x to merge into',
    ],
  ])('%s, and the rest is built', (_, text, message) => {
    const { messages, objects } = kustomized({
      ...POD,
      'b2/kustomization.yaml': 'resources: []\n',
      'c/kustomization.yaml': 'kind: Component\n',
      'empty/readme.yaml': 'a: b\n',
      'o/t.yaml': 'kind: Mine\napiVersion: a/b\nmetadata: {name: x}\n',
      'o/s.json': '{}',
      'o/broken.yaml': 'a: [b',
      'o/filled.yaml': 'a: {{ .Values.b }}\n{{- if x }}\nb: [\n',
      'o/strange.yaml': 'a: b\n',
      'o/kustomization.yaml': `${text}\n`,
    })
    expect(messages).toEqual([expect.stringContaining(message)])
    expect(messages[0]).toMatch(/^(?:o|b)\/[\w.]+:\d+ /)
    expect(objects.map(({ name }) => name)).toContain('p')
  })

  test('is said once, however often it is met', () => {
    const { messages } = kustomized({
      'x/kustomization.yaml': 'resources: [no.yaml]\n',
      'y/kustomization.yaml': 'resources: [../x]\n',
      'z/kustomization.yaml': 'resources: [../x]\n',
      'o/kustomization.yaml': 'resources: [../y, ../z]\n',
    })
    expect(messages).toEqual(['x/kustomization.yaml:1 no.yaml is not in the repository'])
  })

  test('of a folder that is none is nothing', () => {
    expect(kustomized({}, 'nowhere')).toMatchObject({ objects: [], unknown: [] })
  })
})

describe('hostile trees', () => {
  test('that lead on for ever are stopped', () => {
    const tree = Object.fromEntries(
      Array.from({ length: 80 }, (_, at) => [`f${at}/kustomization.yaml`, `resources: [../f${at + 1}]\n`]),
    )
    expect(kustomized(tree, 'f0').messages).toContainEqual(expect.stringContaining('nested deeper than 50'))
  })

  test('whose components double with every level are stopped', () => {
    const tree: Tree = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `c${at}/kustomization.yaml`,
        `kind: Component\ncomponents: [../c${at + 1}, ../c${at + 1}]\n`,
      ]),
    )
    const root = {
      ...tree,
      'c40/kustomization.yaml': 'kind: Component\n',
      'o/kustomization.yaml': 'components: [../c0]\n',
    }
    expect(kustomized(root).messages).toContainEqual(
      expect.stringContaining('more than 5000 files and folders'),
    )
  })

  test('whose bases double with every level are built once each', () => {
    const tree: Tree = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `f${at}/kustomization.yaml`,
        `resources: [../f${at + 1}, ../f${at + 1}/]\n`,
      ]),
    )
    const { messages, objects } = kustomized(
      { ...tree, 'f40/p.yaml': pod('p', 'a'), 'f40/kustomization.yaml': 'resources: [p.yaml]\n' },
      'f0',
    )
    expect(messages).toContainEqual(expect.stringContaining('more than 5000'))
    expect(objects.length).toBeLessThanOrEqual(1)
  })
})

describe('more work than anybody asks for', () => {
  test('is not done, and said once', () => {
    const operations = '- {op: add, path: /spec/containers/-, value: {a: b}}\n'.repeat(5_000)
    const { messages, objects } = kustomized({
      ...POD,
      'o/j.yaml': operations,
      'o/kustomization.yaml':
        'resources: [../b]\npatches: [{target: {kind: Pod}, path: j.yaml}, {target: {name: p}, path: j.yaml}]\n',
    })
    expect(messages).toEqual([expect.stringContaining('ask for more work than an audit does')])
    expect(imageOf(objects[0]).text).toBe('a')
  })
})

describe('what is built', () => {
  test('names its root and the namespace that everything goes to', () => {
    const { engine } = kustomized({ ...POD, 'o/kustomization.yaml': 'resources: [../b]\nnamespace: n\n' })
    expect(engine.build('o').origin).toEqual({ root: 'o', kind: 'kustomize', namespace: 'n' })
    expect(engine.build('o').objects[0]).toMatchObject({
      kind: 'Pod',
      name: 'p',
      namespace: 'n',
      apiVersion: 'v1',
    })
    expect(engine.build('b').objects[0]?.namespace).toBeUndefined()
  })

  test('shares the nodes of a base', () => {
    const { engine } = kustomized({
      ...POD,
      'o/kustomization.yaml': 'resources: [../b]\n',
      'p/kustomization.yaml': 'resources: [../b]\n',
    })
    expect(engine.build('o').objects[0]?.root).toBe(engine.build('p').objects[0]?.root)
  })

  test('leaves out what only kustomize reads', () => {
    const local =
      'kind: A\napiVersion: x/v1\nmetadata: {name: a, annotations: {config.kubernetes.io/local-config: "true"}}\n'
    const { objects } = kustomized({ 'o/a.yaml': local, 'o/kustomization.yaml': 'resources: [a.yaml]\n' })
    expect(objects).toEqual([])
  })

  test('takes lists apart', () => {
    const list = `kind: List
apiVersion: v1
items:
- {kind: Pod, apiVersion: v1, metadata: {name: a}}
- {kind: PodList, apiVersion: v1, items: [{kind: Pod, apiVersion: v1, metadata: {name: b}}]}
`
    const { objects } = kustomized({ 'o/l.yaml': list, 'o/kustomization.yaml': 'resources: [l.yaml]\n' })
    expect(Object.keys(saidOf(objects))).toEqual(['Pod/a', 'Pod/b'])
  })

  test('follows links of files and folders', () => {
    const { objects, messages } = kustomized({
      ...POD,
      'linked/kustomization.yaml': { link: '../b/kustomization.yaml' },
      'o/d.yaml': { link: '../d.yaml' },
      'd.yaml': deployment('d', 'x'),
      'o/kustomization.yaml': 'Resources: [../linked, d.yaml]\n',
    })
    expect(messages).toEqual([])
    expect(objects.map(({ name }) => name)).toEqual(['p', 'd'])
    expect(imageOf(objects[1]).source.path).toBe('d.yaml')
  })

  test('says that a folder has two kustomizations', () => {
    const { messages } = kustomized({ 'o/kustomization.yaml': '{}\n', 'o/kustomization.yml': '{}\n' })
    expect(messages).toEqual(['o/kustomization.yml:1 o has two kustomizations'])
  })
})
