import { describe, expect, test } from 'vitest'
import { examplePod } from '../../../../../../src/doors/audit/rules/example-pod.ts'
import { duplicateEntry } from '../../../../../../src/doors/audit/rules/kustomize/duplicate-entry.ts'
import { imageDead } from '../../../../../../src/doors/audit/rules/kustomize/image-dead.ts'
import { imageUnreachable } from '../../../../../../src/doors/audit/rules/kustomize/image-unreachable.ts'
import { nameHasTag } from '../../../../../../src/doors/audit/rules/kustomize/name-has-tag.ts'
import { newNameMissing } from '../../../../../../src/doors/audit/rules/kustomize/newname-missing.ts'
import { overlayDrift } from '../../../../../../src/doors/audit/rules/kustomize/overlay-drift.ts'
import { tagNotString } from '../../../../../../src/doors/audit/rules/kustomize/tag-not-string.ts'
import { type Files, foundBy, placesOf } from '../../../../../support/audit/audited.ts'

const OWN = '465002806239.dkr.ecr.us-east-1.amazonaws.com'
const SHA = '3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e'

/** A base with one pod, and an overlay of each name with what it says besides. */
const overlays = (image: string, all: Readonly<Record<string, string>>): Files => ({
  'base/pod.yaml': examplePod(image),
  'base/kustomization.yaml': 'resources: [pod.yaml]\n',
  ...Object.fromEntries(
    Object.entries(all).map(([name, rest]) => [
      `${name}/kustomization.yaml`,
      `resources: [../base]\nimages:\n${rest}`,
    ]),
  ),
})

describe('kustomize-newname-missing', () => {
  const named = `  - {name: web, newName: ${OWN}/web, newTag: v1}\n`
  const tagged = '  - {name: web, newTag: v2}\n'

  test('is found where a sibling says the registry, which is also the fix', () => {
    const files = overlays('web', { prod: tagged, staging: named })
    const [found, ...others] = foundBy(newNameMissing, files)
    expect(others).toEqual([])
    expect(placesOf(found ? [found] : [])).toEqual(['prod/kustomization.yaml:3 web'])
    expect(found?.hint).toContain(`staging/kustomization.yaml:3 does: "${OWN}/web"`)
    expect(found?.fix?.changes).toMatchObject([{ kind: 'add', key: 'newName', value: `${OWN}/web` }])
  })

  test.each([
    ['an image of Docker Hub', { prod: '  - {name: nginx, newTag: 1.27.3}\n' }, 'nginx', 0],
    [
      'an image of Docker Hub that another overlay mirrors',
      { dev: '  - {name: nginx, newTag: 1.27.3}\n', prod: named.replace('web,', 'nginx,') },
      'nginx',
      0,
    ],
    ['a commit as the tag of a bare name', { prod: `  - {name: web, newTag: ${SHA}}\n` }, 'web', 1],
    ['a base that says the registry', { prod: tagged.replace('web', `${OWN}/web`) }, `${OWN}/web`, 0],
    ['another registry', { prod: `  - {name: quay.io/a/web, newTag: ${SHA}}\n` }, 'quay.io/a/web', 0],
  ])('%s', (_, all, image, count) => {
    expect(foundBy(newNameMissing, overlays(image, all))).toHaveLength(count)
  })
})

