import type { Findings } from '../../report/finding.ts'
import { code, fenced, fitting, list, plain, renderProblem } from '../../report/markdown.ts'
import { proposalLines } from './plan/propose.ts'
import type { AuditRecord } from './record.ts'

/** The job summary: what is to be done first, and everything below it. */
export function renderSummary(record: AuditRecord, findings: readonly string[]): string {
  const parts = [
    '## ECR GitOps audit',
    ...(record.error?.problems ?? []).map(renderProblem),
    ...changeNote(record),
    ...proposalNote(record),
    ...fixedNote(record),
    ...findings,
    ...brokenNote(record.findings),
  ]
  return `${fitting(parts).join('\n\n')}\n`
}

function changeNote({ change }: AuditRecord): readonly string[] {
  if (!change) return []
  return 'since' in change
    ? [`Only what this change causes, since ${code(change.since.slice(0, 12))}.`]
    : [`Everything is reported, because ${plain(change.unknown)}.`]
}

function proposalNote({ plan, proposal }: AuditRecord): readonly string[] {
  if (!plan || plan.settings.registries.length > 0) return []
  const missing =
    'Without `allowed-registries` nobody can say which registry is a wrong one, so those rules did not run.'
  if (!proposal) return [missing]
  const agreed = `${missing} The images of this repository agree on these lines; check them, and put them into \`.ecr-gitops.yaml\`:`
  return [agreed, fenced(proposalLines(proposal), 'yaml')]
}

function fixedNote({ fixed }: AuditRecord): readonly string[] {
  if (!fixed) return []
  const where = fixed.patch === undefined ? '' : ` The patch is ${code(fixed.patch)}.`
  const elsewhere =
    fixed.suggestions === undefined || fixed.suggestions.elsewhere === 0
      ? ''
      : ` ${fixed.suggestions.elsewhere} of them concern lines that the pull request does not show.`
  const refused = fixed.refused.map(
    ({ finding: { path, line }, why }) => `${path}:${line} is not fixed: ${why}`,
  )
  return [
    `**Fixed:** ${fixed.findings.length} in ${fixed.files.length} files.${where}${elsewhere}`,
    ...(refused.length > 0 ? [list(refused)] : []),
  ]
}

function brokenNote(findings: Findings | undefined): readonly string[] {
  const broken = findings?.broken ?? []
  if (broken.length === 0) return []
  const lines = broken.map(
    ({ rule, path, message }) => `${rule}${path === undefined ? '' : ` at ${path}`}: ${message}`,
  )
  return ['**Rules that could not finish** (the others did):', list(lines)]
}
