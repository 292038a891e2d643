import { listed } from '../../names/text.ts'
import { visible, visibleLines } from '../../names/visible.ts'
import { type Finding, type Findings, SEVERITIES, type Severity } from '../finding.ts'
import { type Counts, countsOf, countsText, type ReportedRule } from './rule.ts'

export interface AnnotationOptions {
  /** Files of the pull request: GitHub shows annotations in these beside the lines. */
  readonly changed: ReadonlySet<string>
  readonly rules: readonly ReportedRule[]
  /** `in the job summary and in audit.sarif`: where everything is. */
  readonly everything: string
}

/** More of one level GitHub drops without a word (docs of its toolkit, "Annotations"). */
const MOST_OF_A_LEVEL = 10
/** The runner cuts longer messages, in the log as well (actions/runner, ExecutionContext), and the hint stands last. */
const LONGEST_MESSAGE = 4096

/** Workflow commands for the worst of each level, and a line that says where the rest is. */
export function renderAnnotations(report: Findings, options: AnnotationOptions): readonly string[] {
  const broken = report.broken.map(brokenCommand).slice(0, MOST_OF_A_LEVEL)
  const helps = new Map(options.rules.map(({ id, help }) => [id, help]))
  const shown = SEVERITIES.flatMap((severity) => {
    const free = MOST_OF_A_LEVEL - (severity === 'error' ? broken.length : 0)
    return foremost(report.findings, severity, options.changed).slice(0, free)
  })
  const commands = [...broken, ...shown.map((finding) => command(finding, helps.get(finding.rule)))]
  return [...commands, ...restLine(report, shown, options.everything)]
}

/** Those in files of the change before others: people see them while they look at it. */
function foremost(
  findings: readonly Finding[],
  severity: Severity,
  changed: ReadonlySet<string>,
): readonly Finding[] {
  const ofLevel = findings.filter((finding) => finding.severity === severity)
  return [
    ...ofLevel.filter(({ path }) => changed.has(path)),
    ...ofLevel.filter(({ path }) => !changed.has(path)),
  ]
}

function command(finding: Finding, help: string | undefined): string {
  const { severity, path, line, endLine, column, endColumn, rule } = finding
  // GitHub takes no columns of a place of several lines.
  const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : ''
  const place = `file=${property(path)},line=${line},endLine=${endLine}${columns}`
  return `::${severity} ${place},title=${property(rule)}::${data(textOf(finding, help))}`
}

function textOf({ message, hint, inheritedBy }: Finding, help: string | undefined): string {
  const inherited = inheritedBy.length > 0 ? `\nInherited by ${listed(inheritedBy)}` : ''
  const more = help === undefined ? '' : `\nMore: ${help}`
  const change = visibleLines(`\nWhat to change: ${hint}${inherited}${more}`).slice(0, LONGEST_MESSAGE / 2)
  const said = visibleLines(message)
  const most = LONGEST_MESSAGE - change.length
  return `${said.length > most ? `${said.slice(0, most - 3)}...` : said}${change}`
}

function brokenCommand({ rule, path, message }: Findings['broken'][number]): string {
  const place = path === undefined ? '' : `file=${property(path)},`
  const text = `The rule ${rule} could not finish: ${message}. What the others found counts; please report this.`
  return `::error ${place}title=${property(rule)}::${data(visibleLines(text).slice(0, LONGEST_MESSAGE))}`
}

function restLine(report: Findings, shown: readonly Finding[], everything: string): readonly string[] {
  const [all, told] = [countsOf(report), countsOf({ findings: shown })]
  const left: Counts = {
    error: all.error - told.error,
    warning: all.warning - told.warning,
    notice: all.notice - told.notice,
  }
  const said = countsText(left)
  return said === '' ? [] : [`${said} more: everything is ${visible(everything)}`]
}

/** As the runner reads commands (actions/runner, ActionCommand). */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
