import { describe, expect, test } from 'vitest'
import type { FoundImage } from '../../../src/aws/registry/registry.ts'
import { decideAll } from '../../../src/images/decide.ts'
import { doubtAbout, unattested } from '../../../src/images/doubts.ts'
import type { BuildPlan } from '../../../src/plan/build.ts'
import type { PushedImage } from '../../../src/plan/image.ts'
import { aBuild, aFound, digestOf, SHA } from '../builders.ts'
import { looked, RELEASE } from './looked.ts'

const NO_CONTEXT = { createRepository: undefined, unchanged: new Map() }

describe('a version that has an image already', () => {
  const old = aFound({ digest: digestOf('a') })
  const doubt = (content: Record<string, FoundImage>, found = old) =>
    doubtAbout(looked(RELEASE, { 'v1.2.3': found, ...content }), found)

  test('is doubted where the commit has another one, because the git tag may have been moved', () => {
    for (const tag of [SHA, `main-${SHA}`]) {
      expect(doubt({ [tag]: aFound({ digest: digestOf('b') }) })).toContain(
        `:v1.2.3 is another image (${digestOf('a')}) than ${tag} (${digestOf('b')}). If the git tag was moved`,
      )
    }
  })

  test('is not where the commit has none, or the same', () => {
    expect(doubt({})).toBeUndefined()
    expect(doubt({ [SHA]: old })).toBeUndefined()
    expect(doubt({ [SHA]: old, [`main-${SHA}`]: aFound({ digest: digestOf('b') }) })).toBeUndefined()
  })

  test('is not where it says of which commit it is', () => {
    const known = aFound({ digest: digestOf('a'), revision: SHA })
    expect(doubt({ [SHA]: aFound({ digest: digestOf('b') }) }, known)).toBeUndefined()
  })
})

describe('an image that is there without what is asked for', () => {
  const plain = aFound()
  const attested = aFound({
    manifest: JSON.stringify({
      manifests: [{ annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }],
    }),
  })
  const said = (build: Partial<BuildPlan>, found = plain, changes: Partial<PushedImage> = {}) => {
    const [decision] = decideAll([looked({ build: aBuild(build), ...changes }, { [SHA]: found })], NO_CONTEXT)
    return decision && unattested(decision, found)
  }

  test.each<[Partial<BuildPlan>, RegExp]>([
    [
      { provenance: 'mode=max' },
      /without what provenance asks for: .*set the input tag to \$\{\{ github\.sha \}\}-r/,
    ],
    [{ sbom: 'true' }, /without what sbom asks for/],
    [{ provenance: 'true', sbom: 'true' }, /without what provenance and sbom ask for/],
  ])('is doubted: %j', (build, warning) => {
    expect(said(build)).toMatch(warning)
  })

  test('is doubted where it is released, with another way out', () => {
    expect(said({ sbom: 'true' }, plain, RELEASE)).toMatch(
      /Let the run that builds the commit have sbom, too\.$/,
    )
  })

  test('is not where it has attestations, or nothing is asked for', () => {
    expect(said({ provenance: 'true' }, attested)).toBeUndefined()
    expect(said({})).toBeUndefined()
    expect(said({ provenance: 'true' }, attested, RELEASE)).toBeUndefined()
  })
})
