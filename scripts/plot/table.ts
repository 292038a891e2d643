import {
  type Figure,
  isOver,
  isReached,
  MEASURES,
  type Measured,
  measures,
  quantity,
} from '../bench/report.ts'

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

/** What is said of one figure. */
const COLUMNS = {
  Before: ({ before, unit }: Figure) => before && quantity(before.value, unit),
  Measured: (figure: Figure) => `${quantity(figure.value, figure.unit)}${verdict(figure)}`,
  'Median ratio': ({ before }: Figure) => before && quantity(before.ratio, 'x'),
  Goal: ({ goal, ratioGoal, before, unit }: Figure) =>
    [goal === undefined ? [] : quantity(goal, unit), before && ratioGoal ? quantity(ratioGoal, 'x') : []]
      .flat()
      .join(' or '),
  Reached: (figure: Figure) => ({ true: 'yes', false: 'no', undefined: '' })[`${isReached(figure)}`],
  Ceiling: ({ ceiling }: Figure) => ceiling?.toString(),
}
type Column = keyof typeof COLUMNS

/** A figure a line; a column that says nothing of any of them is left out. */
export function figureTable(figures: readonly Figure[], asked = Object.keys(COLUMNS) as Column[]): string {
  const columns = asked.filter((column) => figures.some((figure) => COLUMNS[column](figure)))
  const rows = figures.map((figure) => [
    figure.what,
    ...columns.map((column) => COLUMNS[column](figure) || '-'),
  ])
  return markdown(['', ...columns], rows)
}

/** What has a place in the table of costs needs no line of its own, unless it has a goal or differs from before. */
export const needsLine = ({ at, goal, before }: Figure): boolean =>
  at === undefined || goal !== undefined || (before !== undefined && before.ratio !== 1)

/** What cases printed beside tables of costs, and what has a goal there, as a table for the page. */
export function casesTable({ cases }: Measured): string {
  const figures = Object.entries(cases).flatMap(([name, all]) =>
    all
      .filter(({ at, goal }) => at === undefined || goal !== undefined)
      .map((figure) => ({ ...figure, what: `${name}: ${figure.what}` })),
  )
  return figureTable(figures, ['Measured', 'Goal', 'Ceiling'])
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

const verdict = (figure: Figure): string => (isOver(figure) ? ' (over)' : '')
