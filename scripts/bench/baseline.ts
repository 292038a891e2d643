import { join, resolve } from 'node:path'
import { type Figure, median } from './report.ts'

export const OWN = join(import.meta.dirname, '..', '..')
const { BENCH_BASELINE: given } = process.env
/** Another checkout of the action, with its own action.yml and dist/. */
export const BASELINE = given ? resolve(given) : undefined

/** What the action took in one round, and what that of the baseline took right before or after. */
export interface Pair {
  readonly own: number
  readonly baseline?: number | undefined
}

/** Each takes the first turn every other round, so that neither always finds what the other has warmed. */
export async function inTurn(
  rounds: number,
  run: (action: string) => Promise<number>,
  baseline = BASELINE,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = []
  const runBaseline = async () => (baseline ? run(baseline) : undefined)
  for (let round = 0; round < rounds; round += 1) {
    const before = round % 2 === 1 ? await runBaseline() : undefined
    const own = await run(OWN)
    pairs.push({ own, baseline: before ?? (await runBaseline()) })
  }
  return pairs
}

/** Nothing without a baseline. The ratio is that of the medians; of the differences it is the median itself. */
export function overBaseline(what: string, pairs: readonly Pair[]): readonly Figure[] {
  const baselines = pairs.flatMap(({ baseline }) => baseline ?? [])
  if (baselines.length === 0) return []
  const baseline = median(baselines)
  const own = median(pairs.map((pair) => pair.own))
  const more = median(pairs.map((pair) => pair.own - (pair.baseline ?? Number.NaN)))
  return [
    { what: `${what}: the baseline (median of ${baselines.length})`, value: baseline, unit: 'ms' },
    { what: `${what}: over the baseline`, value: own / baseline, unit: 'x', goal: 1, ceiling: 1.5 },
    { what: `${what}: more than the baseline (median of pairs)`, value: more, unit: 'ms' },
  ]
}
