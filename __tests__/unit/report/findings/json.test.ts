import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { renderJson } from '../../../../src/report/findings/json.ts'
import { aFinding, aReport, HOSTILE, manyFindings } from '../../../support/audit/findings.ts'
import { validator } from '../../../support/audit/sarif-schema.ts'

const SCHEMA = join(import.meta.dirname, '../../../../docs/audit.schema.json')
const validate = validator(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object)

test('the contract of version 1', () => {
  const text = renderJson(aReport([aFinding({ inheritedBy: ['a', 'b'], fixable: 'safe' })]))
  expect(JSON.parse(text)).toEqual({
    version: 1,
    findings: [
      {
        rule: 'image-mutable-tag',
        severity: 'warning',
        path: 'overlays/prod/kustomization.yaml',
        line: 4,
        column: 13,
        endLine: 4,
        endColumn: 19,
        message: 'The tag "latest" can move, so nobody knows what runs',
        hint: 'Name the tag of a commit, or a digest',
        fixable: 'safe',
        inheritedBy: ['a', 'b'],
        fingerprint: `${'0'.repeat(63)}1`,
      },
    ],
    counts: { error: 0, warning: 1, notice: 0 },
  })
  expect(validate(JSON.parse(text))).toEqual([])
})

test('what it writes is what its schema says', () => {
  const hostile = HOSTILE.map((text) =>
    aFinding({ message: text, hint: text, path: text, inheritedBy: [text] }),
  )
  for (const findings of [[], manyFindings(100), hostile]) {
    expect(validate(JSON.parse(renderJson(aReport(findings))))).toEqual([])
  }
})

test.each([
  ['another version', { version: 2, findings: [], counts: { error: 0, warning: 0, notice: 0 } }],
  ['no counts', { version: 1, findings: [] }],
  [
    'a finding of another severity',
    { version: 1, findings: [{ ...aFinding(), severity: 'info' }], counts: {} },
  ],
])('the schema refuses %s', (_, value) => {
  expect(validate(value)).not.toEqual([])
})
