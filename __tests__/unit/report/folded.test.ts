import { expect, test } from 'vitest'
import { folded } from '../../../src/report/folded.ts'

test('a line that is too long for a page goes on behind a mark, with its sign, and loses nothing', () => {
  const long = `-${'a'.repeat(59)}${'b'.repeat(53)}c`
  expect(folded(` short\n${long}\n+x`)).toBe(
    ` short\n-${'a'.repeat(59)}\n-    ↪ ${'b'.repeat(53)}\n-    ↪ c\n+x`,
  )
  expect(folded(`+${'\u{1f600}'.repeat(61)}`)).toBe(`+${'\u{1f600}'.repeat(59)}\n+    ↪ \u{1f600}\u{1f600}`)
})
