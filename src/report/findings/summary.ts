import { visible } from '../../names/visible.ts'
import { type Finding, type Findings, SEVERITIES, type Severity } from '../finding.ts'
import { cellCode, cellText, code, fenced, fitting, list, plain, table } from '../markdown.ts'
import { counted, countsOf, countsText, type ReportedRule } from './rule.ts'

export interface SummaryOptions {
  readonly rules: readonly ReportedRule[]
  /** The page of a line in the repository, where there is one. */
  readonly linkTo?: (path: string, line: number) => string | undefined
  /** Lines to paste where the repository says nothing of its registries yet, and what they are. */
  readonly proposal?: { readonly text: string; readonly lines: string; readonly language: string } | undefined
  /** What else there is to say, a paragraph each: files that were mended, where the other reports are. */
  readonly notes?: readonly string[]
}

/** Room for tables; what stands around them has the rest of what GitHub takes. */
const MOST_BYTES = 960 * 1024

/** The job summary: everything that was found, by rule, the worst first. */
export function renderAuditSummary(report: Findings, options: SummaryOptions): string {
  const { proposal, notes = [] } = options
  const sections = sectionsOf(report, options)
  const parts = [
    `## Audit: ${countsText(countsOf(report)) || 'nothing found'}`,
    ...report.broken.map(brokenText),
    proposal ? `${plain(proposal.text)}\n\n${fenced(proposal.lines, proposal.language)}` : '',
    overview(report, options.rules),
    ...sections.texts,
    sections.left > 0 ? `${counted(sections.left, 'finding')} more did not fit here.` : '',
    quietLine(report),
    skippedText(report.skipped),
    ...notes.map(plain),
  ]
  return `${fitting(parts.filter((part) => part !== '')).join('\n\n')}\n`
}

const brokenText = ({ rule, path, message }: Findings['broken'][number]): string =>
  `> **The rule ${code(rule)} could not finish${path === undefined ? '' : ` in ${code(visible(path))}`}:** ${plain(visible(message))}. What the others found counts.`

interface Group {
  readonly rule: string
  readonly severity: Severity
  readonly findings: readonly Finding[]
}

/** By rule; those with the worst finding and the most of them first. */
function groupsOf(findings: readonly Finding[]): readonly Group[] {
  const groups = [...Map.groupBy(findings, ({ rule }) => rule)].map(([rule, ofRule]) => {
    const severity = SEVERITIES.find((one) => ofRule.some((finding) => finding.severity === one)) ?? 'notice'
    return { rule, severity, findings: ofRule }
  })
  const rank = ({ severity }: Group) => SEVERITIES.indexOf(severity)
  return groups.toSorted((a, b) => rank(a) - rank(b) || b.findings.length - a.findings.length)
}

function overview(report: Findings, rules: readonly ReportedRule[]): string {
  if (report.findings.length === 0) return ''
  const known = new Map(rules.map((rule) => [rule.id, rule]))
  const rows = groupsOf(report.findings).map(({ rule, severity, findings }) => [
    ruleLink(rule, known.get(rule)),
    severity,
    `${findings.length}`,
    `${new Set(findings.map(({ path }) => path)).size}`,
    `${findings.filter(({ fixable }) => fixable === 'safe').length || ''}`,
  ])
  return table(['Rule', 'Severity', 'Findings', 'Files', 'Safe fixes'], rows)
}

function ruleLink(id: string, rule: ReportedRule | undefined): string {
  const name = code(id)
  return rule?.help === undefined ? name : `[${name}](${rule.help})`
}

/** A table for each rule, as far as there is room. */
function sectionsOf(
  report: Findings,
  options: SummaryOptions,
): { readonly texts: readonly string[]; readonly left: number } {
  const known = new Map(options.rules.map((rule) => [rule.id, rule]))
  const texts: string[] = []
  let [free, left] = [MOST_BYTES, 0]
  for (const { rule, findings } of groupsOf(report.findings)) {
    const reported = known.get(rule)
    const title = `### ${ruleLink(rule, reported)}\n\n${plain(reported?.title ?? '')}`
    const rows: (readonly string[])[] = []
    free -= bytesOf(title) + HEADER_BYTES
    for (const finding of findings) {
      const row = rowOf(finding, options)
      const bytes = row.reduce((sum, cell) => sum + bytesOf(cell) + 3, 2)
      if (bytes > free) continue
      free -= bytes
      rows.push(row)
    }
    left += findings.length - rows.length
    if (rows.length > 0) texts.push(`${title.trimEnd()}\n\n${table(HEADER, rows)}`)
  }
  return { texts, left }
}

const HEADER = ['Where', 'What is wrong', 'What to change']
const HEADER_BYTES = 100
const bytesOf = (text: string): number => Buffer.byteLength(text)

/** A text that nobody reads to its end takes the room of others. */
const LONGEST_CELL = 600

function rowOf(finding: Finding, { linkTo }: SummaryOptions): readonly string[] {
  const { path, line, column, message, hint, severity, fixable, inheritedBy } = finding
  const place = cellCode(visible(`${path}:${line}:${column}`))
  const url = linkTo?.(path, line)
  const fix = { no: '', safe: '**safe fix:** ', unsafe: '**fix to look at:** ' }[fixable]
  return [
    url === undefined ? place : `[${place}](${url})`,
    `**${severity}** ${cellOf(message)}`,
    `${fix}${cellOf(hint)}${folded(inheritedBy)}`,
  ]
}

const cellOf = (text: string): string =>
  cellText(visible(text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}...` : text))

const MOST_INHERITING = 30

/** All that inherit a finding, behind their number. */
function folded(inheritedBy: readonly string[]): string {
  if (inheritedBy.length === 0) return ''
  const names = inheritedBy.slice(0, MOST_INHERITING).map((path) => cellCode(visible(path || '.')))
  const left = inheritedBy.length - names.length
  const all = left > 0 ? [...names, `and ${left} more`] : names
  return `<details><summary>inherited by ${inheritedBy.length}</summary>${all.join('<br>')}</details>`
}

function quietLine({ suppressed: { comments, globs, baseline }, files }: Findings): string {
  const quiet = [
    comments > 0 ? `${comments} by comments` : '',
    globs > 0 ? `${globs} by globs of the settings` : '',
    baseline > 0 ? `${baseline} by the baseline` : '',
  ].filter((text) => text !== '')
  const read = `${counted(files, 'file')} looked at.`
  return quiet.length === 0 ? read : `${read} Kept quiet: ${quiet.join(', ')}.`
}

const MOST_SKIPPED = 20

function skippedText(skipped: Findings['skipped']): string {
  if (skipped.length === 0) return ''
  const shown = skipped.slice(0, MOST_SKIPPED).map(({ path, why }) => `${visible(path)} (${why})`)
  const left = skipped.length - shown.length
  return `${counted(skipped.length, 'file')} not read:\n\n${list(left > 0 ? [...shown, `and ${left} more`] : shown)}`
}
