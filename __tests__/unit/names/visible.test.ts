import { expect, test } from 'vitest'
import { visible, visibleLines } from '../../../src/names/visible.ts'

test.each([
  ['plain ü 日本 😀', 'plain ü 日本 😀'],
  ['\u001b[2J', String.raw`\u001b[2J`],
  ['a\nb\tc\r', String.raw`a\u000ab\u0009c\u000d`],
  ['\u0085\u009b\u007f', String.raw`\u0085\u009b\u007f`],
  ['\u202e\u2066\u200b\ufeff\u00ad', String.raw`\u202e\u2066\u200b\ufeff\u00ad`],
  ['\u2028\u2029', String.raw`\u2028\u2029`],
  ['\ud83d x \udc00', String.raw`\ud83d x \udc00`],
])('%j becomes %j', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('a text of lines keeps them', () => {
  expect(visibleLines('a\r\nb\u0000\nc\rd')).toBe(String.raw`a
b\u0000
c\u000dd`)
})
