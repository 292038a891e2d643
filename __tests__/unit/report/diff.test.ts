import { expect, test } from 'vitest'
import { folded, unifiedDiff } from '../../../src/report/diff.ts'
import { aProposal } from '../builders.ts'

test('shows every file that changes, and none that stays as it is', () => {
  const files = {
    'a.yaml': ['one\n', 'two\n'],
    'b.yaml': ['same\n', 'same\n'],
    'c.yaml': ['x', 'y'],
  } as const
  expect(unifiedDiff(aProposal([], files))).toBe(`--- a/a.yaml
+++ b/a.yaml
@@ -1,1 +1,1 @@
-one
+two
--- a/c.yaml
+++ b/c.yaml
@@ -1,1 +1,1 @@
-x
\\ No newline at end of file
+y
\\ No newline at end of file
`)
})

test('a line that is too long for a page goes on behind a mark, with its sign, and loses nothing', () => {
  const long = `-${'a'.repeat(59)}${'b'.repeat(53)}c`
  expect(folded(` short\n${long}\n+x`)).toBe(
    ` short\n-${'a'.repeat(59)}\n-    ↪ ${'b'.repeat(53)}\n-    ↪ c\n+x`,
  )
  expect(folded(`+${'\u{1f600}'.repeat(61)}`)).toBe(`+${'\u{1f600}'.repeat(59)}\n+    ↪ \u{1f600}\u{1f600}`)
})
