import { expect, test } from 'vitest'
import { lineBefore } from '../../../src/edit/line-before.ts'

test.each([
  ['nothing is changed', 'a\nb\n', 'a\nb\n', 2, 2],
  ['above what is put in', 'a\nb\n', 'a\nnew\nb\n', 1, 1],
  ['below what is put in', 'a\nb\nc\n', 'a\nnew\nnew\nb\nc\n', 5, 3],
  ['below what is put in at the end of a line', '[\n  x\n] # c\n', '[\n  x,\n  y,\n] # c\n', 4, 3],
  ['on a line that stays one', '[x] # c\n', '[x, y] # c\n', 1, 1],
  ['in the place of another', 'a: null\n# c\n', 'a:\n- b\n# c\n', 3, 2],
])('the line before an edit, where %s', (_, original, edited, line, expected) => {
  expect(lineBefore(line, { original, edited })).toBe(expected)
})
