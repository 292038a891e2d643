import fc from 'fast-check'
import { expect, describe as group, test } from 'vitest'
import { annotationsOf, describe, entriesOf, imageOf, imagesIn } from '../../../../src/images/merge/read.ts'
import { aFound, digestOf, problemOf } from '../../builders.ts'

const EMPTY = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const index = (manifests: unknown) => JSON.stringify({ schemaVersion: 2, manifests })
const at = (character: string, more: object = {}) => ({
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  digest: digestOf(character),
  size: 3,
  ...more,
})
const about = (character: string) => ({
  annotations: {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': digestOf(character),
  },
})

group('describe', () => {
  test('counts bytes, and holds the manifest to its digest', async () => {
    const digest = EMPTY as ReturnType<typeof digestOf>
    expect(describe(aFound({ manifest: '', digest })).size).toBe(0)
    const problem = await problemOf(() => describe(aFound({ manifest: 'ü', digest })))
    expect(problem?.message).toMatch(
      /^ECR handed over a manifest whose digest is sha256:\w{64}, and named it/,
    )
  })
})

group('entriesOf', () => {
  test('keeps attestations apart, and only those of its own images', () => {
    const entries = [at('1', { platform: {} }), at('2', about('1')), at('3', about('9')), at('4', about('2'))]
    expect(entriesOf(index(entries))).toEqual({ images: [at('1')], attestations: [at('2', about('1'))] })
  })

  test('keeps of a descriptor what an index may hold of it', () => {
    const kept = { annotations: { a: 'b' }, artifactType: 'x/y' }
    const given = at('1', { ...kept, annotations: { a: 'b', c: 1 }, urls: ['https://x'], data: 'e30=', x: 1 })
    expect(entriesOf(index([given])).images).toEqual([at('1', kept)])
  })

  test.each([undefined, null, 'x', [null], [1], [{}], [{ digest: digestOf('1') }], [at('1', { size: '3' })]])(
    'finds nothing in %j',
    (manifests) => {
      expect(entriesOf(index(manifests))).toEqual({ images: [], attestations: [] })
    },
  )
})

group('imageOf', () => {
  const config = (content: object) => JSON.stringify(content)

  test('has the platform and the labels of its configuration, and the annotations of its manifest', () => {
    const text = config({ os: 'linux', architecture: 'arm64', config: { Labels: { a: 'b', c: 1 } } })
    expect(imageOf(at('1'), '{"annotations":{"d":"e","f":{}}}', text)).toEqual({
      descriptor: at('1'),
      platform: { os: 'linux', architecture: 'arm64' },
      annotations: { d: 'e' },
      labels: { a: 'b' },
    })
  })

  test.each([undefined, '', '{}', '[]', '{"os":"linux"}'])(
    'is none where the configuration is %s',
    (text) => {
      expect(imageOf(at('1'), '{}', text)).toBeUndefined()
    },
  )
})

test('an image stands for itself, and an index for its images', () => {
  expect([...imagesIn(aFound({ digest: digestOf('a') }))]).toEqual([digestOf('a')])
  const manifest = index([at('1'), at('2', about('1'))])
  expect([...imagesIn(aFound({ isIndex: true, manifest }))]).toEqual([digestOf('1')])
})

test('nothing that others have written makes it stumble', () => {
  const anything = fc.jsonValue()
  fc.assert(
    fc.property(anything, anything, (one, other) => {
      const texts = [
        JSON.stringify(one),
        index([one, other]),
        index([at('1', { annotations: one, platform: other })]),
      ]
      for (const text of texts) {
        expect(entriesOf(text).attestations).toEqual([])
        expect(Object.values(annotationsOf(text)).every((value) => typeof value === 'string')).toBe(true)
        expect(imageOf(at('1'), text, text)?.platform.os ?? '').toMatch(/^[\w.-]*$/)
      }
    }),
  )
})
