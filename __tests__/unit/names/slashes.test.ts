import { expect, test } from 'vitest'
import { withoutLastSlashes } from '../../../src/names/text.ts'

test.each([
  ['', ''],
  ['/', ''],
  ['///', ''],
  ['a', 'a'],
  ['a/', 'a'],
  ['a//', 'a'],
  ['/a//b//', '/a//b'],
])('%j without the slashes at its end is %j', (given, expected) => {
  expect(withoutLastSlashes(given)).toBe(expected)
})

test('a text of slashes that ends in another character costs one look at each', () => {
  const started = performance.now()
  withoutLastSlashes(`${'/'.repeat(300_000)} `)
  expect(performance.now() - started).toBeLessThan(5000)
})
