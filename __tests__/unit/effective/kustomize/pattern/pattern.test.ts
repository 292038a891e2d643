import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern, wholePattern } from '../../../../../src/effective/kustomize/pattern/pattern.ts'

describe('regular expressions of kustomizations', () => {
  const letters = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\.')
  const counted = fc
    .tuple(letters, fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}', '{0,}', '*?'))
    .map((parts) => parts.join(''))
  const { expression } = fc.letrec<{ expression: string; group: string; part: string }>((tie) => ({
    group: tie('expression').map((inner) => `(?:${inner})`),
    part: fc.oneof({ maxDepth: 3 }, counted, tie('group'), fc.constantFrom('^', '$')),
    expression: fc
      .array(fc.array(tie('part'), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
      .map((options) => options.map((parts) => parts.join('')).join('|')),
  }))

  test('match as JavaScript has it, where both have them', () => {
    fc.assert(
      fc.property(
        expression,
        fc.string({ unit: fc.constantFrom('a', 'b', '.', '-'), maxLength: 6 }),
        (pattern, text) => {
          expect(compilePattern(pattern)?.(text), pattern).toBe(new RegExp(pattern).test(text))
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['web', 'web', true],
    ['web', 'webs', false],
    ['web.*', 'website', true],
    ['a|b', 'b', true],
    ['a|b', 'ab', false],
    ['w.b', 'wxb', true],
    ['(app)-v\\d+', 'app-v12', true],
    ['[]a]', ']', true],
  ])('%s as a whole against %s', (pattern, text, expected) => {
    expect(wholePattern(pattern)?.(text)).toBe(expected)
  })

  test.each([
    '[',
    '(',
    'a)',
    '(?i)a',
    '(?P<x>a)',
    '\\b',
    '*',
    'a{1001}',
    'a{2,1}',
    '[[:alpha:]]',
    '\\p{L}',
    '[z-a]',
  ])('%s is not understood', (pattern) => {
    expect(compilePattern(pattern)).toBeUndefined()
  })

  test.each([
    ['(a*)*b', 'a'.repeat(4_000)],
    ['(a|aa)+$', `${'a'.repeat(4_000)}b`],
    ['(.*)*x(.*)*', 'y'.repeat(4_000)],
  ])('%s takes no longer than its text', (pattern, text) => {
    const matches = compilePattern(pattern)
    expect(matches?.(text)).toBe(false)
  })

  test('what would grow without end is not understood', () => {
    expect(compilePattern(`${'('.repeat(60)}a${')'.repeat(60)}`)).toBeUndefined()
    expect(compilePattern('((a{100}){100}){100}')).toBeUndefined()
  })
})
