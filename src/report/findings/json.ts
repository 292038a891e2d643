import type { Finding, Findings } from '../finding.ts'
import { countsOf } from './rule.ts'

/** For programs (`docs/audit.schema.json`): within a version, keys are added and none is taken away or changed. */
export function renderJson(report: Findings): string {
  return `${JSON.stringify({ version: 1, findings: report.findings.map(shown), counts: countsOf(report) }, null, 2)}\n`
}

/** Without the excerpt, which is for people. */
const shown = ({ excerpt: _, ...finding }: Finding): Omit<Finding, 'excerpt'> => finding
