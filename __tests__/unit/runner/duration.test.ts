import { expect, test } from 'vitest'
import { duration } from '../../../src/runner/duration.ts'

test.each([
  [0, '0.0 s'],
  [49, '0.0 s'],
  [51, '0.1 s'],
  [240, '0.2 s'],
  [9_949, '9.9 s'],
  [9_950, '10 s'],
  [61_600, '62 s'],
  [119_499, '119 s'],
  [119_500, '2 min 0 s'],
  [80 * 60_000 + 5_000, '80 min 5 s'],
])('%d ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})
