import { expect, test } from 'vitest'
import { ComponentUsers, isComponent } from '../../../../src/render/graph/users.ts'
import { type Files, treeOf } from '../tree.ts'

const COMPONENT = 'kind: Component\ncomponents: [../deeper]\n'

async function usersOf(component: string, files: Files): Promise<readonly string[]> {
  await using trees = await treeOf({ one: files })
  return await new ComponentUsers(trees.tree, 'one').of(component)
}

test('a component is found with those that use it, directly or through another one', async () => {
  const files = {
    'apps/a/kustomization.yaml': 'components: [../../parts/outer]\n',
    'apps/b/kustomization.yaml': 'components: [../../parts/deeper]\n',
    'apps/c/kustomization.yaml': 'resources: [../../parts/deeper]\n',
    'parts/outer/kustomization.yaml': COMPONENT,
    'parts/deeper/kustomization.yaml': 'kind: Component\n',
  }
  expect(await usersOf('parts/deeper', files)).toEqual(['apps/a', 'apps/b'])
})

test('a file that cannot be read, or that names no path, uses nothing', async () => {
  const files = {
    'apps/broken/kustomization.yaml': 'components: [parts/x\n',
    'apps/number/kustomization.yaml': 'components: [7, {a: b}, ../../../outside, ../../parts/x]\n',
    'apps/remote/kustomization.yaml': 'components: ["https://example.com/x"]\n',
  }
  expect(await usersOf('parts/x', files)).toEqual(['apps/number'])
})

test.each([
  ['kind: Component\n', true],
  ['apiVersion: kustomize.config.k8s.io/v1alpha1\n', true],
  ['apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Kustomization\n', false],
  ['apiVersion: kustomize.config.k8s.io/v1beta1\n', false],
  ['- kind: Component\n', false],
  ['kind: [Component\n', false],
])('%j is a component: %s', (text, expected) => {
  expect(isComponent(text)).toBe(expected)
})
