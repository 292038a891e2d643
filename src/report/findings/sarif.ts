import { gzipSync } from 'node:zlib'
import type { Finding, Findings } from '../finding.ts'
import { counted, type ReportedRule, worstFirst } from './rule.ts'
import { LEVELS, locationOf, type ReportedFix, resultOf } from './sarif-result.ts'
import type { SarifNotification } from './sarif-types.ts'

export interface SarifOptions {
  readonly version: string
  /** The address of the project; none of a copy that nobody has published. */
  readonly project?: string | undefined
  readonly rules: readonly ReportedRule[]
  /** Tells the results of one audit of a repository from those of another (`automationDetails`). */
  readonly category: string
  /** By fingerprint. */
  readonly fixes?: ReadonlyMap<string, ReportedFix>
}

/** What GitHub takes: results of a run, and bytes of a compressed file (docs, "SARIF support for code scanning"). */
const MOST_RESULTS = 25_000
const MOST_BYTES = 10_000_000

/** SARIF 2.1.0, as GitHub's code scanning takes it; of too many findings the worst. */
export function renderSarif(report: Findings, options: SarifOptions): string {
  const worst = worstFirst(report.findings)
  let kept = Math.min(worst.length, MOST_RESULTS)
  for (;;) {
    const text = sarifText(report, worst.slice(0, kept), options)
    const size = compressedSize(text)
    if (size <= MOST_BYTES || kept === 0) return text
    kept = Math.floor(Math.min(kept - 1, (kept * MOST_BYTES * 0.9) / size))
  }
}

/** Only a large text is compressed to know. */
function compressedSize(text: string): number {
  const most = text.length * 3
  return most <= MOST_BYTES ? most : gzipSync(text, { level: 1 }).length
}

function sarifText(report: Findings, shown: readonly Finding[], options: SarifOptions): string {
  const { rules, category, fixes } = options
  const indices = new Map(rules.map(({ id }, index) => [id, index]))
  const run = {
    tool: { driver: driverOf(options) },
    automationDetails: { id: `${category}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository' } } },
    invocations: [invocationOf(report, report.findings.length - shown.length)],
    results: shown.map((finding) =>
      resultOf(finding, {
        ruleIndex: indices.get(finding.rule),
        fix: fixes?.get(finding.fingerprint),
      }),
    ),
  }
  return `${JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  })}\n`
}

function driverOf({ version, project, rules }: SarifOptions): object {
  return {
    name: 'ecr-gitops audit',
    semanticVersion: version,
    ...(project === undefined ? {} : { informationUri: project }),
    rules: rules.map(({ id, title, severity, why, help }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: why, markdown: help === undefined ? why : `${why}\n\n[More about this rule](${help})` },
      ...(help === undefined ? {} : { helpUri: help }),
      defaultConfiguration: { level: LEVELS[severity] },
      properties: { 'problem.severity': severity === 'notice' ? 'recommendation' : severity },
    })),
  }
}

function invocationOf({ broken, skipped }: Findings, left: number): object {
  const notifications: readonly SarifNotification[] = [
    ...broken.map(({ rule, path, message }) => ({
      level: 'error' as const,
      message: { text: `The rule ${rule} could not finish: ${message.toWellFormed()}` },
      associatedRule: { id: rule },
      ...(path === undefined ? {} : { locations: [locationOf(path)] }),
    })),
    ...skipped.slice(0, MOST_SKIPPED).map(({ path, why }) => ({
      level: 'note' as const,
      message: { text: `The file was not read: ${why}` },
      locations: [locationOf(path)],
    })),
    ...(left > 0
      ? [{ level: 'warning' as const, message: { text: `${counted(left, 'finding')} more did not fit` } }]
      : []),
  ]
  return { executionSuccessful: broken.length === 0, toolExecutionNotifications: notifications }
}

const MOST_SKIPPED = 1000
