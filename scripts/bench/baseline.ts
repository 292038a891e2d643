import { join, resolve } from 'node:path'
import { type Figure, median } from './report.ts'

export const OWN = join(import.meta.dirname, '..', '..')
/** Another checkout of the action, with its own action.yml and dist/. */
const { BENCH_BASELINE: other } = process.env

/** To compare takes more rounds than to know about how long something takes. */
export const isCompared = other !== undefined

/** What the action took in one round, and what that of the baseline took right before or after. */
export interface Pair {
  readonly own: number
  readonly baseline: number | undefined
}

/** Each takes the first turn every other round, so that neither always finds what the other has warmed. */
export async function inTurn(
  rounds: number,
  run: (action: string) => Promise<number>,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = []
  const runBaseline = async () => (other ? run(resolve(other)) : undefined)
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 1 ? await runBaseline() : undefined
    const own = await run(OWN)
    pairs.push({ own, baseline: first ?? (await runBaseline()) })
  }
  return pairs
}

/** Nothing without a baseline. The ratio is that of the medians; of the differences it is the median itself. */
export function overBaseline(what: string, pairs: readonly Pair[]): readonly Figure[] {
  const compared = pairs.filter(
    (pair): pair is Required<Pair> & { baseline: number } => pair.baseline !== undefined,
  )
  if (compared.length === 0) return []
  const baseline = median(compared.map((pair) => pair.baseline))
  return [
    { what: `${what}: the baseline (median of ${compared.length})`, value: baseline, unit: 'ms' },
    {
      what: `${what}: over the baseline`,
      value: median(compared.map(({ own }) => own)) / baseline,
      unit: 'x',
      goal: 1,
      ceiling: 1.5,
    },
    {
      what: `${what}: more than the baseline (median of pairs)`,
      value: median(compared.map((pair) => pair.own - pair.baseline)),
      unit: 'ms',
    },
  ]
}
