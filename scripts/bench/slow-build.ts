import type { Used } from './cost.ts'
import { type Figure, median } from './report.ts'
import { BASELINE, inTurn, OWN } from './rounds.ts'
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
  const already = requests.length
  await room.build()
  const asked = requests.length - already
  room.roundTripMs = ROUND_TRIP_MS
  const rounds = BASELINE ? PAIRS : ROUNDS
  const { own, before } = await builtInTurn(rounds, (action) => room.build({ action }))
  return [
    { what: `${WHAT}: requests to the config repository`, value: asked, unit: '', ceiling: 5 },
    { what: `${WHAT} (median of ${rounds})`, value: median(own), unit: 'ms' },
    ...moreThanBaseline(own, before),
  ]
}

/** The build is the larger part of it, so that a ratio would say little. */
function moreThanBaseline(own: readonly number[], before: readonly number[]): readonly Figure[] {
  if (before.length === 0) return []
  const more = own.map((ms, round) => ms - (before[round] ?? Number.NaN))
  const what = `${WHAT}: more than the baseline (median of pairs)`
  return [{ what, value: median(more), unit: 'ms', goal: -350 }]
}

/** Wall times of the action, and of the baseline right before or after. */
async function builtInTurn(rounds: number, build: (action: string, round: number) => Promise<Used>) {
  const sides = [OWN, ...(BASELINE ? [BASELINE] : [])].map((action) => ({ action, wallMs: [] as number[] }))
  const work = sides.map(({ action, wallMs }) => async () => {
    wallMs.push((await build(action, wallMs.length)).wallMs)
  })
  await inTurn(work, (made) => made < rounds)
  const [own, before] = sides.map(({ wallMs }) => wallMs)
  return { own: own ?? [], before: before ?? [] }
}

const SHARES = [0, 0.2, 0.4, 0.8]
const BUILDS = 20

/** What docs/adr/0014 was decided by: another writer comes in some of the builds. It takes a quarter of an hour. */
export async function movingTip(): Promise<readonly Figure[]> {
  await using room = await openSlowRoom()
  room.roundTripMs = ROUND_TRIP_MS
  const figures: Figure[] = []
  for (const share of SHARES) {
    const { own, before } = await builtInTurn(BUILDS, (action, round) =>
      room.build({ action }, moves(share, round) ? room.move : undefined),
    )
    const what = `the tip moves in ${share * 100} % of the builds`
    figures.push(...middles(what, own), ...middles(`${what}, baseline`, before))
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
