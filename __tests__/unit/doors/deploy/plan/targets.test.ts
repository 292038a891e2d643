import { expect, test } from 'vitest'
import { openKind } from '../../../../../src/doors/deploy/open-kind.ts'
import { targetsOf } from '../../../../../src/doors/deploy/plan/targets.ts'
import { argocdApplications } from '../../../../../src/edit/argocd/target.ts'
import { helmValues } from '../../../../../src/edit/helm/target.ts'
import type { ImageInputs } from '../../../../../src/inputs/images.ts'
import { helmValues as parse } from '../../../../../src/inputs/target-fields.ts'

/** What helm-values says, as it is read and planned. */
function planned(given: string) {
  const parsed = parse(given)
  if (!('value' in parsed)) return expect.fail(`${given} ${parsed.mistake}`)
  const inputs = { overlays: [], helmValues: [parsed.value], manifests: [] } as unknown as ImageInputs
  const [target] = targetsOf(inputs, 'web')
  return target ?? expect.fail('it is no target')
}

test.each([
  'a.yaml#spec.source.helm.values#image',
  'a.yaml#spec.source.helm.valuesObject.image',
  'a.yaml#spec.sources[ref=own].helm.parameters#image',
  'a.yaml#spec.source.kustomize.images#ghcr.io/team/web',
  'a.yaml#[name=web].spec.template.spec.source.helm.values#pods[name=web].image',
])('%s is a place in an Application', async (given) => {
  const target = planned(given)
  expect(target).toMatchObject({ kind: 'argocd', path: 'a.yaml' })
  expect(await openKind(target)).toBe(argocdApplications)
  // What is planned is found again by what was given.
  expect(target.key).toBe(given.replace('a.yaml#', ''))
})

test.each(['values.yaml#image', 'values.yaml#helm.image', 'values.yaml#kustomize.image'])(
  '%s is one in values',
  async (given) => {
    const target = planned(given)
    expect(target.kind).toBe('helm-values')
    expect(await openKind(target)).toBe(helmValues)
  },
)
