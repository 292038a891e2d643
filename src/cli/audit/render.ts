import { proposalLines } from '../../doors/audit/plan/propose.ts'
import type { AuditRecord } from '../../doors/audit/record.ts'
import { renderReport } from '../../doors/audit/render-reports.ts'
import { fixedNotes, helmNotes, sinceNote } from '../../doors/audit/summary.ts'
import { visible } from '../../names/visible.ts'
import type { Findings } from '../../report/finding.ts'
import { renderTerminal } from '../../report/terminal/findings.ts'
import { hasColours, type Program } from '../program.ts'

/** What people read where it is no terminal. */
const COLUMNS = 120

/** What an audit has to say, for a person or another program. */
export function render(format: 'text' | 'json' | 'sarif', record: AuditRecord, program: Program): string {
  const { plan, findings, place, fixes, rules = [] } = record
  if (!plan || !findings) return ''
  const { version, out, env } = program
  if (format !== 'text')
    return renderReport(format, findings, { plan, rules, version, scope: place?.scope ?? '', fixes })
  const options = { colours: hasColours(out, env), columns: out.columns ?? COLUMNS }
  const text = renderTerminal(shownFrom(place, findings), options)
  const notes = [...sinceNote(record.change), ...helmNotes(record), ...fixedNotes(record)].map(visible)
  return [text.trimEnd(), ...notes, ...proposed(record), ''].join('\n')
}

/** Paths as they lead there from the folder that the run began in. */
function shownFrom(place: AuditRecord['place'], findings: Findings): Findings {
  if (!place) return findings
  return { ...findings, findings: findings.findings.map((one) => ({ ...one, path: place.shown(one.path) })) }
}

function proposed({ plan, proposal }: AuditRecord): readonly string[] {
  if (!plan || plan.settings.registries.length > 0) return []
  const missing = '\nNo allowed-registries are given, so no rule that needs them ran.'
  if (!proposal) return [missing]
  return [
    `${missing} The images here agree on these lines for`,
    `.ecr-gitops.yaml (check them first):\n\n${proposalLines(proposal)}`,
  ]
}
