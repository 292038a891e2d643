import { join, resolve } from 'node:path'
import { type Cost, type Metered, measure, recorded, type Way } from './cost.ts'
import { type Figure, type Limits, MEASURES, type Measure, measures, median, type Place } from './report.ts'

/** This action. */
export const OWN = join(import.meta.dirname, '..', '..')
const { BENCH_BASELINE: given } = process.env
/** Another checkout of the action, with its own action.yml and dist/. */
export const BASELINE = given ? resolve(given) : undefined

/** What one way cost in each round, and what the baseline's did right before or after. */
export interface Rounds {
  readonly own: readonly Cost[]
  readonly before?: readonly Cost[]
}

/** By the folder of the action. */
type WayOfAction = (action: string) => Way

/** Ways of the action have a baseline; what people do without it has none. */
interface Ways<Action, Others> {
  readonly action: Action
  readonly others: Others
}

interface RoundsOptions {
  readonly rounds: number
  readonly baseline?: string | undefined
}

type RoundsOf<Names> = { readonly [Name in keyof Names]: Rounds }

/** What each way costs in so many rounds. They take turns, so that all feel the same load of the machine. */
export async function roundsOf<
  Action extends Readonly<Record<string, WayOfAction>>,
  Others extends Readonly<Record<string, Way>>,
>(
  room: Metered,
  ways: Ways<Action, Others>,
  { rounds, baseline = BASELINE }: RoundsOptions,
): Promise<RoundsOf<Action> & RoundsOf<Others>> {
  const tallies: Tally[] = []
  for (const turn of turnsOf(ways, baseline)) {
    tallies.push({ ...turn, processes: 1 + (await recorded(room, turn.way)).length, costs: [] })
  }
  const work = tallies.map(({ way, processes, costs }) => async () => {
    costs.push({ ...(await measure(room, way)), processes })
  })
  await inTurn(work, rounds)
  const all = [...Map.groupBy(tallies, ({ name }) => name)].map(([name, sides]) => [
    name,
    Object.fromEntries(sides.map(({ side, costs }) => [side, costs])),
  ])
  return Object.fromEntries(all) as RoundsOf<Action> & RoundsOf<Others>
}

interface Turn {
  readonly name: string
  readonly side: keyof Rounds
  readonly way: Way
}

interface Tally extends Turn {
  readonly processes: number
  readonly costs: Cost[]
}

/** The baseline is next to what it is compared with. */
function turnsOf(
  { action, others }: Ways<Record<string, WayOfAction>, Record<string, Way>>,
  baseline: string | undefined,
): readonly Turn[] {
  const compared = Object.entries(action).flatMap(([name, way]): readonly Turn[] => [
    { name, side: 'own', way: way(OWN) },
    ...(baseline ? ([{ name, side: 'before', way: way(baseline) }] as const) : []),
  ])
  const alone = Object.entries(others).map(([name, way]) => ({ name, side: 'own', way }) as const)
  return [...compared, ...alone]
}

/** Forwards and backwards, so that none always finds what the one before it has warmed. */
export async function inTurn(work: readonly (() => Promise<void>)[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const one of round % 2 === 0 ? work : work.toReversed()) await one()
  }
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
