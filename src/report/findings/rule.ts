import type { Finding, Findings, Severity } from '../finding.ts'
import { SEVERITIES } from '../finding.ts'

/** What reports say of a rule, besides what it has found. */
export interface ReportedRule {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly why: string
  /** The address of its page; none for a copy of the action that nobody has published. */
  readonly help: string | undefined
}

export type Counts = Readonly<Record<Severity, number>>

export function countsOf({ findings }: Pick<Findings, 'findings'>): Counts {
  const counts = { error: 0, warning: 0, notice: 0 }
  for (const { severity } of findings) counts[severity] += 1
  return counts
}

/** `3 errors, 1 warning`; none for what there is none of. */
export function countsText(counts: Counts): string {
  const said = SEVERITIES.filter((severity) => counts[severity] > 0)
  return said.map((severity) => counted(counts[severity], severity)).join(', ')
}

const COUNT = new Intl.NumberFormat('en-US')

/** `1 file`, `1,204 files`. */
export const counted = (count: number, one: string): string =>
  `${COUNT.format(count)} ${count === 1 ? one : `${one}s`}`

/** The worst first; those that are equally bad keep their order. */
export const worstFirst = (findings: readonly Finding[]): readonly Finding[] =>
  SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity))
