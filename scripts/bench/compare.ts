import type { Cost } from './cost.ts'
import { type Figure, type Limits, MEASURES, type Measure, measures, median, type Place } from './report.ts'

/** What one way cost in each round, and what the baseline's did right before or after. */
export interface Rounds {
  readonly own: readonly Cost[]
  readonly before?: readonly Cost[]
}

/** The median of what the rounds give, and how it compares to that of the baseline. */
export function compared(
  { own, before }: Rounds,
  of: (cost: Cost, round: number) => number,
): Pick<Figure, 'value' | 'before'> {
  const values = own.map(of)
  if (!before) return { value: median(values) }
  const earlier = before.map(of)
  const ratios = values.map((value, round) => ratioOf(value, earlier[round]))
  return { value: median(values), before: { value: median(earlier), ratio: median(ratios) } }
}

/** What a measure is more than that of another way in the same round. */
export const moreThan = (
  rounds: Rounds,
  { own }: Rounds,
  measure: Measure,
): Pick<Figure, 'value' | 'before'> =>
  compared(rounds, (cost, round) => cost[measure] - (own[round]?.[measure] ?? Number.NaN))

/** A measure over that of another way in the same round. */
export const over = (rounds: Rounds, { own }: Rounds, measure: Measure): Pick<Figure, 'value' | 'before'> =>
  compared(rounds, (cost, round) => cost[measure] / (own[round]?.[measure] ?? Number.NaN))

/** Of all rounds: other work on the machine only adds. */
export const leastWall = ({ own }: Rounds): number => Math.min(...own.map(({ wallMs }) => wallMs))

/** Nothing is as much as nothing. */
const ratioOf = (value: number, of = Number.NaN): number => (value === of ? 1 : value / of)

/** A row of a table. */
export const rowOf = (
  at: Omit<Place, 'measure'>,
  rounds: Rounds,
  limits: Readonly<Partial<Record<Measure, Limits>>> = {},
): readonly Figure[] =>
  measures.map((measure) => ({
    what: `${at.row}: ${MEASURES[measure].name}`,
    ...compared(rounds, (cost) => cost[measure]),
    unit: MEASURES[measure].unit,
    ...limits[measure],
    at: { ...at, measure },
  }))
