import { expect, test } from 'vitest'
import { closePath, closePattern } from '../../../../src/names/paths/close-path.ts'

const PATHS = [
  'README.md',
  'apps/web/overlays/prod',
  'apps/web/overlays/staging',
  'charts/shop/values.yaml',
  'envs/prod/values.yaml',
  'envs/prod-eu/values.yaml',
  'envs/staging/values.yaml',
]

test.each([
  ['env/prod/values.yaml', 'envs/prod/values.yaml'],
  ['envs/prd-eu/values.yaml', 'envs/prod-eu/values.yaml'],
  ['app/web/overlays/prod', 'apps/web/overlays/prod'],
  ['apps/web/overlay/prod', 'apps/web/overlays/prod'],
  ['platform-config/envs/prod/values.yaml', 'envs/prod/values.yaml'],
  ['shop/values.yaml', 'charts/shop/values.yaml'],
  ['envs/prod-us/values.yaml', undefined],
  ['envs/test/values.yaml', undefined],
  ['nowhere/values.yaml', undefined],
  ['values.yaml', undefined],
  ['env/prd/values.yaml', undefined],
])('%s stands for %s', (wanted, meant) => {
  expect(closePath(wanted, PATHS)).toBe(meant)
})

test('a path that two could be meant by stands for neither', () => {
  expect(closePath('b/values.yaml', ['x/b/values.yaml', 'y/b/values.yaml'])).toBeUndefined()
  expect(closePath('apps/webb/a', ['apps/web/a', 'apps/webbb/a'])).toBeUndefined()
})

test.each([
  ['env/*/values.yaml', 'envs/*/values.yaml'],
  ['envs/*/value.yaml', 'envs/*/values.yaml'],
  ['app/*/overlays/prod', 'apps/*/overlays/prod'],
  ['apps/*/overlay/{prod,staging}', 'apps/*/overlays/{prod,staging}'],
  ['env/**', 'envs/**'],
  ['nowhere/*.yaml', undefined],
  ['envs/**/value.yaml', undefined],
  ['**/*.yml', undefined],
])('the pattern %s stands for %s', (glob, meant) => {
  expect(closePattern(glob, PATHS)).toBe(meant)
})
