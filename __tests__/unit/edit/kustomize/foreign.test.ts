import { describe, expect, test } from 'vitest'
import { kustomizeImages } from '../../../../src/edit/kustomize/target.ts'
import { aFile, problemOf } from '../../builders.ts'

const IMAGES = 'images:\n- name: web\n'
const open = (path: string, text: string) =>
  kustomizeImages.open({ ...aFile(text), path, place: (line) => ({ file: path, ...(line ? { line } : {}) }) })
const NAME_ONE = 'Name a kustomization file or its folder in overlays'
const MANIFEST = `${NAME_ONE}: for a manifest, the one that has it in resources.`

describe('what is no kustomization is refused with what it is', () => {
  test.each([
    [
      'an object of Flux under the name of a kustomization',
      'clusters/prod/kustomization.yaml',
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec:\n  path: ./apps/web\n',
      'a Kustomization (kustomize.toolkit.fluxcd.io/v1) of Flux',
      'Name the folder that it leads to in overlays: apps/web.',
    ],
    [
      'an Application of Argo CD',
      'argocd/web.yaml',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {sources: [{path: /apps/web}]}\n',
      'an Application (argoproj.io/v1alpha1) of Argo CD',
      'Name the folder that it leads to in overlays: apps/web.',
    ],
    [
      'an ApplicationSet',
      'argocd/web.yaml',
      'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec: {template: {spec: {source: {chart: x}}}}\n',
      'an ApplicationSet (argoproj.io/v1alpha1) of Argo CD',
      'Name the folder that it leads to in overlays.',
    ],
    [
      'a Deployment',
      'base/deployment.yaml',
      `apiVersion: apps/v1\nkind: Deployment\n${IMAGES}`,
      'a Deployment (apps/v1)',
      MANIFEST,
    ],
    ['several objects', 'base/all.yaml', 'kind: Service\n---\nkind: Deployment\n', 'a Service', MANIFEST],
    [
      'a List',
      'base/list.json',
      '{"apiVersion": "v1", "kind": "List", "items": []}',
      'a List (v1)',
      MANIFEST,
    ],
    [
      'another kind of a kustomization',
      'prod/kustomization.yaml',
      `kind: Deployment\n${IMAGES}`,
      'a Deployment',
      MANIFEST,
    ],
    [
      'a configuration of skaffold',
      'skaffold.yaml',
      'apiVersion: skaffold/v4beta11\nkind: Config\n',
      'a Config (skaffold/v4beta11)',
      MANIFEST,
    ],
    [
      'an object without a kind',
      'prod/kustomization.yaml',
      'apiVersion: example.com/v1\n',
      'an object (example.com/v1)',
      MANIFEST,
    ],
    [
      'a chart',
      'web/Chart.yaml',
      'apiVersion: v2\nname: web\n',
      'the description of a Helm chart',
      `${NAME_ONE}.`,
    ],
    [
      'values of a chart',
      'web/values-prod.yaml',
      `image: {tag: x}\n${IMAGES}`,
      'a file of values for a Helm chart',
      `${NAME_ONE}, or name the image in this file in helm-values: web/values-prod.yaml#image, where image is its path.`,
    ],
    [
      'parameters of Argo CD',
      'web/.argocd-source-web.yaml',
      'kustomize: {images: []}\n',
      'a file of parameters for Argo CD',
      `${NAME_ONE}.`,
    ],
  ])('%s', async (_, path, text, what, hint) => {
    expect(await problemOf(() => open(path, text))).toEqual({
      code: 'OVERLAY_INVALID',
      inputs: ['overlays'],
      message: `${path} is ${what}, not a kustomization`,
      hint,
      configPlace: { file: path },
    })
  })

  test.each([
    ['kind: kustomization\n', 'a kustomization'],
    ['apiVersion: v1\nkind: Kustomization\n', 'a Kustomization (v1)'],
    ['kind: COMPONENT\n', 'a COMPONENT'],
  ])('what is only spelled as none gets its own words: %j', async (text, what) => {
    const { message, hint } = await problemOf(() => open('prod/kustomization.yaml', text))
    expect(message).toBe(
      `prod/kustomization.yaml is ${what}, which kustomize does not take for one of its own`,
    )
    expect(hint).toBe(
      'If kustomize is to build it, write kind: Kustomization and apiVersion: kustomize.config.k8s.io/v1beta1 (of a component, kind: Component and kustomize.config.k8s.io/v1alpha1).',
    )
  })

  test('two lists are no object', async () => {
    expect((await problemOf(() => open('all.yaml', '- a\n---\n- b\n'))).code).toBe('EDIT_UNSAFE')
  })

  test.each([
    ['APIVersion: v1\n', 'has the key APIVersion, which kustomize takes for apiVersion'],
    ['apiVersion: "a\\nb"\n', 'is an object (a b), not a kustomization'],
  ])('%j on one line', async (text, message) => {
    expect((await problemOf(() => open('prod/kustomization.yaml', text))).message).toContain(message)
  })
})

describe('a file of a name that kustomize does not look for', () => {
  const plain = 'services: {web: {image: web}}\n'
  const refused = (path: string) => ({
    code: 'OVERLAY_INVALID',
    message: `${path} is not known to be a kustomization: it has neither the file name, nor a kind or apiVersion of one`,
    hint: `${NAME_ONE}. If it is one, add to it: kind: Kustomization`,
  })

  test.each(['docker-compose.yaml', 'prod/config.json', 'my-kustomization.yaml'])(
    'gets no entry: %s',
    async (path) => {
      expect(await problemOf(() => open(path, plain).create('web', { tag: 'one' }))).toMatchObject(
        refused(path),
      )
      expect(open(path, plain).absence('web')).toMatchObject(refused(path))
    },
  )

  test.each(['kind: Kustomization\n', 'kind: Component\n', 'apiVersion: kustomize.config.k8s.io/v1beta1\n'])(
    'gets one where it says %j',
    (text) => {
      expect(open('prod.yaml', text).create('web', { tag: 'one' })).toBe(
        `${text}images:\n- name: web\n  newTag: one\n`,
      )
      expect(open('prod.yaml', text).absence('web')).toMatchObject({ code: 'ENTRY_MISSING' })
    },
  )

  test('may have the entry already', () => {
    expect(open('prod.yaml', IMAGES).find('web')).toMatchObject({ line: 2 })
  })

  test.each(['kustomization.yml', 'prod/Kustomization'])('is none of those that it knows: %s', (path) => {
    expect(open(path, 'resources: []\n').create('web', { tag: 'one' })).toContain('newTag: one')
  })
})
