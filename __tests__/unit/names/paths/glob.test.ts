import fc from 'fast-check'
import picomatch from 'picomatch'
import { expect, test } from 'vitest'
import { globMatcher } from '../../../../src/names/paths/glob.ts'
import { processorTime } from '../../processor-time.ts'

test.each([
  ['a/*.yaml', 'a/b.yaml', true],
  ['a/*.yaml', 'a/b/c.yaml', false],
  ['a/**', 'a', true],
  ['a/**', 'a/b/c', true],
  ['**/a', 'a', true],
  ['**/a', 'x/y/a', true],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a/**/b', 'a/x/y/c', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*', '.hidden', true],
  ['{a,b}/{c,d}', 'b/c', true],
  ['{a,b}/{c,d}', 'b/e', false],
  ['{a}', '{a}', true],
  ['a**b', 'axxb', true],
  ['', 'a', false],
  ['a.b', 'axb', false],
  ['(a|b)+', '(a|b)+', true],
])('%s and %s: %s', (glob, path, matches) => {
  expect(globMatcher(glob)(path)).toBe(matches)
})

test('globs mean what picomatch takes them for', () => {
  const part = fc.constantFrom('a', 'b', '*', '?', 'a*', '*b', '**', 'a*b')
  const name = fc.constantFrom('a', 'b', 'ab', 'aab', 'abb', 'c')
  const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'))
  // Whether `**` at the end takes in the folder itself, picomatch decides by what stands before it.
  const glob = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'))
    .filter((one) => !one.endsWith('**'))
  fc.assert(
    fc.property(glob, path, (pattern, text) => {
      expect(globMatcher(pattern)(text)).toBe(picomatch(pattern, { dot: true })(text))
    }),
    { numRuns: 500 },
  )
})

test('no pattern and no path takes long', () => {
  const before = processorTime()
  for (const glob of [
    '**/*a*a*a*a*a*a*b',
    '**/a/**/a/**/a/**/x',
    `${'*a'.repeat(100)}b`,
    '{a,b}'.repeat(500),
  ]) {
    expect(globMatcher(glob)(`${'a/'.repeat(2000)}c`)).toBe(false)
    expect(globMatcher(glob)(`${'a'.repeat(255)}c`)).toBe(false)
  }
  expect(processorTime() - before).toBeLessThan(1000)
})