describe('kustomize-image-dead', () => {
  test('says the name that was meant', () => {
    const found = foundBy(imageDead, overlays('web:v1', { prod: '  - {name: wbe, newTag: v1}\n' }))
    expect(placesOf(found)).toEqual(['prod/kustomization.yaml:3 wbe'])
    expect(found[0]?.hint).toContain('Write "web"')
    expect(found[0]?.severity).toBeUndefined()
  })

  test.each([
    ['it matches', { prod: '  - {name: web, newTag: v1}\n' }, {}],
    [
      'a base is elsewhere',
      { prod: '  - {name: other, newTag: v1}\n' },
      { 'base/kustomization.yaml': 'resources: [pod.yaml, https://example.com/x]\n' },
    ],
  ])('is none where %s', (_, all, more) => {
    expect(foundBy(imageDead, { ...overlays('web:v1', all), ...more })).toEqual([])
  })

  test.each([
    ['a second entry of one name', '  - {name: web, newName: other}\n  - {name: web, newTag: v2}\n'],
    ['a name with a tag in it', '  - {name: "web:v9", newTag: v2}\n'],
  ])('is none of %s, which another rule is about', (_, entries) => {
    expect(foundBy(imageDead, overlays('web:v1', { prod: entries }))).toEqual([])
  })

  test('is none below a plug-in of Argo CD', () => {
    const plugin = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: prod}
spec: {source: {path: prod, plugin: {name: envsubst}}}
`
    const files = overlays('web:v1', { prod: '  - {name: other, newTag: v1}\n' })
    expect(foundBy(imageDead, files)).toHaveLength(1)
    expect(foundBy(imageDead, { ...files, 'app.yaml': plugin })).toEqual([])
  })
})

describe('kustomize-image-unreachable', () => {
  const workflow = `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: train}
spec:
  templates:
    - name: one
      container:
        image: training
`
  const files: Files = {
    'workflow.yaml': workflow,
    'kustomization.yaml': `resources: [workflow.yaml]\nimages:\n  - {name: training, newName: ${OWN}/training, newTag: v1}\n`,
  }

  test('says where the name stands', () => {
    const found = foundBy(imageUnreachable, files)
    expect(placesOf(found)).toEqual(['kustomization.yaml:3 training'])
    expect(found[0]?.message).toContain(
      'WorkflowTemplate/train (spec.templates[0].container.image, workflow.yaml:8)',
    )
    expect(found[0]?.severity).toBeUndefined()
    expect(foundBy(imageDead, files)).toEqual([])
  })

  test('is none where a file of configurations has the line that the hint says', () => {
    const [, spec = ''] = /`([^`]+)`/.exec(foundBy(imageUnreachable, files)[0]?.hint ?? '') ?? []
    expect(spec).toBe('images: [{kind: WorkflowTemplate, path: "spec/templates[]/container/image"}]')
    const configured = `configurations: [images.yaml]\n${files['kustomization.yaml'] as string}`
    const mended = { ...files, 'kustomization.yaml': configured, 'images.yaml': spec }
    expect(foundBy(imageUnreachable, mended)).toEqual([])
  })
})

describe('kustomize-tag-not-string', () => {
  test.each([
    ['1.10', 'number'],
    ['20241105', 'number'],
    ['1e5', 'number'],
    ['0x1f', 'number'],
    ['on', 'boolean'],
    ['"1.10"', undefined],
    ["'1.10'", undefined],
    ['!!str 1.10', undefined],
    ['v1.10', undefined],
    ['1.10.0', undefined],
    ['', undefined],
  ])('newTag: %s is a %s', (tag, taken) => {
    const found = foundBy(tagNotString, overlays('web', { prod: `  - name: web\n    newTag: ${tag}\n` }))
    expect(placesOf(found)).toEqual(taken === undefined ? [] : [`prod/kustomization.yaml:4 ${tag}`])
    if (taken === undefined) return
    expect(found[0]?.message).toContain(`read as a ${taken}`)
    expect(found[0]?.fix).toMatchObject({ safety: 'safe', changes: [{ kind: 'set', to: tag, string: true }] })
  })
})

