import { expect, test } from 'vitest'
import { isAttested } from '../../../../src/aws/registry/attestations.ts'

const ATTESTATION = { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }

test.each<[boolean, unknown]>([
  [true, { manifests: [{ platform: { os: 'linux' } }, ATTESTATION] }],
  [false, { manifests: [{ platform: { os: 'linux' } }, { platform: { os: 'unknown' } }] }],
  [false, { manifests: [null, { annotations: null }, { annotations: { 'vnd.docker.reference.type': 1 } }] }],
  [false, { manifests: 'none', ...ATTESTATION }],
  [false, { config: {}, ...ATTESTATION }],
  [false, []],
])('%s of %j', (attested, manifest) => {
  expect(isAttested({ manifest: JSON.stringify(manifest) })).toBe(attested)
})

test('is not what is no manifest at all', () => {
  expect(isAttested({ manifest: '{' })).toBe(false)
})
