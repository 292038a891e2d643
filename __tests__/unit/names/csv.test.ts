import { expect, test } from 'vitest'
import { csvField } from '../../../src/names/text.ts'

test.each([
  ['src=/a/b', 'src=/a/b'],
  ['src=/a,b', '"src=/a,b"'],
  ['a="b"', '"a=""b"""'],
  ['a\nb', '"a\nb"'],
  ['', ''],
])('%j is written as %j', (text, field) => {
  expect(csvField(text)).toBe(field)
})
