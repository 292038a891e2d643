import { expect, test } from 'vitest'
import { unifiedDiff } from '../../../src/report/diff.ts'
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
