import { describe, expect, test } from 'vitest'
import { findAll } from '../../../../src/doors/audit/findings/find.ts'
import { parseInputs } from '../../../../src/doors/audit/inputs.ts'
import { auditedOf } from '../../../../src/doors/audit/plan/audited.ts'
import { makePlan } from '../../../../src/doors/audit/plan/make-plan.ts'
import { readSettingsFile, SETTINGS_FILE } from '../../../../src/doors/audit/plan/settings-file.ts'
import { RULES } from '../../../../src/doors/audit/rules/all.ts'
import type { Finding, Findings } from '../../../../src/report/finding.ts'
import { type Expected, type Fixture, fixtures } from '../../../support/audit/fixtures.ts'
import { memoryFiles } from '../../../support/audit/memory-files.ts'

const IDS = RULES.map(({ id }) => id)

/** As the command does without options, in the folder of the fixture. */
function audit({ files: texts }: Fixture): Findings {
  const files = memoryFiles(texts)
  const { inputs } = parseInputs({ read: () => '', prefix: '', kind: 'option' }, IDS)
  const { settings, problems } = readSettingsFile(files.file(SETTINGS_FILE), IDS)
  expect(problems).toEqual([])
  return findAll(auditedOf(files, makePlan(inputs, settings).settings), RULES).report
}

const all = fixtures()
const isError = ({ severity }: Finding): boolean => severity === 'error'

describe('a repository that deploys as it stands', () => {
  test.each(all.filter(({ expected }) => !expected))('has no error: $name', (fixture) => {
    const { findings, broken } = audit(fixture)
    expect(broken).toEqual([])
    expect(findings.filter(isError)).toEqual([])
  })
})

describe('a repository with faults', () => {
  test.each(all.filter(({ expected }) => expected))(
    'has them found, where they are decided, and nothing else: $name',
    (fixture) => {
      const { findings, broken } = audit(fixture)
      expect(broken).toEqual([])
      expect(findings.map(asExpected).toSorted(byPlace)).toEqual(fixture.expected?.toSorted(byPlace))
    },
  )

  test.each(all.filter(({ expected }) => expected))('is named by lines that are there: $name', (fixture) => {
    const { expected = [], files } = fixture
    for (const { path, line } of expected) expect(files[path]?.split('\n')[line - 1]?.trim()).toBeTruthy()
    expect(new Set(expected.map(placeOf)).size).toBe(expected.length)
  })
})

const placeOf = ({ rule, path, line }: Pick<Expected, 'rule' | 'path' | 'line'>): string =>
  `${rule} ${path}:${line}`

const byPlace = (one: Expected, other: Expected): number =>
  placeOf(one) < placeOf(other) ? -1 : Number(placeOf(one) !== placeOf(other))

const asExpected = ({ rule, path, line, severity, inheritedBy }: Finding): Expected => ({
  rule,
  path,
  line,
  severity,
  inheritedBy,
})
