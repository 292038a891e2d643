import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDigest, isRepositoryName, isTag, lastSegment } from '../../../src/names/reference.ts'
import { digestOf } from '../builders.ts'

describe('isDigest', () => {
  test('takes sha256 and 64 lower-case hex digits', () => {
    expect(isDigest(digestOf('a'))).toBe(true)
  })
  test.each([
    '',
    'a'.repeat(64),
    `sha256:${'a'.repeat(63)}`,
    `sha256:${'a'.repeat(65)}`,
    `sha256:${'A'.repeat(64)}`,
    `sha512:${'a'.repeat(64)}`,
    `x@sha256:${'a'.repeat(64)}`,
    `sha256:${'a'.repeat(64)}\n`,
  ])('refuses %j', (text) => {
    expect(isDigest(text)).toBe(false)
  })
})

describe('isTag', () => {
  test.each(['a', '_', '1.2.3', 'A-b_c.d', 'x'.repeat(128)])('takes %s', (text) => {
    expect(isTag(text)).toBe(true)
  })
  test.each(['', '.a', '-a', 'a b', 'a/b', 'a:b', 'a+b', 'a@b', 'ä', 'a\n', 'x'.repeat(129)])(
    'refuses %j',
    (text) => {
      expect(isTag(text)).toBe(false)
    },
  )
})

test('isRepositoryName says what the regular expression of CreateRepository says', () => {
  const documented = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/
  fc.assert(
    fc.property(fc.stringMatching(/^[a-c1._/-]{2,12}$/), (name) => {
      expect(isRepositoryName(name), name).toBe(documented.test(name))
    }),
    { numRuns: 3000 },
  )
})

test.each([
  ['identity-service', 'identity-service'],
  ['kubeadm_ec2_cluster/identity-service', 'identity-service'],
  ['a/b/c', 'c'],
])('lastSegment of %s is %s', (repository, segment) => {
  expect(lastSegment(repository)).toBe(segment)
})
