import { describe, expect, test } from 'vitest'
import { isRecord, jsonObject } from '../../../src/names/text.ts'

describe('jsonObject', () => {
  test('is the object that a text holds', () => {
    expect(jsonObject('{"a": {"b": [1]}}')).toEqual({ a: { b: [1] } })
  })

  test.each(['', '{"a":', '[]', '[{"a": 1}]', 'null', '7', '"a"', 'true'])('is empty for %s', (text) => {
    expect(jsonObject(text)).toStrictEqual({})
  })
})

test.each([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [[{}], false],
  [null, false],
  [undefined, false],
  ['a', false],
  [7, false],
])('%j is a record: %s', (value, is) => {
  expect(isRecord(value)).toBe(is)
})
