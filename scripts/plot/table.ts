import { type Figure, type Measured, quantity } from '../bench/report.ts'
import { placed, WAYS, type Way } from './growth.ts'

const COLUMNS = {
  wallMs: 'Wall',
  cpuMs: 'CPU',
  memoryMB: 'Peak memory',
  processes: 'Processes',
  requests: 'Requests',
  kB: 'Bytes',
}

/** The figures of the plot, and those that it leaves out, as a table in Markdown. */
export function growthTable(run: Measured): string {
  const figures = placed(run)
  const rows = Map.groupBy(figures, ({ at }) => `${at.size} ${at.axis}: ${WAYS[at.way as Way].name}`)
  const cells = [...rows].map(([what, row]) => [
    what.replace(/^1 (\w+)s:/, '1 $1:'),
    ...Object.keys(COLUMNS).map((measure) => shown(row.find(({ at }) => at.measure === measure))),
  ])
  return markdown(['', ...Object.values(COLUMNS)], cells)
}

/** What other cases printed, as a table in Markdown. */
export function casesTable({ cases }: Measured): string {
  const rows = Object.entries(cases).flatMap(([name, figures]) =>
    figures.map(({ what, value, unit, ceiling }) => {
      const over = ceiling !== undefined && value > ceiling
      return [`${name}: ${what}`, `${quantity(value, unit)}${over ? ' (over)' : ''}`, `${ceiling ?? '-'}`]
    }),
  )
  return markdown(['', 'Measured', 'Ceiling'], rows)
}

/** Numbers are on the right, and every cell as wide as its column, as the formatter wants it. */
function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) =>
    Math.max(3, ...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  )
  const pad = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [header, rule, ...rows].map((row) => `| ${row.map(pad).join(' | ')} |`).join('\n')
}

const shown = (figure: Figure | undefined): string =>
  figure ? `${Math.round(figure.value)} ${figure.unit}`.trimEnd() : '-'
