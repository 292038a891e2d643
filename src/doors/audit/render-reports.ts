import type { Findings } from '../../report/finding.ts'
import { renderJson } from '../../report/findings/json.ts'
import { renderJunit } from '../../report/findings/junit.ts'
import type { ReportedRule } from '../../report/findings/rule.ts'
import { renderSarif } from '../../report/findings/sarif.ts'
import type { AuditPlan, ReportKind } from './plan/make-plan.ts'
import type { AuditRecord } from './record.ts'

export interface Rendering {
  readonly plan: AuditPlan
  readonly rules: readonly ReportedRule[]
  readonly version: string
  /** The folder that was named, where it is not the whole repository. */
  readonly scope: string
  readonly fixes?: AuditRecord['fixes'] | undefined
  /** The address of the project, where it has one. */
  readonly project?: string | undefined
}

/** A report for another program. */
export function renderReport(
  kind: ReportKind,
  findings: Findings,
  { plan, rules, version, scope, fixes, project }: Rendering,
): string {
  if (kind === 'json') return renderJson(findings)
  if (kind === 'junit') return renderJunit(findings, { rules, failOn: plan.failOn })
  const category = scope === '' ? CATEGORY : `${CATEGORY}/${scope}`
  return renderSarif(findings, { version, rules, category, project, ...(fixes ? { fixes: fixes() } : {}) })
}

const CATEGORY = 'ecr-gitops-audit'
