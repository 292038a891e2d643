import { expect, test } from 'vitest'
import { findAll } from '../../../../../src/doors/audit/findings/find.ts'
import { reportedFixes } from '../../../../../src/doors/audit/findings/reported-fixes.ts'
import { unusedIgnore } from '../../../../../src/doors/audit/rules/comments/unused-ignore.ts'
import type { Rule } from '../../../../../src/doors/audit/rules/rule.ts'
import type { Change } from '../../../../../src/effective/yaml/change.ts'
import type { ScalarNode } from '../../../../../src/effective/yaml/node.ts'
import { auditedFiles, wordRule } from '../../../../support/audit/word-rule.ts'

const fixing = (change: (at: ScalarNode) => Change): Rule => ({
  ...wordRule('latest'),
  check: (audited) =>
    [...wordRule('latest').check(audited)].map((found) => ({
      ...found,
      fix: { safety: 'safe', title: 'Change it', changes: [change(found.at as ScalarNode)] },
    })),
})

const fixesIn = (text: string, rule: Rule) => {
  const audited = auditedFiles({ 'a.yaml': text })
  const { findings } = findAll(audited, [rule, unusedIgnore])
  return [...reportedFixes(findings, audited.repository.files).values()]
}

test('a fix is the change of text at its place', () => {
  expect(
    fixesIn(
      'a: x\nb: latest\n',
      fixing((at) => ({ kind: 'set', at, to: 'v1' })),
    ),
  ).toEqual([
    {
      title: 'Change it',
      edits: [{ path: 'a.yaml', line: 2, column: 4, endLine: 2, endColumn: 10, text: 'v1' }],
    },
  ])
})

test('a comment goes with its line, to the beginning of the next one', () => {
  expect(fixesIn('a: x\n# ecr-gitops: ignore[no-latest]\nb: c\n', wordRule('latest'))).toMatchObject([
    { edits: [{ line: 2, column: 1, endLine: 3, endColumn: 1, text: '' }] },
  ])
})

test('what cannot be proved, or makes a file, is none', () => {
  expect(
    fixesIn(
      'a: &x latest\nb: *x\n',
      fixing((at) => ({ kind: 'set', at, to: 'v1' })),
    ),
  ).toEqual([])
  expect(
    fixesIn(
      'a: latest\n',
      fixing(() => ({ kind: 'create', path: 'b.yaml', text: 'x' })),
    ),
  ).toEqual([])
})
