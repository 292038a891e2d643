import { leastWall, over, type Rounds, rowOf } from './compare.ts'
import { type FarRoom, openFarRoom } from './far-room.ts'
import { emptyScript } from './node-ways.ts'
import type { Figure } from './report.ts'
import { BASELINE, OWN, roundsOf } from './rounds.ts'
import { KINDS, type KindName, kindNames } from './wire-kinds.ts'
import { tripsInARow } from './wire-trips.ts'
import { bareGit, theStep } from './wire-ways.ts'

/** On this machine, and as far away as the services of a runner are. */
const DISTANCES = [0, 60] as const
type Ms = (typeof DISTANCES)[number]
const FAR: Ms = 60
/** To compare takes more of them than to know about how long something takes. */
const ROUNDS = BASELINE ? 15 : 7

type Name = `${KindName | 'bare git'} at ${Ms} ms`
type All = Readonly<Record<Name | 'empty', Rounds>>

/** Whole runs, here and far from their services; and git alone, than which no run that commits can be faster. */
export async function wire(): Promise<readonly Figure[]> {
  await using room = await openFarRoom()
  const all = await roundsOf(room, waysOf(room), { rounds: ROUNDS, judged: figuresOf })
  const figures = [...figuresOf(all)]
  for (const kind of kindNames) figures.push(await tripsOf(room, all, kind))
  return figures
}

function waysOf(room: FarRoom) {
  const each = <Kind extends string, Made>(kinds: readonly Kind[], make: (kind: Kind, ms: Ms) => Made) =>
    Object.fromEntries(
      kinds.flatMap((kind) => DISTANCES.map((ms) => [`${kind} at ${ms} ms`, make(kind, ms)])),
    ) as Record<`${Kind} at ${Ms} ms`, Made>
  return {
    action: each(kindNames, (kind, ms) => theStep(room, KINDS[kind], ms)),
    others: { ...each(['bare git'], (_, ms) => bareGit(room, ms)), empty: emptyScript(room.world) },
  }
}

const figuresOf = (all: All): readonly Figure[] => [
  ...kindNames.flatMap((kind) => DISTANCES.flatMap((ms) => stepRow(all, kind, ms))),
  ...DISTANCES.flatMap((ms) => gitRow(all, ms)),
  ...overGit(all),
  ...kindNames.map((kind) => cpuOf(all, kind)),
]

function stepRow(all: All, kind: KindName, ms: Ms): readonly Figure[] {
  const { most, far } = KINDS[kind]
  const ceilings = Object.entries(most).map(([measure, ceiling]) => [measure, { ceiling }])
  const limits = { ...Object.fromEntries(ceilings), ...(ms === FAR && far) }
  const row = `${kind} at ${ms} ms` as const
  return rowOf({ row, axis: kind, size: ms, way: 'step' }, all[row], limits)
}

function gitRow(all: All, ms: Ms): readonly Figure[] {
  const row = `bare git at ${ms} ms` as const
  return rowOf({ row, axis: 'bare git', size: ms, way: 'git' }, all[row])
}

/** What one waits for has the goal. The ceiling is that of the least times, which other work on the machine spares. */
function overGit(all: All): readonly Figure[] {
  const [step, git] = [all[`reuse at ${FAR} ms`], all[`bare git at ${FAR} ms`]]
  const what = `reuse at ${FAR} ms: wall over bare git`
  const least = leastWall(step) / leastWall(git)
  return [
    { what, ...over(step, git, 'wallMs'), unit: 'x', goal: 1.4 },
    { what: `${what}, of the least times`, value: least, unit: 'x', goal: 1.4, ceiling: 2.1 },
  ]
}

/** What a busy machine hardly changes. */
const cpuOf = (all: All, kind: KindName): Figure => ({
  what: `${kind} at ${FAR} ms: CPU over an empty Node script`,
  ...over(all[`${kind} at ${FAR} ms`], all.empty, 'cpuMs'),
  unit: 'x',
  ...KINDS[kind].cpu,
})

async function tripsOf(room: FarRoom, all: All, name: KindName): Promise<Figure> {
  const kind = KINDS[name]
  const { own, before } = all[`${name} at ${FAR} ms`]
  const tripsOfAction = (action: string, near: Rounds['own'], ceiling: number) =>
    tripsInARow({ room, near, roundTripMs: FAR, wayAt: (ms) => theStep(room, kind, ms)(action) }, ceiling)
  const value = await tripsOfAction(OWN, own, kind.inARow.ceiling)
  const figure = { what: `${name}: round trips one after another`, value, unit: '', ...kind.inARow } as const
  if (!BASELINE || !before) return figure
  // The baseline is not judged, so it gets no further rounds.
  const earlier = await tripsOfAction(BASELINE, before, Number.POSITIVE_INFINITY)
  return { ...figure, before: { value: earlier, ratio: value / earlier } }
}