describe('kustomize-duplicate-entry', () => {
  test.each([
    ['  - {name: web, newTag: v1}\n  - {name: web, newTag: v2}\n', 'this one wins'],
    [`  - {name: web, newName: ${OWN}/web}\n  - {name: web, newTag: v2}\n`, 'this one matches nothing'],
  ])('%s: %s', (entries, outcome) => {
    const found = foundBy(duplicateEntry, overlays('web', { prod: entries }))
    expect(placesOf(found)).toEqual(['prod/kustomization.yaml:4 web'])
    expect(found[0]?.message).toContain(outcome)
  })

  test('is none in two kustomizations', () => {
    const entry = '  - {name: web, newTag: v1}\n'
    expect(foundBy(duplicateEntry, overlays('web', { prod: entry, staging: entry }))).toEqual([])
  })
})

describe('kustomize-name-has-tag', () => {
  test.each([
    ['web:v1', 'web', 'safe'],
    ['localhost:5000/web:v1', 'localhost:5000/web', 'safe'],
    ['localhost:5000/web', undefined, undefined],
  ])('%s', (name, to, safety) => {
    const image = name.replace(/:v1$/, '')
    const found = foundBy(
      nameHasTag,
      overlays(`${image}:v1`, { prod: `  - {name: "${name}", newTag: v2}\n` }),
    )
    expect(found.map(({ fix }) => fix?.safety)).toEqual(safety === undefined ? [] : [safety])
    if (to !== undefined) expect(found[0]?.fix?.changes).toMatchObject([{ kind: 'set', to }])
  })

  test('is not safe to mend beside an entry of the same image', () => {
    const entries = '  - {name: "web:v1", newTag: v2}\n  - {name: web, newTag: v3}\n'
    expect(foundBy(nameHasTag, overlays('web:v1', { prod: entries }))[0]?.fix?.safety).toBe('unsafe')
  })

  test.each([
    ['web:v0', 'unsafe'],
    ['web', 'unsafe'],
    ['web:v1', 'safe'],
    ['website:v0', 'safe'],
  ])('beside an image %s, which it does not change as it is, it is %s to mend', (other, safety) => {
    const files = {
      ...overlays('web:v1', { prod: '  - {name: "web:v1", newTag: v2}\n' }),
      'base/kustomization.yaml': 'resources: [pod.yaml, other.yaml]\n',
      'base/other.yaml': examplePod(other).replace('name: web', 'name: other'),
    }
    expect(foundBy(nameHasTag, files).map(({ fix }) => fix?.safety)).toEqual([safety])
  })
})

describe('overlay-drift', () => {
  const entry = (name: string): string => `  - {name: web, newName: ${name}, newTag: v1}\n`
  const OTHER = '831926600000.dkr.ecr.us-east-1.amazonaws.com'
  const both = ['465002806239', '831926600000'].map((account) => ({ account, region: 'us-east-1' }))

  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['the same', { a: entry(`${OWN}/web`), b: entry(`${OWN}/web`) }, []],
    ['a prefix for each environment', { a: entry(`${OWN}/a/web`), b: entry(`${OWN}/b/web`) }, []],
    [
      'another repository',
      { a: entry(`${OWN}/web`), b: entry(`${OWN}/old-web`) },
      [`b/kustomization.yaml:3 ${OWN}/old-web`],
    ],
    [
      'another account than all others',
      { a: entry(`${OTHER}/web`), b: entry(`${OWN}/web`), c: entry(`${OWN}/web`) },
      [`a/kustomization.yaml:3 ${OTHER}/web`],
    ],
    ['an account for each of two', { a: entry(`${OTHER}/web`), b: entry(`${OWN}/web`) }, []],
    ['no agreement', { a: entry(`${OWN}/x`), b: entry(`${OWN}/y`), c: entry(`${OWN}/z`) }, []],
  ])('%s', (_, all, places) => {
    expect(placesOf(foundBy(overlayDrift, overlays('web', all)))).toEqual(places)
  })

  test('counts no account that is allowed', () => {
    const all = { a: entry(`${OTHER}/web`), b: entry(`${OWN}/web`), c: entry(`${OWN}/web`) }
    expect(foundBy(overlayDrift, overlays('web', all), { registries: both })).toEqual([])
  })
})
