import { expect, test } from 'vitest'
import { explainChart } from '../../../../src/render/charts/explain.ts'
import { splitManifests } from '../../../../src/render/manifests/manifests.ts'
import { ECR, podOf } from './room.ts'

const DIGEST = `sha256:${'1'.repeat(64)}`

interface Case {
  readonly images?: readonly string[]
  readonly reference?: string
  readonly key?: string
  readonly values?: string
  readonly more?: string
}

function explain({
  images = ['busybox:1'],
  reference = `${ECR}/team/web:new`,
  key = 'image',
  values = '',
  more = '',
}: Case) {
  const manifests = splitManifests([...images.map((image) => podOf(image)), more].join('---\n'))
  return explainChart({ reference, key, file: 'values.yaml' }, { manifests, values })
}

test.each<[string, Case, string]>([
  [
    'the digest alone',
    { images: [`docker.io/team/web@${DIGEST}`], reference: `${ECR}/team/web:x@${DIGEST}` },
    'docker.io',
  ],
  ['no registry', { images: ['team/web:new'] }, `from no registry instead of ${ECR}`],
  [
    'one where none is meant',
    { images: ['docker.io/team/web:new'], reference: 'team/web:new' },
    'instead of none',
  ],
])('another registry is known by %s', (_, given, words) => {
  expect(explain(given).message).toContain(words)
})

test.each<[string, Case, string]>([
  ['beside the image', { key: 'web.image', values: 'web: {enabled: false}' }, 'web.enabled is false'],
  [
    'above it',
    { key: 'shop.web.image', values: 'shop: {enabled: false, web: {enabled: true}}' },
    'shop.enabled is',
  ],
  ['of the whole chart', { values: 'enabled: false' }, 'enabled is false in values.yaml'],
  [
    'nowhere',
    { key: 'web.image', values: 'web: {enabled: true, image: {tag: a}}' },
    'The images are: busybox:1.',
  ],
  [
    'in a list, which has none',
    { key: 'a[0].image', values: 'a: [{image: b}]' },
    'The images are: busybox:1.',
  ],
  ['on no path', { key: '', values: 'a: b' }, 'The images are: busybox:1.'],
])('a switch that is off is found %s', (_, given, words) => {
  expect(explain(given).message).toContain(words)
})

test('the images are those of all fields of that name, each once, and not of definitions', () => {
  const more =
    'kind: CustomResourceDefinition\nspec: {image: none}\n---\nkind: Cluster\nspec: {image: "db:1", sidecar: {image: ""}}\n'
  expect(explain({ images: ['b:1', 'a:1', 'b:1'], more }).message).toBe('The images are: a:1, b:1, db:1.')
  expect(explain({ images: [] }).message).toBe('There are no containers at all.')
})

test('a registry in front of another one, and a tag from elsewhere, are distinguished', () => {
  expect(explain({ images: [`docker.io/${ECR}/team/web:new`] }).hint).toContain(
    'Write the repository without its registry',
  )
  expect(explain({ images: [`${ECR}/team/web:1.0`] }).message).toContain(
    'of image, the chart does not take the tag',
  )
  expect(explain({ images: ['team/other:new'] }).message).toBe('The images are: team/other:new.')
})
