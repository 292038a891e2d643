import type { StepError } from '../../errors/errors.ts'
import type { Finding, Findings, Severity } from '../../report/finding.ts'
import type { ReportedRule } from '../../report/findings/rule.ts'
import type { ReportedFix } from '../../report/findings/sarif-result.ts'
import type { FailOn } from './inputs.ts'
import type { AuditPlan, ReportKind } from './plan/make-plan.ts'
import type { Proposal } from './plan/propose.ts'
import type { Delivered, Place } from './ports.ts'

/** What has happened so far; a failed audit is reported from what it got to. */
export interface AuditRecord {
  plan?: AuditPlan
  place?: Place
  /** What is left to be done: of what a fix has changed, nothing. */
  findings?: Findings
  /** Of these findings, for reports that show them; worked out when it is asked for. */
  fixes?: () => ReadonlyMap<string, ReportedFix>
  /** What a baseline is made of: that, and what one keeps quiet already. */
  known?: readonly Finding[]
  /** What was found before the fixes, where some were made. */
  fixed?: Fixed
  /** Registries that the repository itself agrees on, where none were given. */
  proposal?: Proposal | undefined
  /** What the findings are those of, where it is not all that is there. */
  change?: { readonly since: string; readonly changed: ReadonlySet<string> } | { readonly unknown: string }
  /** How many charts with their values helm was not asked for, though it is here: there was no room or no time. */
  notRendered?: number
  /** Those that have run. */
  rules?: readonly ReportedRule[]
  /** Reports that were written, by what they are. */
  written?: Partial<Record<ReportKind, string>>
  error?: StepError
}

export interface Fixed extends Delivered {
  readonly findings: readonly Finding[]
  /** Paths in the repository. */
  readonly files: readonly string[]
  /** Why some of what could be fixed was not. */
  readonly refused: readonly { readonly finding: Finding; readonly why: string }[]
}

/** 0, 1 where something was found that counts, 2 where not everything could be looked at. */
export function exitCodeOf({ error, findings, plan }: AuditRecord): 0 | 1 | 2 {
  if (error || !findings || !plan || findings.broken.length > 0) return 2
  return findings.findings.some(({ severity }) => FAILS[plan.failOn].includes(severity)) ? 1 : 0
}

const FAILS: Readonly<Record<FailOn, readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  never: [],
}
