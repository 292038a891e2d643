import { describe, expect, test } from 'vitest'
import { examplePod } from '../../../../../../src/doors/audit/rules/example-pod.ts'
import { digestPlaceholder } from '../../../../../../src/doors/audit/rules/tags/digest-placeholder.ts'
import { imageEmpty } from '../../../../../../src/doors/audit/rules/tags/empty.ts'
import { imageInvalid } from '../../../../../../src/doors/audit/rules/tags/invalid.ts'
import { movingWord } from '../../../../../../src/doors/audit/rules/tags/moving-tag.ts'
import { imageMutableTag } from '../../../../../../src/doors/audit/rules/tags/mutable-tag.ts'
import { imageNoTagOrDigest } from '../../../../../../src/doors/audit/rules/tags/no-tag-or-digest.ts'
import { tagDigestBoth } from '../../../../../../src/doors/audit/rules/tags/tag-digest-both.ts'
import { type Files, foundBy, placesOf } from '../../../../../support/audit/audited.ts'

const DIGEST = 'sha256:3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e72d6b480c35f9e1a7d2b6c84'
const SHA = '3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e'
const pod = (image: string): Files => ({ 'pod.yaml': examplePod(image) })
const RULES = [
  imageNoTagOrDigest,
  imageMutableTag,
  imageEmpty,
  imageInvalid,
  digestPlaceholder,
  tagDigestBoth,
]

describe('an image', () => {
  test.each<readonly [string, string | undefined]>([
    ['quay.io/a/web:v1', undefined],
    [`quay.io/a/web@${DIGEST}`, undefined],
    ['localhost:5000/web', 'image-no-tag-or-digest'],
    ['web', 'image-no-tag-or-digest'],
    ['auto', undefined],
    ['reg.example:5000/app:latest', 'image-mutable-tag'],
    ['x/app:main-latest', 'image-mutable-tag'],
    ['x/app:prod', 'image-mutable-tag'],
    [`app:latest@${DIGEST}`, 'tag-digest-both'],
    ['', 'image-empty'],
    ['~', 'image-empty'],
    ['""', 'image-empty'],
    ['https://quay.io/a/web:v1', 'image-invalid'],
    ['quay.io/A/web:v1', 'image-invalid'],
    ['MyOrg/web:v1', undefined],
    ['quay.io/a/web:v1:v2', 'image-invalid'],
    ['"quay.io/a/web :v1"', 'image-invalid'],
    ['"quay.io/a/web:"', 'image-invalid'],
    ['quay.io/a//web:v1', 'image-invalid'],
    ['quay.io/a/-web:v1', 'image-invalid'],
    ['quay.io/a/web:-v1', 'image-invalid'],
    ['quay.io/a/web__b---c.d:v1', undefined],
    ['quay.io/a/web:<tag>', 'image-invalid'],
    ['__IMAGE__', 'image-invalid'],
    ['(( grab image ))', 'image-invalid'],
    ['"@@ACCOUNT@@.example.com/web:v1"', 'image-invalid'],
    [`quay.io/a/web@sha256:${'0'.repeat(64)}`, 'digest-placeholder'],
    [`quay.io/a/web@sha256:${'0123456789abcdef'.repeat(4)}`, 'digest-placeholder'],
    [
      `quay.io/a/web@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855`,
      'digest-placeholder',
    ],
    ['quay.io/a/web@sha256:abc', 'digest-placeholder'],
    ['quay.io/a/web@sha256:<digest>', 'digest-placeholder'],
    [`quay.io/a/web@sha512:${'3f9c2a71'.repeat(16)}`, undefined],
  ])('%s: %s', (image, rule) => {
    const found = RULES.filter((one) => foundBy(one, pod(image)).length > 0)
    expect(found.map(({ id }) => id)).toEqual(rule === undefined ? [] : [rule])
  })
})

