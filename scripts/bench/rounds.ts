import { join, resolve } from 'node:path'
import type { Rounds } from './compare.ts'
import { type Cost, type Metered, measure, recorded, type Way } from './cost.ts'
import { type Figure, isOver } from './report.ts'

/** This action. */
export const OWN = join(import.meta.dirname, '..', '..')
const { BENCH_BASELINE: given } = process.env
/** Another checkout of the action, with its own action.yml and dist/. */
export const BASELINE = given ? resolve(given) : undefined

/** By the folder of the action. */
type WayOfAction = (action: string) => Way

/** Ways of the action have a baseline; what people do without it has none. */
interface Ways<Action, Others> {
  readonly action: Action
  readonly others: Others
}

type RoundsOf<Names> = { readonly [Name in keyof Names]: Rounds }

interface RoundsOptions<All> {
  readonly rounds: number
  /** As long as one of these is over its ceiling: a stall of the machine would have to last for half of all rounds. */
  readonly judged?: (all: All) => readonly Figure[]
  readonly baseline?: string | undefined
}
/** So many times the rounds are made at most. */
const MOST = 3

/** What each way costs in so many rounds. They take turns, so that all feel the same load of the machine. */
export async function roundsOf<
  Action extends Readonly<Record<string, WayOfAction>>,
  Others extends Readonly<Record<string, Way>>,
>(
  room: Metered,
  ways: Ways<Action, Others>,
  { rounds, judged = () => [], baseline = BASELINE }: RoundsOptions<RoundsOf<Action> & RoundsOf<Others>>,
): Promise<RoundsOf<Action> & RoundsOf<Others>> {
  const tallies: Tally[] = []
  for (const turn of turnsOf(ways, baseline)) {
    tallies.push({ ...turn, processes: 1 + (await recorded(room, turn.way)).length, costs: [] })
  }
  const work = tallies.map(({ way, processes, costs }) => async () => {
    costs.push({ ...(await measure(room, way)), processes })
  })
  const all = byName(tallies) as RoundsOf<Action> & RoundsOf<Others>
  await inTurn(work, (made) => made < rounds || (made < MOST * rounds && judged(all).some(isOver)))
  return all
}

const byName = (tallies: readonly Tally[]): Readonly<Record<string, Rounds>> =>
  Object.fromEntries(
    [...Map.groupBy(tallies, ({ name }) => name)].map(([name, sides]) => [
      name,
      Object.fromEntries(sides.map(({ side, costs }) => [side, costs])) as unknown as Rounds,
    ]),
  )

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
export async function inTurn(
  work: readonly (() => Promise<void>)[],
  goesOn: (made: number) => boolean,
): Promise<void> {
  for (let made = 0; goesOn(made); made += 1) {
    for (const one of made % 2 === 0 ? work : work.toReversed()) await one()
  }
}
