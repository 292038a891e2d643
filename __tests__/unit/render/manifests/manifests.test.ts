import { expect, test } from 'vitest'
import { nameOf } from '../../../../src/render/manifests/manifests.ts'

test.each([
  [
    { kind: 'Deployment', metadata: { name: 'web' } },
    { kind: 'Deployment', name: 'web' },
  ],
  [{ metadata: 'web' }, { kind: 'object', name: '' }],
  ['text', { kind: 'object', name: '' }],
])('%j is called %j', (content, expected) => {
  expect(nameOf(content)).toEqual(expected)
})
