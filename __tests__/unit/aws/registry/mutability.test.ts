import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTagMutable, mutableOf } from '../../../../src/aws/registry/mutability.ts'

const filters = (...names: string[]) => names.map((filter) => ({ filterType: 'WILDCARD', filter }))

test.each([
  ['MUTABLE', [], 'v1', true],
  ['IMMUTABLE', [], 'v1', false],
  ['IMMUTABLE_WITH_EXCLUSION', ['cache-*'], 'cache-main', true],
  ['IMMUTABLE_WITH_EXCLUSION', ['cache-*'], 'v1', false],
  ['MUTABLE_WITH_EXCLUSION', ['v*', 'rel*se'], 'release', false],
  ['MUTABLE_WITH_EXCLUSION', ['v*'], 'main', true],
  // A dot is a dot, and a filter matches the whole tag.
  ['MUTABLE_WITH_EXCLUSION', ['v1.0'], 'v1x0', true],
  ['MUTABLE_WITH_EXCLUSION', ['v1.0'], 'v1.0', false],
  ['MUTABLE_WITH_EXCLUSION', ['v1'], 'v11', true],
  ['SOMETHING_NEW', [], 'v1', undefined],
])('%s with the filters %j: %s is mutable: %s', (imageTagMutability, names, tag, expected) => {
  const settings = { imageTagMutability, imageTagMutabilityExclusionFilters: filters(...names) }
  expect(isTagMutable(settings, tag)).toBe(expected)
})

test('a filter matches what an expression with its stars would', () => {
  const text = fc.stringMatching(/^[ab.]{0,6}$/)
  const wild = fc.stringMatching(/^[ab.*]{0,6}$/)
  fc.assert(
    fc.property(wild, text, (filter, tag) => {
      const expression = new RegExp(`^${filter.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
      const settings = {
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: filters(filter),
      }
      expect(isTagMutable(settings, tag)).toBe(expression.test(tag))
    }),
    { numRuns: 1000 },
  )
})

test.each([undefined, {}, { imageTagMutability: 'constructor' }])(
  'the settings %j say nothing',
  (settings) => {
    expect(isTagMutable(settings, 'v1')).toBeUndefined()
  },
)

test.each([undefined, [], [{}]])('the filters %j exclude nothing', (imageTagMutabilityExclusionFilters) => {
  const settings = { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', imageTagMutabilityExclusionFilters }
  expect(isTagMutable(settings, 'v1')).toBe(false)
})

test('the filters that let a tag be moved are named, of immutable repositories alone', () => {
  const imageTagMutabilityExclusionFilters = filters('v*', 'cache-*', '*1*')
  const settings = { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', imageTagMutabilityExclusionFilters }
  expect(mutableOf(settings, ['v1.2.3', 'main'])).toEqual({ tags: ['v1.2.3'], filters: ['v*', '*1*'] })
  expect(mutableOf(settings, ['main'])).toEqual({ tags: [], filters: [] })
  const others = { ...settings, imageTagMutability: 'MUTABLE_WITH_EXCLUSION' }
  expect(mutableOf(others, ['v1.2.3', 'main'])).toEqual({ tags: ['main'], filters: [] })
})
