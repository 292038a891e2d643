export type Severity = 'error' | 'warning' | 'notice'

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'notice']

/** One thing that is wrong, at the place that decides it. Lines and columns begin at 1; the end is exclusive. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly path: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** What is wrong, and why it breaks. */
  readonly message: string
  /** What to change. */
  readonly hint: string
  readonly fixable: 'no' | 'safe' | 'unsafe'
  /** Overlays, Applications and files that get the value from here, sorted. */
  readonly inheritedBy: readonly string[]
  /** What the finding is known by when lines move: SHA-256 of the rule, the path, the YAML path and the value. */
  readonly fingerprint: string
  /** The lines that the place is on, for people. */
  readonly excerpt: string
}

/** What an audit has to say. */
export interface Findings {
  readonly findings: readonly Finding[]
  /** What comments, globs and the baseline keep quiet, by the way it was. */
  readonly suppressed: { readonly comments: number; readonly globs: number; readonly baseline: number }
  readonly files: number
  readonly skipped: readonly { readonly path: string; readonly why: string }[]
  /** A rule that could not finish: the others did. */
  readonly broken: readonly {
    readonly rule: string
    readonly path: string | undefined
    readonly message: string
  }[]
}
