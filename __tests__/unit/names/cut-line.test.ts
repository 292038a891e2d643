import { expect, test } from 'vitest'
import { cutLine, LONGEST_SHOWN } from '../../../src/names/text.ts'

test('a line stays as it is up to the length that is read, and is cut with a word behind it', () => {
  const longest = 'x'.repeat(LONGEST_SHOWN)
  expect(cutLine(longest)).toBe(longest)
  expect(cutLine(`${longest}yz`)).toBe(`${longest}... (2 more characters)`)
})
