import { expect, test } from 'vitest'
import { overwritten, progressLine } from '../../../../src/report/terminal/progress.ts'
import { cutTo, widthOf } from '../../../../src/report/terminal/width.ts'

test.each([
  [{ phase: 'Reading files', ms: 999 }, undefined],
  [{ phase: 'Reading files', ms: 1000 }, 'Reading files (1 s)'],
  [{ phase: 'Reading files', done: 1203, ms: 3900 }, 'Reading files 1,203 (3 s)'],
  [{ phase: 'Reading files', done: 1203, of: 10_000, ms: 3900 }, 'Reading files 1,203 of 10,000 (3 s)'],
  [{ phase: 'Looking at a\u001b[2J', ms: 2000 }, String.raw`Looking at a\u001b[2J (2 s)`],
  [{ phase: 'x'.repeat(100), ms: 2000 }, `${'x'.repeat(48)}…`],
])('%j is shown as %j', (progress, line) => {
  expect(progressLine(progress, 50)).toBe(line)
})

test('a line is written over the one before', () => {
  expect(overwritten('a')).toBe('\ra\u001b[K')
})

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['日本語', 6, '日本語'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['', 1, ''],
])('%s in %d columns is %s', (text, columns, cut) => {
  expect(cutTo(text, columns)).toBe(cut)
  expect(widthOf(cut)).toBeLessThanOrEqual(columns)
})

test.each([
  ['a', 1],
  ['ü', 1],
  ['u\u0308', 1],
  ['日', 2],
  ['가', 2],
  ['😀', 2],
  ['─', 1],
  ['…', 1],
])('%s takes %d columns', (text, width) => {
  expect(widthOf(text)).toBe(width)
})
