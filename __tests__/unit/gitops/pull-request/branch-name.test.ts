import { describe, expect, test } from 'vitest'
import { branchName, type DeploySet } from '../../../../src/gitops/pull-request/branch-name.ts'
import { must } from '../../builders.ts'

const source = (name: string) => ({ name, webUrl: `https://github.com/${name}`, versionRef: undefined })
const image = (name = 'web', overlays = ['apps/web/overlays/prod'], repository = 'acme/web') => ({
  name,
  targets: overlays.map((path) => ({ kind: 'kustomize' as const, path, key: undefined })),
  source: source(repository),
})
const nameOf = (images: DeploySet['images'], base = 'main') => branchName({ images, base })

describe('the name of a branch', () => {
  test.each([
    [[image()], 'web--prod'],
    [[image('web', ['apps/web/overlays/prod/kustomization.yaml'])], 'web--prod'],
    ...['kustomization.yml', 'Kustomization', 'kustomization.YAML'].map(
      (file): [DeploySet['images'], string] => [[image('web', [`apps/prod/${file}`])], 'web--prod'],
    ),
    [[image('web', ['my-kustomization'])], 'web--my-kustomization'],
    [[image('web', ['kustomization.yaml.d'])], 'web--kustomization-yaml-d'],
    [[image(`web--x${'!'.repeat(500)}y`, ['a'])], 'web-x-y--a'],
    [[image('web', [])], 'web--none'],
    [[image('web', ['.', 'apps/web/overlays/prod'])], 'web--prod-and-1'],
    [[image('web', ['apps/*/overlays/prod', 'apps/*/overlays/live'])], 'web--live-and-1'],
    [[image('web'), image('api'), image('cron')], 'api-and-2--prod'],
    [[image('ghcr.io/Acme/Web.lock', ['a/..b@{c}'])], 'ghcr-io-acme-web-lock--b-c'],
    [[image('x'.repeat(300), [`o/${'y'.repeat(300)}`])], `${'x'.repeat(40)}--${'y'.repeat(40)}`],
    [[image('日本', ['環境/本番'])], 'x--x'],
    [[image('web', [''])], 'web--root'],
  ])('says what it is for: %#', (images, said) => {
    expect(nameOf(images)).toMatch(new RegExp(`^deploy/${said}-[0-9a-f]{10}$`))
  })

  test('does not depend on the order of images and overlays, nor on how often one is named', () => {
    const [one, other] = [image('web', ['a', 'b']), image('api', ['c'])]
    expect(nameOf([one, other])).toBe(nameOf([other, image('web', ['b', 'a', 'a'])]))
  })

  test('differs for everything that makes it another one', () => {
    const [byKey, byOther, byNone] = ['image.tag', 'sidecar.tag', undefined].map((key) => ({
      ...image(),
      targets: [{ kind: 'helm-values' as const, path: 'values.yaml', key }],
    }))
    const names = [
      ...[byKey, byOther, byNone].map((one) => nameOf([must(one)])),
      nameOf([image()]),
      nameOf([image()], 'release'),
      nameOf([image('api')]),
      nameOf([image('web', ['apps/web/overlays/staging'])]),
      nameOf([image('web', ['other/overlays/prod'])]),
      nameOf([image('web', undefined, 'acme/other')]),
      nameOf([image(), image('api')]),
      nameOf([image('web', ['a']), image('api', ['b'])]),
      nameOf([image('web', ['b']), image('api', ['a'])]),
      nameOf([image('web', ['a', 'b']), image('api', ['a', 'b'])]),
    ]
    expect(new Set(names).size).toBe(names.length)
  })
})
