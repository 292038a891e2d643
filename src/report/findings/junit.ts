import { type Finding, type Findings, SEVERITIES, type Severity } from '../finding.ts'
import type { ReportedRule } from './rule.ts'

export interface JunitOptions {
  /** Rules that have run: one without findings is a test that has passed. */
  readonly rules: readonly Pick<ReportedRule, 'id'>[]
  /** From which severity on a finding is a failure; what is less is told as output. */
  readonly failOn: Severity | 'never'
}

/** A suite for each rule, with a test for each file that it finds fault with. */
export function renderJunit(report: Findings, { rules, failOn }: JunitOptions): string {
  const byRule = Map.groupBy(report.findings, ({ rule }) => rule)
  const broken = Map.groupBy(report.broken, ({ rule }) => rule)
  const ids = new Set([...rules.map(({ id }) => id), ...byRule.keys(), ...broken.keys()])
  const suites = [...ids].map((id) => {
    const tests = [...testsOf(byRule.get(id) ?? [], failOn), ...(broken.get(id) ?? []).map(brokenTest)]
    return suite(id, tests.length > 0 ? tests : [PASSED])
  })
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="ecr-gitops audit"${totals(suites.map(({ counts }) => counts))}>`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
  ].join('\n')}\n`
}

interface Test {
  readonly name: string
  /** Elements of the test. */
  readonly inner: string
  readonly result: 'passed' | 'failed' | 'broken'
}

const PASSED: Test = { name: 'all files', inner: '', result: 'passed' }

interface TestCounts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
}

function suite(id: string, tests: readonly Test[]): { readonly xml: string; readonly counts: TestCounts } {
  const count = (result: Test['result']) => tests.filter((test) => test.result === result).length
  const counts = { tests: tests.length, failures: count('failed'), errors: count('broken') }
  const cases = tests.map(({ name, inner }) => {
    const open = `    <testcase classname="${escaped(id)}" name="${escaped(name)}"`
    return inner === '' ? `${open}/>` : `${open}>\n${inner}\n    </testcase>`
  })
  const open = `  <testsuite name="${escaped(id)}"${totals([counts])}>`
  return { xml: [open, ...cases, '  </testsuite>'].join('\n'), counts }
}

function totals(counts: readonly TestCounts[]): string {
  const sum = (key: keyof TestCounts) => counts.reduce((total, one) => total + one[key], 0)
  return ` tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}"`
}

function testsOf(findings: readonly Finding[], failOn: Severity | 'never'): readonly Test[] {
  return [...Map.groupBy(findings, ({ path }) => path)].map(([path, ofFile]) => {
    const failing = ofFile.filter(({ severity }) => fails(severity, failOn))
    const [first] = failing
    const text = content(ofFile.map(lineOfText).join('\n'))
    if (!first) return { name: path, inner: `      <system-out>${text}</system-out>`, result: 'passed' }
    const attributes = `message="${escaped(first.message)}" type="${first.severity}"`
    return { name: path, inner: `      <failure ${attributes}>${text}</failure>`, result: 'failed' }
  })
}

const fails = (severity: Severity, failOn: Severity | 'never'): boolean =>
  failOn !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn)

const lineOfText = ({ path, line, column, severity, message, hint }: Finding): string =>
  `${path}:${line}:${column}: ${severity}: ${message}\n  help: ${hint}`

function brokenTest({ path, message }: Findings['broken'][number]): Test {
  const inner = `      <error message="${escaped(message)}" type="broken"/>`
  return { name: path ?? 'all files', inner, result: 'broken' }
}

/** What XML 1.0 cannot say in any form (W3C, "Extensible Markup Language", 2.2). */
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

const content = (text: string): string =>
  text
    .replaceAll(NO_CHARACTER, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

/** Line breaks as references: in an attribute they would be read as spaces. */
const escaped = (text: string): string =>
  content(text)
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`)