describe('a tag that moves', () => {
  test.each([
    ['latest', 'latest'],
    ['LATEST', 'latest'],
    ['main-latest', 'latest'],
    ['latest-arm64', 'latest'],
    ['stable-alpine', 'stable'],
    ['1.2-SNAPSHOT', 'snapshot'],
    ['staging', 'staging'],
    ['main', 'main'],
    [`main-${SHA}`, undefined],
    [`latest-${SHA}`, undefined],
    ['nightly-20241105', undefined],
    ['1.27-alpine', undefined],
    ['v1.4.2', undefined],
    ['production-v1.4.2', undefined],
    ['prod-eu', undefined],
    ['latestish', undefined],
  ])('%s: %s', (tag, word) => {
    expect(movingWord(tag)).toBe(word)
  })

  const overlay = (rest: string): Files => ({
    'base/pod.yaml': examplePod('web'),
    'base/kustomization.yaml': 'resources: [pod.yaml]',
    'prod/kustomization.yaml': `resources: [../base]\nimages:\n  - name: web\n    ${rest}\n`,
  })

  test('is found where the overlay says it', () => {
    const found = foundBy(imageMutableTag, overlay('newTag: main-latest'))
    expect(placesOf(found)).toEqual(['prod/kustomization.yaml:4 main-latest'])
    expect(found[0]?.inheritedBy).toEqual(['prod'])
  })

  test('is put right by an overlay', () => {
    const files = { ...overlay('newTag: v1'), 'base/pod.yaml': examplePod('web:latest') }
    expect(foundBy(imageMutableTag, files)).toEqual([])
    expect(foundBy(imageNoTagOrDigest, files)).toEqual([])
  })

  test('is a notice where an updater keeps it up to date', () => {
    const marked = overlay('newTag: main # {"$imagepolicy": "flux-system:web:tag"}')
    expect(foundBy(imageMutableTag, marked).map(({ severity }) => severity)).toEqual(['notice'])
  })
})

describe('an image without a tag', () => {
  const files = { 'apps/prod/pod.yaml': examplePod('web') }

  test.each([
    [['apps/prod'], 'error'],
    [['apps/staging'], undefined],
  ])('with production in %j: %s', (productionPaths, severity) => {
    const found = foundBy(imageNoTagOrDigest, files, { productionPaths })
    expect(found.map((one) => one.severity)).toEqual([severity])
  })
})

const workflow = (template: string, more = ''): Files => ({
  'a.yaml': `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: train}
spec:
${more}  templates:
    - name: one
${template}
`,
})

describe('an image with nothing in it', () => {
  test('is found in a workflow', () => {
    const found = foundBy(imageEmpty, workflow('      container:\n        image: # set by overlays'))
    expect(placesOf(found)).toEqual(['a.yaml:8 '])
    expect(found[0]?.message).toContain('spec.templates[0].container.image of WorkflowTemplate/train')
  })

  test('is none where the workflow has a default', () => {
    const more = '  templateDefaults:\n    container: {image: "quay.io/a/b:v1"}\n'
    expect(foundBy(imageEmpty, workflow('      container: {image: ""}', more))).toEqual([])
  })

  test('is none where a trigger fills it in', () => {
    const text = examplePod("' '")
      .replace('kind: Pod', 'kind: DeploymentConfig')
      .replace('v1', 'apps.openshift.io/v1')
    expect(foundBy(imageEmpty, { 'a.yaml': text })).toEqual([])
  })
})

describe('what is filled in later', () => {
  test.each([
    ['a parameter of a workflow', workflow('      container: {image: "{{inputs.parameters.image}}"}')],
    [
      'a parameter of a pipeline',
      {
        'a.yaml': `apiVersion: tekton.dev/v1
kind: Task
metadata: {name: a}
spec: {steps: [{name: b, image: $(params.image)}]}
`,
      },
    ],
  ])('%s is no invalid image', (_, files) => {
    for (const rule of RULES) expect(foundBy(rule, files), rule.id).toEqual([])
  })

  test('by nobody is one', () => {
    expect(foundBy(imageInvalid, pod('$' + '{IMAGE}'))).toHaveLength(1)
  })
})

describe('the fix of a scheme', () => {
  test('takes it away and nothing else', () => {
    const [found] = foundBy(imageInvalid, pod('https://quay.io/a/web:v1'))
    expect(found?.fix).toMatchObject({ safety: 'safe', changes: [{ kind: 'set', to: 'quay.io/a/web:v1' }] })
  })

  test.each(['https://quay.io/A/web:v1', 'ftp://quay.io/a/web:v1', 'quay.io/a/web:v1:v2'])(
    'is none for %s',
    (image) => {
      expect(foundBy(imageInvalid, pod(image))[0]).not.toHaveProperty('fix')
    },
  )
})

test.each([
  ['preview-12', true],
  ['v1-wip', true],
  ['latest', true],
  ['v1.4.2', false],
  ['my-preview-12', false],
])('settings say that tag %s moves: %s', (tag, moves) => {
  const settings = { mutableTags: ['preview-*', '*-{wip,draft}'] }
  expect(foundBy(imageMutableTag, pod(`quay.io/a/web:${tag}`), settings)).toHaveLength(moves ? 1 : 0)
})
