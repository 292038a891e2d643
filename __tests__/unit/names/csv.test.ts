import { expect, test } from 'vitest'
import { csvField, csvFields } from '../../../src/names/text.ts'

test.each([
  ['src=/a/b', 'src=/a/b'],
  ['src=/a,b', '"src=/a,b"'],
  ['a="b"', '"a=""b"""'],
  ['a\nb', '"a\nb"'],
  ['', ''],
])('%j is written as %j', (text, field) => {
  expect(csvField(text)).toBe(field)
})

test.each([
  ['a=b', ['a=b']],
  ['a,,b', ['a', '', 'b']],
  ['"a,b",c', ['a,b', 'c']],
  ['a,"b=""c"""', ['a', 'b="c"']],
  ['"",x', ['', 'x']],
  // None of these is CSV (tonistiigi/go-csvvalue, by which buildx reads it).
  ['a"b,c', ['ab', 'c']],
  ['"a"b,c', ['ab', 'c']],
  ['"a,b', ['a', 'b']],
])('%j has the fields %j', (text, fields) => {
  expect(csvFields(text)).toEqual(fields)
})

test('what is written as a field is read as the same', () => {
  for (const text of ['src=/a,b', 'a="b"', ',"', '']) {
    expect(csvFields(`x,${csvField(text)},y`)).toEqual(['x', text, 'y'])
  }
})
