import { describe, expect, test } from 'vitest'
import { isGlob } from '../../../../../src/names/path.ts'
import { problemOf, problemsOf } from '../../../builders.ts'
import { plan } from './planned.ts'

const overlaysOf = (overlays: string) => plan({ overlays }).images[0].targets.map(({ path }) => path)

describe('overlays', () => {
  test.each([
    ['apps/a', 'apps/a'],
    ['./apps/a/', 'apps/a'],
    ['apps/a/', 'apps/a'],
    ['apps/a/kustomization.yml', 'apps/a/kustomization.yml'],
    ['apps/with space/ü', 'apps/with space/ü'],
    ['apps/..a/b..', 'apps/..a/b..'],
    ['./', ''],
    ['.', ''],
    ['apps/./a', 'apps/a'],
    ['././apps/a', 'apps/a'],
    ['apps/a/.', 'apps/a'],
  ])('%s is %j from the root', (given, path) => {
    expect(overlaysOf(given)).toEqual([path])
  })

  test.each(['../apps', 'apps/../../x', '/etc', '/', '..', 'apps//a', 'apps\\a', 'apps/..', './..', './/a'])(
    '%s leaves the config repository, or is no path in it',
    async (overlay) => {
      expect(await problemOf(() => overlaysOf(overlay))).toMatchObject({
        code: 'OVERLAY_INVALID',
        inputs: ['overlays'],
      })
    },
  )

  test('each bad one is reported', async () => {
    expect(await problemsOf(() => overlaysOf('../a\napps/b\n/c'))).toHaveLength(2)
  })
})

test.each([
  ['charts/*/values.yaml#web.image', 'helm-values: charts/*/values.yaml#web.image'],
  [
    'apps/prod.yaml#spec.source.helm.values#image',
    'helm-values: apps/prod.yaml#spec.source.helm.values#image',
  ],
  ['raw/web.yaml#Deployment/web/web', 'manifests: raw/web.yaml#Deployment/web/web'],
])('%s belongs in another input', async (overlay, meant) => {
  expect(await problemsOf(() => overlaysOf(overlay))).toMatchObject([
    {
      code: 'OVERLAY_INVALID',
      inputs: ['overlays'],
      message: `overlays names "${overlay}", a file and a place in it, not a folder of kustomizations`,
      hint: `A place in a file belongs in the input ${meant}`,
    },
  ])
})

test.each(['apps/web/kustomization.yaml#images', 'apps/*/kustomization.yml#images[name=web]'])(
  '%s needs no place in it, and no other input',
  async (overlay) => {
    const [file] = overlay.split('#')
    expect(await problemsOf(() => overlaysOf(overlay))).toMatchObject([
      {
        code: 'OVERLAY_INVALID',
        hint: `Leave out the # and what follows it, because the entry is found by the input name: ${file}`,
      },
    ])
  },
)

describe('patterns in overlays', () => {
  test.each(['apps/*/overlays/prod', 'apps/**', 'apps/{a,b}/prod', 'apps/[ab]', '*'])(
    '%s is kept',
    (glob) => {
      expect(isGlob(glob)).toBe(true)
      expect(overlaysOf(glob)).toEqual([glob])
    },
  )

  test.each(['apps/a/overlays/prod', '.', 'apps/a-b_c.d', '-apps'])('%s is a path', (path) => {
    expect(isGlob(path)).toBe(false)
  })

  test.each(['!apps/*', '../*', '/apps/*', 'apps/../*'])('%s is refused', async (overlays) => {
    expect(await problemOf(() => overlaysOf(overlays))).toMatchObject({
      code: 'OVERLAY_INVALID',
      inputs: ['overlays'],
    })
  })
})
