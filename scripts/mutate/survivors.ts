/** What is read of Stryker's report (mutation-testing-report-schema 2). */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

interface Mutant {
  readonly status: string
  readonly replacement?: string
  readonly location: { readonly start: Position; readonly end: Position }
}

interface Position {
  readonly line: number
  readonly column: number
}

/** Survivors that no test can or should kill: the reason, and the changes by file. */
export interface Explanation {
  readonly why: string
  readonly mutants: Readonly<Record<string, readonly string[]>>
}

export interface Judgement {
  readonly mutants: number
  readonly killed: number
  readonly explained: number
  /** Survivors without an explanation, as `file:line: before -> after`. */
  readonly open: readonly string[]
  /** Explanations of what does not survive, as `file: before -> after`. */
  readonly stale: readonly string[]
}

/** Every survivor has to be explained, and every explanation needed. */
export function judge({ files }: MutationReport, explanations: readonly Explanation[]): Judgement {
  const all = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({
      file,
      status: mutant.status,
      line: mutant.location.start.line,
      change: changeOf(source, mutant),
    })),
  )
  const survivors = all.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
  const known = new Set(
    explanations.flatMap(({ mutants }) =>
      Object.entries(mutants).flatMap(([file, changes]) =>
        file in files ? changes.map((change) => `${file}: ${change}`) : [],
      ),
    ),
  )
  const keys = new Set(survivors.map(({ file, change }) => `${file}: ${change}`))
  const open = survivors.filter(({ file, change }) => !known.has(`${file}: ${change}`))
  return {
    mutants: all.length,
    killed: all.filter(({ status }) => status === 'Killed' || status === 'Timeout').length,
    explained: survivors.length - open.length,
    open: open.map(({ file, line, change }) => `${file}:${line}: ${change}`),
    stale: [...known].filter((key) => !keys.has(key)),
  }
}

/** `before -> after`, each on one line: says what was changed wherever its line moves to. */
function changeOf(source: string, { location: { start, end }, replacement = '' }: Mutant): string {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const last = lines.length - 1
  const text = lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join('\n')
  return `${oneLine(text)} -> ${oneLine(replacement)}`
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
