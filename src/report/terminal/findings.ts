import { visible } from '../../names/visible.ts'
import type { Finding, Findings } from '../finding.ts'
import { counted, countsOf, countsText } from '../findings/rule.ts'
import { shownLine } from './excerpt.ts'
import { type Paint, paint } from './paint.ts'

export interface TerminalOptions {
  readonly colours: boolean
  /** How wide the terminal is; of what is none, a width that people read. */
  readonly columns: number
}

/** The findings for a person at a terminal, and what they come to. */
export function renderTerminal(report: Findings, { colours, columns }: TerminalOptions): string {
  const say = paint(colours)
  const blocks = report.findings.map((finding) => block(finding, say, columns))
  return [...blocks, ...report.broken.map((one) => brokenText(one, say)), summaryText(report, say), ''].join(
    '\n',
  )
}

function block(finding: Finding, say: Paint, columns: number): string {
  const { path, line, column, severity, rule, message, hint, fixable, inheritedBy } = finding
  const place = say('bold', `${visible(path)}:${line}:${column}:`)
  const head = `${place} ${say(severity, `${severity}:`)} ${visible(message)} ${say('dim', `[${rule}]`)}`
  const label = { no: 'help:', safe: 'help (safe fix):', unsafe: 'help (fix to look at):' }[fixable]
  const help = `${say('help', label)} ${visible(hint)}`
  const inherited =
    inheritedBy.length > 0 ? [`${say('dim', 'inherited by:')} ${visible(named(inheritedBy))}`] : []
  const margin = ' '.repeat(String(finding.line).length + 3)
  return [head, source(finding, say, columns), ...[help, ...inherited].map((text) => margin + text), ''].join(
    '\n',
  )
}

/** As many as a line of a terminal holds; the other reports have all of them. */
const MOST_NAMED = 3

function named(inheritedBy: readonly string[]): string {
  // The root of the repository has the empty path.
  const names = inheritedBy.slice(0, MOST_NAMED).map((path) => path || '.')
  const left = inheritedBy.length - names.length
  return left > 0 ? `${names.join(', ')} and ${left} more` : names.join(', ')
}

function source(finding: Finding, say: Paint, columns: number): string {
  const gutter = String(finding.line).length
  const room = Math.max(MIN_ROOM, columns - gutter - 4)
  const { text, before, marks, more } = shownLine(finding, room)
  const rest = more > 0 ? ` and ${counted(more, 'line')} more` : ''
  return [
    `${say('dim', ` ${finding.line} |`)} ${text}`,
    `${say('dim', ` ${' '.repeat(gutter)} |`)} ${before}${say(finding.severity, `${marks}${rest}`)}`,
  ].join('\n')
}

/** Of a narrower terminal nobody would see the place. */
const MIN_ROOM = 40

function brokenText({ rule, path, message }: Findings['broken'][number], say: Paint): string {
  const where = path === undefined ? '' : ` in ${visible(path)}`
  return `${say('error', 'error:')} the rule ${rule} could not finish${where}: ${visible(message)}`
}

function summaryText(report: Findings, say: Paint): string {
  const { findings, files, skipped, suppressed, broken } = report
  const counts = countsText(countsOf(report))
  const fixes = findings.filter(({ fixable }) => fixable === 'safe').length
  const quiet = suppressed.comments + suppressed.globs + suppressed.baseline
  const parts = [
    `${counts === '' ? 'Nothing found' : counts} in ${counted(files, 'file')}`,
    fixes > 0 ? `${fixes} with a safe fix (--fix safe)` : '',
    quiet > 0 ? `${quiet} kept quiet` : '',
    skipped.length > 0 ? `${counted(skipped.length, 'file')} not read` : '',
    broken.length > 0 ? `${counted(broken.length, 'rule')} could not finish` : '',
  ]
  return say('bold', parts.filter((part) => part !== '').join(', '))
}
