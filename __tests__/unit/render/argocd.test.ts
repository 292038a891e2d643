import { expect, test } from 'vitest'
import { argocdOverrides } from '../../../src/render/argocd.ts'
import { aVerdict } from '../builders.ts'
import { bumpOf, type Files, LINK, NEW, treeOf } from './tree.ts'

const FILE = 'apps/web/kustomization.yaml'
const bump = (file = FILE) => bumpOf(file, ['a', 'b'])

async function warningsOf(files: Files, proposal = bump()) {
  await using held = await treeOf({ one: { [FILE]: 'images: []\n', 'kustomization.yaml': '', ...files } })
  return { warnings: await argocdOverrides(held.tree, proposal), looks: held.asked }
}

const source = (...images: string[]) =>
  `kustomize:\n  images:\n${images.map((image) => `    - ${image}\n`).join('')}`

test.each([
  ['name:tag', 'web:1', 'web'],
  ['name=newName:tag', 'web=other.example/web:1', 'web'],
  ['name@digest', 'web@sha256:abc', 'web'],
  ['the new name, which is applied behind the entry', `${NEW}:1`, NEW],
])('an override as %s is a warning', async (_, image, name) => {
  const { warnings } = await warningsOf({ 'apps/web/.argocd-source.yaml': source('api:2', image) })
  expect(warnings).toEqual([
    `apps/web/.argocd-source.yaml:4 overrides the image "${name}" in Argo CD, so this bump of "web" in ${FILE} has no effect while it stands. Remove it from kustomize.images there.`,
  ])
})

test.each([
  ['another image', '.argocd-source.yaml', source('api:1', 'website:1', 'r/web:1')],
  ['no images', '.argocd-source.yaml', 'kustomize:\n  namePrefix: web\n'],
  ['helm parameters', '.argocd-source.yaml', 'helm:\n  parameters: [{name: image, value: web}]\n'],
  ['nothing', '.argocd-source.yaml', ''],
  ['another file', 'argocd-source.yaml', source('web:1')],
  ['a file in a folder below', 'below/.argocd-source.yaml', source('web:1')],
])('%s is none', async (_, name, text) => {
  expect((await warningsOf({ [`apps/web/${name}`]: text })).warnings).toEqual([])
})

test('the file of one application counts too, and that of the root', async () => {
  const one = await warningsOf({ 'apps/web/.argocd-source-web-prod.yaml': source('web:1') })
  expect(one.warnings).toEqual([expect.stringContaining('apps/web/.argocd-source-web-prod.yaml:3')])
  const root = await warningsOf({ '.argocd-source.yaml': source('web:1') }, bump('kustomization.yaml'))
  expect(root.warnings).toEqual([expect.stringMatching(/^\.argocd-source\.yaml:3 /)])
})

test.each([
  ['a mistake', 'kustomize: ['],
  ['a symlink', LINK],
])('%s is a warning', async (_, text) => {
  const { warnings } = await warningsOf({ 'apps/web/.argocd-source.yaml': text })
  expect(warnings).toEqual([expect.stringContaining('apps/web/.argocd-source.yaml cannot be read')])
})

test('an override that is written with an escape is reported without a line', async () => {
  const { warnings } = await warningsOf({ 'apps/web/.argocd-source.yaml': source('"\\x77eb:1"') })
  expect(warnings).toEqual([
    expect.stringMatching(/^apps\/web\/\.argocd-source\.yaml overrides the image "web"/),
  ])
})

test('costs one look at the folders when there is none', async () => {
  const proposal = bump()
  const verdicts = [...proposal.verdicts, aVerdict({ image: 'api', file: FILE })]
  expect((await warningsOf({}, { ...proposal, verdicts })).looks).toEqual([['apps/web']])
})

test('costs nothing when nothing is written', async () => {
  const proposal = bump()
  const verdicts = proposal.verdicts.map((target) => ({ ...target, outcome: 'unchanged' as const }))
  expect(
    await warningsOf({ 'apps/web/.argocd-source.yaml': source('web:1') }, { ...proposal, verdicts }),
  ).toEqual({
    warnings: [],
    looks: [],
  })
})
