import { expect, test } from 'vitest'
import { applyFixes } from '../../../../src/effective/fix/apply.ts'
import { memoryFiles } from '../../../support/audit/memory-files.ts'

function without(text: string, part: string): string {
  const files = memoryFiles({ 'a.yaml': text })
  const source = files.file('a.yaml')
  if (!source) throw new Error('the file is there')
  const start = text.indexOf(part)
  const change = { kind: 'comment', source, start, end: start + part.length, to: '' } as const
  const { files: fixed, refused } = applyFixes(files, [{ changes: [change] }])
  return refused[0] ? `refused: ${refused[0].reason}` : (fixed[0]?.after ?? 'nothing')
}

test.each([
  ['a: b # x\nc: d\n', ' # x', 'a: b\nc: d\n'],
  ['# x\na: b\n', '# x\n', 'a: b\n'],
  ['a: |\n  b\n# x\nc: d\n', '# x\n', 'a: |\n  b\nc: d\n'],
])('of %j the comment %j goes', (text, part, after) => {
  expect(without(text, part)).toBe(after)
})

test.each([
  ['a: b # x\n', 'b # x'],
  ['a: "b # x"\n', ' # x'],
  ['a: |\n  # x\n  b\n', '  # x\n'],
  ['a: b # x\nc: d\n', ' # x\n'],
  ['a: b\nc: d # x\n', 'c: d # x\n'],
])('of %j the part %j stays: something else would change', (text, part) => {
  expect(without(text, part)).toBe('refused: the text, read again, would not say just what is wanted')
})
