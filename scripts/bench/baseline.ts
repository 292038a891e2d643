import { join, resolve } from 'node:path'
import type { Used } from './cost.ts'
import { type Figure, MEASURES, median } from './report.ts'

export const OWN = join(import.meta.dirname, '..', '..')
const { BENCH_BASELINE: given } = process.env
/** Another checkout of the action, with its own action.yml and dist/. */
export const BASELINE = given ? resolve(given) : undefined

export type Spent = Pick<Used, 'wallMs' | 'cpuMs'>

/** What the action took in one round, and what that of the baseline took right before or after. */
export interface Pair {
  readonly own: Spent
  readonly baseline?: Spent | undefined
}

export const ownIn = (pairs: readonly Pair[], of: keyof Spent): number =>
  median(pairs.map(({ own }) => own[of]))

/** Each takes the first turn every other round, so that neither always finds what the other has warmed. */
export async function inTurn(
  rounds: number,
  run: (action: string) => Promise<Spent>,
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

/** Nothing without a baseline. Wall time is what one waits for; CPU time is what a busy machine leaves as it is. */
export function overBaseline(what: string, pairs: readonly Pair[]): readonly Figure[] {
  const compared = pairs.flatMap(({ own, baseline }) => (baseline ? [{ own, baseline }] : []))
  if (compared.length === 0) return []
  return (['wallMs', 'cpuMs'] as const).flatMap((of) => {
    const { name } = MEASURES[of]
    const baseline = median(compared.map((pair) => pair.baseline[of]))
    const more = median(compared.map((pair) => pair.own[of] - pair.baseline[of]))
    return [
      { what: `${what}: ${name} of the baseline`, value: baseline, unit: 'ms' },
      {
        what: `${what}: ${name} over the baseline`,
        value: ownIn(compared, of) / baseline,
        unit: 'x',
        goal: 1,
        ceiling: 1.5,
      },
      { what: `${what}: ${name} more than the baseline (median of pairs)`, value: more, unit: 'ms' },
    ] as const
  })
}
