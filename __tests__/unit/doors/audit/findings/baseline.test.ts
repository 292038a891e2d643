import { describe, expect, test } from 'vitest'
import { readBaseline, renderBaseline } from '../../../../../src/doors/audit/findings/baseline.ts'
import { findAll } from '../../../../../src/doors/audit/findings/find.ts'
import { manyFindings } from '../../../../support/audit/findings.ts'
import { auditedFiles, wordRule } from '../../../../support/audit/word-rule.ts'

const found = (text: string, baseline: ReadonlySet<string> = new Set()) =>
  findAll(auditedFiles({ 'a.yaml': text }), [wordRule('latest')], { baseline })

describe('a baseline', () => {
  test('reads what it writes', () => {
    const findings = manyFindings(50)
    expect(readBaseline(renderBaseline(findings))).toEqual(
      new Set(findings.map(({ fingerprint }) => fingerprint)),
    )
    expect(readBaseline(`\ufeff${renderBaseline([])}`)).toEqual(new Set())
  })

  test('keeps what it knows quiet, and nothing else', () => {
    const known = readBaseline(renderBaseline(found('a: latest\n').report.findings))
    if (typeof known === 'string') throw new Error(known)
    const { report, suppressed } = found('# moved\nb: latest\na: latest\n', known)
    expect(report.findings).toMatchObject([{ line: 2 }])
    expect(report.suppressed).toEqual({ comments: 0, globs: 0, baseline: 1 })
    expect(suppressed).toMatchObject([{ by: 'baseline', placed: { finding: { line: 3 } } }])
  })

  test.each([
    ['{', 'is no JSON'],
    ['[]', 'has no findings: a baseline is what --write-baseline writes'],
    ['null', 'has no findings: a baseline is what --write-baseline writes'],
    ['{"version":1,"findings":[]}', 'has no findings: a baseline is what --write-baseline writes'],
    ['{"version":2,"findings":{}}', 'is of version 2, and this reads version 1'],
    ['{"findings":{}}', 'is of version undefined, and this reads version 1'],
  ])('%s %s', (text, mistake) => {
    expect(readBaseline(text)).toBe(mistake)
  })
})
