import { type Figure, MEASURES, type Measured, measures, quantity } from '../bench/report.ts'

/** The figures that have a place, as a table in Markdown. */
export function costTable(figures: readonly Figure[]): string {
  const rows = Map.groupBy(
    figures.filter(({ at }) => at),
    ({ at }) => at?.row ?? '',
  )
  const cells = [...rows].map(([name, row]) => [
    name,
    ...measures.map((measure) => shown(row.find(({ at }) => at?.measure === measure))),
  ])
  return markdown(['', ...measures.map((measure) => MEASURES[measure].name)], cells)
}

/** Those that stand for themselves. */
export const isAlone = ({ at }: Figure): boolean => at === undefined

/** What cases printed beside such tables, as a table in Markdown. */
export function casesTable({ cases }: Measured): string {
  const rows = Object.entries(cases).flatMap(([name, figures]) =>
    figures.filter(isAlone).map((figure) => {
      const { what, value, unit, ceiling } = figure
      return [`${name}: ${what}`, `${quantity(value, unit)}${verdict(figure)}`, `${ceiling ?? '-'}`]
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

function shown(figure: Figure | undefined): string {
  if (!figure) return '-'
  const { value, unit } = figure
  const rounded = unit === 'x' ? quantity(value, unit) : `${Math.round(value)} ${unit}`.trimEnd()
  return rounded + verdict(figure)
}

const verdict = ({ value, ceiling }: Figure): string =>
  ceiling !== undefined && value > ceiling ? ' (over)' : ''
