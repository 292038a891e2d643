import { describe, expect, test } from 'vitest'
import { caused } from '../../../../../src/doors/audit/findings/changed-only.ts'
import { findAll } from '../../../../../src/doors/audit/findings/find.ts'
import type { Finding } from '../../../../../src/report/finding.ts'
import { aFinding } from '../../../../support/audit/findings.ts'
import { auditedFiles, wordRule } from '../../../../support/audit/word-rule.ts'

const found = (text: string) => findAll(auditedFiles({ 'a.yaml': text }), [wordRule('latest')]).findings

test('a change causes what its base has not, however lines move', () => {
  const base = found('a: latest\n')
  const head = found('# more\nx: y\na: latest\nb: latest\n')
  expect(caused(head, base)).toMatchObject([{ finding: { line: 4 } }])
  expect(caused(base, head)).toEqual([])
})

describe('of what was there before, a change causes', () => {
  const rows: readonly (readonly [string, Partial<Finding>, Partial<Finding>, boolean])[] = [
    ['nothing that is as it was', {}, {}, false],
    ['what becomes worse', { severity: 'warning' }, { severity: 'error' }, true],
    ['nothing that becomes better', { severity: 'warning' }, { severity: 'notice' }, false],
    ['what reaches another overlay', { inheritedBy: ['a'] }, { inheritedBy: ['a', 'b'] }, true],
    ['what reaches something else', { inheritedBy: ['a'] }, { inheritedBy: ['b'] }, true],
    ['nothing that reaches less', { inheritedBy: ['a', 'b'] }, { inheritedBy: ['b'] }, false],
    ['nothing in other words', { message: 'x', line: 1 }, { message: 'y', line: 2 }, false],
  ]
  test.each(rows)('%s', (_, before, now, is) => {
    expect(caused([{ finding: aFinding(now) }], [{ finding: aFinding(before) }])).toHaveLength(is ? 1 : 0)
  })
})
