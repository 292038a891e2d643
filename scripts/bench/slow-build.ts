import { BASELINE, inTurn, ownIn, type Pair } from './baseline.ts'
import { type Figure, median } from './report.ts'
import { BUILD_MS, openSlowRoom } from './slow-room.ts'

const ROUND_TRIP_MS = 60
const ROUNDS = 3
/** To compare takes more of them than to know about how long something takes. */
const PAIRS = 9
const WHAT = `a build of ${BUILD_MS / 1000} s at ${ROUND_TRIP_MS} ms, with a commit`

/** A whole run that builds, in a room where nobody else writes. */
export async function slowBuild(): Promise<readonly Figure[]> {
  await using room = await openSlowRoom()
  const { requests } = room.world.git
  const before = requests.length
  await room.build()
  const asked = requests.length - before
  room.roundTripMs = ROUND_TRIP_MS
  const pairs = await inTurn(BASELINE ? PAIRS : ROUNDS, (action) => room.build({ action }))
  return [
    { what: `${WHAT}: requests to the config repository`, value: asked, unit: '', ceiling: 5 },
    { what: `${WHAT} (median of ${pairs.length})`, value: ownIn(pairs, 'wallMs'), unit: 'ms' },
    ...lessThanBaseline(pairs),
  ]
}

/** The build is the larger part of it, so that a ratio would say little. */
function lessThanBaseline(pairs: readonly Pair[]): readonly Figure[] {
  const saved = pairs.flatMap(({ own, baseline }) => (baseline ? [baseline.wallMs - own.wallMs] : []))
  if (saved.length === 0) return []
  const what = `${WHAT}: less than the baseline (median of pairs)`
  return [{ what, value: median(saved), unit: 'ms', goal: 350 }]
}

const SHARES = [0, 0.2, 0.4, 0.8]
const BUILDS = 20

/** What docs/adr/0014 was decided by: another writer comes in some of the builds. It takes a quarter of an hour. */
export async function movingTip(): Promise<readonly Figure[]> {
  await using room = await openSlowRoom()
  room.roundTripMs = ROUND_TRIP_MS
  const figures: Figure[] = []
  for (const share of SHARES) {
    let runs = 0
    const pairs = await inTurn(BUILDS, async (action) => {
      const round = Math.floor(runs / (BASELINE ? 2 : 1))
      runs += 1
      return room.build({ action }, moves(share, round) ? room.move : undefined)
    })
    const what = `the tip moves in ${share * 100} % of the builds`
    const baseline = pairs.flatMap((pair) => (pair.baseline ? [pair.baseline.wallMs] : []))
    const own = pairs.map((pair) => pair.own.wallMs)
    figures.push(...middles(what, own), ...middles(`${what}, baseline`, baseline))
  }
  return figures
}

/** The same share in any stretch of rounds, and no luck. */
const moves = (share: number, round: number): boolean =>
  Math.floor((round + 1) * share) > Math.floor(round * share)

function middles(what: string, wallMs: readonly number[]): readonly Figure[] {
  if (wallMs.length === 0) return []
  const mean = wallMs.reduce((sum, one) => sum + one, 0) / wallMs.length
  return [
    { what: `${what}: median of ${wallMs.length}`, value: median(wallMs), unit: 'ms' },
    { what: `${what}: mean`, value: mean, unit: 'ms' },
  ]
}
